import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue';
import { ApiProblem, isKeyUsed, messageOf } from '@/api/problems';
import { common } from '@/texts/common';

/** Messages by the field's name in the API. */
export type FieldErrors = Record<string, string[]>;

export interface Submission {
  readonly isSending: Ref<boolean>;
  readonly errors: Ref<FieldErrors>;
  /** What went wrong as a whole; empty when nothing did. */
  readonly message: Ref<string>;
  /** Counts refusals, so that the form can show each. */
  readonly refusals: Ref<number>;
  readonly submit: () => Promise<void>;
  /** A field was changed: what was wrong with it is no longer said. */
  readonly forget: (name: string) => void;
}

export interface SubmissionOptions<Result> {
  /** What can be told without asking the portal; empty to send. */
  check?: () => FieldErrors;
  /** Sends the form under its idempotency key. */
  send: (key: string) => Promise<Result>;
  /** What follows, with the form still busy. */
  done: (result: Result) => unknown;
  /** Where the key is kept beyond this page; else in memory. */
  key?: Ref<string>;
}

/**
 * One filling-in of a form. Its idempotency key stays until the portal has taken it: a double click, a lost answer or a reload then sends
 * nothing twice.
 */
export function useSubmission<Result>({
  check,
  send,
  done,
  key = ref(newKey()),
}: SubmissionOptions<Result>): Submission {
  const isSending = ref(false);
  const errors = shallowRef<FieldErrors>({});
  const message = ref('');
  const refusals = ref(0);

  async function submit(): Promise<void> {
    if (isSending.value) return;
    isSending.value = true;
    message.value = '';
    errors.value = check?.() ?? {};
    try {
      if (Object.keys(errors.value).length > 0) return refuse(common.checkFields);
      const result = await send(key.value);
      key.value = newKey();
      await done(result);
    } catch (failure) {
      if (isKeyUsed(failure)) key.value = newKey();
      if (failure instanceof ApiProblem) errors.value = { ...failure.fields };
      refuse(messageOf(failure));
    } finally {
      isSending.value = false;
    }
  }

  function refuse(why: string): void {
    message.value = why;
    refusals.value++;
  }

  function forget(name: string): void {
    if (!(name in errors.value)) return;
    errors.value = Object.fromEntries(Object.entries(errors.value).filter(([field]) => field !== name));
  }

  return { isSending, errors, message, refusals, submit, forget };
}

/** The messages for empty fields, by name. */
export function requireFields(fields: Record<string, string>): FieldErrors {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value.trim() === '')
      .map(([name]) => [name, [common.required]]),
  );
}

/** A random key; also where the browser has no `randomUUID`, which it hides from plain HTTP. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Messages of fields that the form does not show, for its summary. */
export function otherErrors(submission: Submission, shown: ReadonlySet<string>): ComputedRef<string[]> {
  return computed(() =>
    Object.entries(submission.errors.value)
      .filter(([name]) => !shown.has(name))
      .flatMap(([, messages]) => messages),
  );
}
