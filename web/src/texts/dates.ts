/** The words around dates and times; `format/dates.ts` chooses among them. */
export const dates = {
  now: "à l'instant",
  minutesAgo: (minutes: number) => `il y a ${minutes} min`,
  today: (time: string) => `aujourd'hui à ${time}`,
  yesterday: (time: string) => `hier à ${time}`,
  tomorrow: (time: string) => `demain à ${time}`,
  at: (day: string, time: string) => `${day} à ${time}`,
  todayAlone: "aujourd'hui",
  yesterdayAlone: 'hier',
  tomorrowAlone: 'demain',
  /** With a space that does not break: « 14 h 05 », « 9 h ». */
  time: (hour: number, minute: number) =>
    minute === 0 ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${String(minute).padStart(2, '0')}`,
  first: '1er',
};
