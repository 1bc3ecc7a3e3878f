import { clear, createStore, del, get, set } from 'idb-keyval';
import { nextTick, onScopeDispose, ref, watch, type Ref } from 'vue';
import { session } from '@/api/session';

// In the browser's own database, since drafts hold files.
const store = createStore('dfm-drafts', 'drafts');

// Milliseconds after the last letter.
const pause = 300;

export interface Draft {
  /** Something was kept and is in the form again. */
  isRestored: Ref<boolean>;
  /** Once it was sent, or is no longer wanted. */
  drop: () => Promise<void>;
}

/**
 * Keeps what is filled into a form until it is sent: over a reload, a crash, an expired session.
 * @param name Of this form, for this thing.
 * @param read What is filled in now, with everything that is to come back; it is watched.
 * @param restore Fills it in again.
 */
export function useDraft<T>(name: string, read: () => T, restore: (draft: T) => void): Draft {
  const isRestored = ref(false);
  let timer = 0;

  void readDraft<T>(name).then((draft) => {
    if (draft === null) return;
    restore(draft);
    isRestored.value = true;
  });

  function keep(): void {
    timer = 0;
    if (session.user) void keepDraft(name, read());
  }

  watch(read, () => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, pause);
  });
  // The last letters, when the page is left before the pause is over.
  onScopeDispose(() => {
    if (timer === 0) return;
    clearTimeout(timer);
    keep();
  });

  async function drop(): Promise<void> {
    // What emptied the form is no draft.
    await nextTick();
    clearTimeout(timer);
    timer = 0;
    isRestored.value = false;
    await dropDraft(name);
  }

  return { isRestored, drop };
}

/** A draft of the signed-in person; null when there is none, or when the browser keeps nothing. */
async function readDraft<T>(name: string): Promise<T | null> {
  return (await get<T>(keyOf(name), store).catch(() => undefined)) ?? null;
}

/** Keeps a draft; without one, as far as this window lives. */
async function keepDraft(name: string, draft: unknown): Promise<void> {
  await set(keyOf(name), draft, store).catch(() => undefined);
}

async function dropDraft(name: string): Promise<void> {
  await del(keyOf(name), store).catch(() => undefined);
}

/** On signing out: the next person at this computer finds nothing. */
export async function clearDrafts(): Promise<void> {
  await clear(store).catch(() => undefined);
}

function keyOf(name: string): string {
  return `${session.user?.email ?? ''}|${name}`;
}
