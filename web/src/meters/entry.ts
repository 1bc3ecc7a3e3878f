import { useQueryClient } from '@tanstack/vue-query';
import { computed, nextTick, reactive, ref, watch, type ComputedRef, type Ref } from 'vue';
import { api, bodyOf, command } from '@/api/client';
import { useDraft } from '@/forms/drafts';
import { newKey, useSubmission, type FieldErrors, type Submission } from '@/forms/submission';
import { dayOf, noonOf } from '@/format/dates';
import { meters as texts } from '@/texts/meters';
import { readingOf, remarksOf, stateOf, typedOf } from './lines';
import type { Line, LineState, Meter, Remark, Report, Verdict } from './lines';
import { preview } from './preview';

// What the API takes at once.
const mostAtOnce = 300;

interface Draft {
  lines: Record<string, Line>;
  day: string;
  key: string;
}

export interface ReadingEntry {
  submission: Submission;
  /** The day of the readings: today, unless somebody says that they read the counters before. */
  day: Readonly<Ref<string>>;
  dateOn: (day: string) => void;
  /** What the last sending has brought; null before. */
  counts: Ref<Report['counts'] | null>;
  isRestored: Ref<boolean>;
  filled: ComputedRef<number>;
  lineOf: (asset: string) => Line | undefined;
  stateOf: (asset: string) => LineState;
  verdictOf: (asset: string) => Verdict | undefined;
  remarksOf: (asset: string) => Remark[];
  type: (asset: string, code: string, text: string) => void;
  replace: (asset: string, code: string, isReplaced: boolean) => void;
  confirm: (asset: string, isConfirmed: boolean) => void;
  /** Asks the portal about a line that was just left. */
  look: (asset: string) => Promise<void>;
  correct: (asset: string) => void;
  erase: () => void;
}

/** The readings that somebody enters: what they type, what the portal says to it, and how it is sent. Kept as a draft until then. */
export function useReadingEntry(shown: () => readonly Meter[], draftName = 'meter-readings'): ReadingEntry {
  const queries = useQueryClient();
  const lines = reactive<Record<string, Line>>({});
  // Stored by now, with what was typed for a correction.
  const stored = reactive<Record<string, Line>>({});
  const verdicts = reactive<Record<string, Verdict>>({});
  const day = ref(dayOf());
  const key = ref(newKey());
  const counts = ref<Report['counts'] | null>(null);
  // Of all lists that were shown here: what was typed before a filter was changed is sent as well.
  const known = reactive(new Map<string, Meter>());
  watch(shown, (meters) => meters.forEach((meter) => known.set(meter.asset.id, meter)), { immediate: true });

  const { isRestored } = useDraft<Draft>(draftName, copy, (draft) => {
    Object.assign(lines, draft.lines);
    key.value = draft.key;
    if (filled.value > 0) day.value = draft.day;
  });
  const filled = computed(() => Object.values(lines).filter((line) => typedOf(line).length > 0).length);
  const assetsAt = (state: LineState) =>
    [...known.keys()].filter((asset) => lines[asset] && stateHere(asset) === state);

  const submission = useSubmission({
    key,
    check,
    send: (idempotency) =>
      bodyOf(
        api.POST('/meter-readings', {
          params: { header: command(idempotency) },
          body: { readings: toSend().map(([asset, line]) => readingOf(asset, line)) },
        }),
      ),
    done: accept,
  });

  function toSend(): [string, Line][] {
    const ready = assetsAt('ready').slice(0, mostAtOnce);
    return ready.flatMap((asset): [string, Line][] => (lines[asset] ? [[asset, lines[asset]]] : []));
  }

  function check(): FieldErrors {
    counts.value = null;
    if (toSend().length > 0) return {};
    return { readings: [filled.value > 0 ? texts.onlyWrong : texts.nothing] };
  }

  async function accept(report: Report): Promise<void> {
    for (const { asset, outcome, remarks } of report.lines) {
      const line = lines[asset];
      if (!line) continue;
      verdicts[asset] = { outcome, remarks, isSent: true };
      if (outcome !== 'Accepted' && outcome !== 'Unchanged') continue;
      stored[asset] = line;
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record of this module
      delete lines[asset];
    }
    counts.value = report.counts;
    // Not at once: the lines stay where they are while somebody looks at them.
    await queries.invalidateQueries({ queryKey: ['meters'], refetchType: 'none' });
    await queries.invalidateQueries({ queryKey: ['meter-readings'] });
    await nextTick();
  }

  function stateHere(asset: string): LineState {
    return stateOf(known.get(asset), lines[asset], verdicts[asset]);
  }

  /** The line to write into; whatever was said to it before is about something else from now on. */
  function touch(asset: string): Line {
    lines[asset] ??= { values: {}, replaced: [], isConfirmed: false, at: instant() };
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record of this module
    delete verdicts[asset];
    lines[asset].isConfirmed = false;
    return lines[asset];
  }

  function instant(): string {
    return day.value === dayOf() ? new Date().toISOString() : noonOf(day.value);
  }

  function dateOn(chosen: string): void {
    day.value = chosen === '' ? dayOf() : chosen;
    for (const [asset, line] of Object.entries(lines)) if (!stored[asset]) line.at = instant();
  }

  async function look(asset: string): Promise<void> {
    const line = lines[asset];
    if (!line || stateHere(asset) !== 'ready' || line.isConfirmed) return;
    const asked = JSON.stringify(line);
    // Without an answer, the portal says it when the line is sent.
    const verdict = await preview(asset, line).catch(() => null);
    const isCurrent = JSON.stringify(lines[asset]) === asked && !submission.isSending.value;
    if (verdict && isCurrent) verdicts[asset] = verdict;
  }

  function copy(): Draft {
    return { lines: JSON.parse(JSON.stringify(lines)) as Draft['lines'], day: day.value, key: key.value };
  }

  return {
    submission,
    day,
    dateOn,
    counts,
    isRestored: computed(() => isRestored.value && filled.value > 0),
    filled,
    lineOf: (asset) => lines[asset] ?? stored[asset],
    stateOf: stateHere,
    verdictOf: (asset) => verdicts[asset],
    remarksOf: (asset) => {
      const [meter, line] = [known.get(asset), lines[asset]];
      return [...(meter && line ? remarksOf(meter, line) : []), ...(verdicts[asset]?.remarks ?? [])];
    },
    type: (asset, code, text) => (touch(asset).values[code] = text),
    replace: (asset, code, isReplaced) => {
      const line = touch(asset);
      line.replaced = line.replaced.filter((one) => one !== code).concat(isReplaced ? [code] : []);
    },
    confirm: (asset, isConfirmed) => {
      if (lines[asset]) lines[asset].isConfirmed = isConfirmed;
    },
    look,
    correct: (asset) => {
      const line = stored[asset];
      if (line) touch(asset);
      if (line) lines[asset] = { ...line, isConfirmed: false };
    },
    erase: () => {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record of this module
      for (const asset of Object.keys(lines)) delete lines[asset];
      isRestored.value = false;
      key.value = newKey();
    },
  };
}
