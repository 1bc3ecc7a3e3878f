import type { Api } from '@/api/client';
import { count } from '@/format/numbers';
import { meters as texts } from '@/texts/meters';

export type Meter = Api['Meter'];
export type Remark = Api['ReadingRemark'];
export type Report = Api['ReadingReport'];
type Reading = Api['MeterReadingsForm']['readings'][number];

/** What somebody has typed for one asset. */
export interface Line {
  /** By the counter's code, as typed. */
  values: Record<string, string>;
  /** The codes of the counters that were replaced. */
  replaced: string[];
  isConfirmed: boolean;
  /** When the counters were read. With the asset it identifies the reading: sent again, it corrects itself. */
  at: string;
}

/** What the portal says to a line: before it is sent, or after. */
export interface Verdict {
  outcome: Report['lines'][number]['outcome'];
  remarks: Remark[];
  isSent: boolean;
}

/** `ready` to be sent, `wrong` as it is, `ask` for a confirmation, or `done`. */
export type LineState = 'empty' | 'ready' | 'wrong' | 'ask' | 'done';

const greatest = 999_999_999;

/** A whole number as people type it, with spaces between thousands; null for anything else. */
export function wholeNumber(text: string): number | null {
  const digits = text.replace(/[\s.]/g, '');
  if (!/^\d{1,9}$/.test(digits)) return null;
  return Math.min(Number(digits), greatest);
}

/** The counters that something was typed for. */
export function typedOf(line: Line): [string, string][] {
  return Object.entries(line.values).filter(([, text]) => text.trim() !== '');
}

/** What can be told from the last values alone; the portal knows the asset's volumes as well. */
export function remarksOf(meter: Meter, line: Line): Remark[] {
  return meter.counters.flatMap(({ code, value, readAt }): Remark[] => {
    const text = line.values[code]?.trim() ?? '';
    if (text === '') return [];
    const typed = wholeNumber(text);
    if (typed === null) return [{ code: 'out-of-bounds', message: texts.notANumber, counter: code, bound: greatest }];
    const isLater = readAt === null || Date.parse(line.at) > Date.parse(readAt);
    if (value === null || typed >= value || !isLater || line.replaced.includes(code)) return [];
    return [{ code: 'below-previous', message: texts.belowPrevious(count(value)), counter: code, bound: value }];
  });
}

export function stateOf(meter: Meter | undefined, line: Line | undefined, verdict: Verdict | undefined): LineState {
  if (verdict?.outcome === 'Accepted' || verdict?.outcome === 'Unchanged') return 'done';
  if (!line || typedOf(line).length === 0) return 'empty';
  if (verdict?.outcome === 'Refused' || (meter && remarksOf(meter, line).length > 0)) return 'wrong';
  return verdict?.outcome === 'Questioned' && !line.isConfirmed ? 'ask' : 'ready';
}

/** A line as the API takes it. */
export function readingOf(asset: string, line: Line): Reading {
  const typed = typedOf(line);
  return {
    asset,
    at: line.at,
    values: Object.fromEntries(typed.map(([code, text]) => [code, wholeNumber(text) ?? 0])),
    replaced: line.replaced.filter((code) => typed.some(([one]) => one === code)),
    confirm: line.isConfirmed,
  };
}

/** How soon a reading is due: late ones first, those without a date last. */
export function urgencyOf({ due }: Meter): number {
  if (!due) return 3;
  return due.isLate ? 0 : due.isOpen ? 1 : 2;
}

/** What is due first comes first; else the order stays. */
export function byUrgency(meters: readonly Meter[]): Meter[] {
  return [...meters].sort((one, other) => urgencyOf(one) - urgencyOf(other));
}

/** The counters of all these meters, each once: the grid's columns. */
export function columnsOf(meters: readonly Meter[]): { code: string; label: string }[] {
  const all = [...meters].sort((one, other) => other.counters.length - one.counters.length);
  const labels = new Map(all.flatMap((meter) => meter.counters.map(({ code, label }) => [code, label] as const)));
  return [...labels].map(([code, label]) => ({ code, label }));
}
