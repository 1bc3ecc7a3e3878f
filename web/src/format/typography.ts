/** French with the spaces before its double signs and « % », behind « n° » and within its quotation marks, at which no line may end. */
export function unbroken(french: string): string {
  return french.replace(/ (?=[:;?!%\u00bb])|(?<=\u00ab|n\u00b0) /g, '\u00a0');
}
