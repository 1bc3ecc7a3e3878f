import { dates } from '@/texts/dates';

// The company, its technicians and its customers live by this clock, wherever a browser is.
const timeZone = 'Europe/Paris';

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
});
const weekday = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', weekday: 'long' });
const dayOfYear = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', day: 'numeric', month: 'long' });
const fullDay = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
const monthOfYear = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', month: 'long', year: 'numeric' });
const monthAlone = new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', month: 'short' });
const exactDay = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

const oneDay = 86_400_000;

interface Wall {
  /** Midnight of the day, as if it were in UTC. */
  day: number;
  hour: number;
  minute: number;
}

function wall(instant: Date): Wall {
  const found = Object.fromEntries(parts.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = found;
  return { day: Date.UTC(year, month - 1, day), hour, minute };
}

/** « 1er » where Intl writes « 1 ». */
function french(day: string): string {
  return day.replace(/(^|\s)1(?=\s)/, `$1${dates.first}`);
}

/** A day as people say it: « mardi », « 12 mars », « 12 mars 2024 »; seen from `today`, both midnights. */
function spokenDay(day: number, today: number): string {
  const distance = Math.round((day - today) / oneDay);
  if (Math.abs(distance) < 7) return weekday.format(day);
  const isThisYear = new Date(day).getUTCFullYear() === new Date(today).getUTCFullYear();
  return french(isThisYear ? dayOfYear.format(day) : fullDay.format(day));
}

/** An instant as people say it: « il y a 5 min », « hier à 14 h 05 », « mardi à 9 h », « 12 mars à 14 h 05 ». */
export function spokenTime(instant: string | Date, now: Date = new Date()): string {
  const at = new Date(instant);
  const ago = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (ago >= 0 && ago < 60) return ago < 1 ? dates.now : dates.minutesAgo(ago);
  const then = wall(at);
  const today = wall(now).day;
  const time = dates.time(then.hour, then.minute);
  switch (Math.round((then.day - today) / oneDay)) {
    case 0:
      return dates.today(time);
    case -1:
      return dates.yesterday(time);
    case 1:
      return dates.tomorrow(time);
    default:
      return dates.at(spokenDay(then.day, today), time);
  }
}

/** The whole of it: « jeudi 12 mars 2026 à 14 h 05 ». */
export function exactTime(instant: string | Date): string {
  const { day, hour, minute } = wall(new Date(instant));
  return dates.at(french(exactDay.format(day)), dates.time(hour, minute));
}

/** A date without a time (`2026-03-12`) as people say it. */
export function spokenDate(date: string, now: Date = new Date()): string {
  const today = wall(now).day;
  switch (Math.round((Date.parse(date) - today) / oneDay)) {
    case 0:
      return dates.todayAlone;
    case -1:
      return dates.yesterdayAlone;
    case 1:
      return dates.tomorrowAlone;
    default:
      return spokenDay(Date.parse(date), today);
  }
}

/** A date without a time, whole: « 12 mars 2026 ». */
export function exactDate(date: string): string {
  return french(fullDay.format(Date.parse(date)));
}

/** A month (`2026-03`): « mars 2026 ». */
export function month(yearAndMonth: string): string {
  return monthOfYear.format(Date.parse(`${yearAndMonth}-01`));
}

/** A month where there is little room: « nov. ». */
export function shortMonth(yearAndMonth: string): string {
  return monthAlone.format(Date.parse(`${yearAndMonth}-01`));
}

const stampParts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });

/** The clock of Paris as files write it: `2026-11-24 14:30`. */
export function stamp(instant: string | Date): string {
  return stampParts.format(new Date(instant));
}

/** The day in Paris, as date fields have it: `2026-11-24`. */
export function dayOf(instant: string | Date = new Date()): string {
  return stamp(instant).slice(0, 10);
}

/** Noon of a day in Paris, which is what the portal takes a day without a time for. */
export function noonOf(day: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  const ahead = wall(noon).hour - 12;
  return new Date(noon.getTime() - ahead * 3_600_000).toISOString();
}
