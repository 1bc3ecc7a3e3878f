import { imports as texts } from '@/texts/meters';

// As the API's SheetReader, which has the last word.
const maxBytes = 5 * 1024 * 1024;

/** Why a file cannot be imported, as far as this can be told without reading it; empty when it may. */
export function refusalOf(file: File): string {
  if (!/\.(xlsx|csv|txt)$/i.test(file.name)) return texts.wrongKind;
  return file.size > maxBytes ? texts.tooLarge : '';
}
