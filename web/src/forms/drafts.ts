import { clear, createStore, del, get, set } from 'idb-keyval';
import { session } from '@/api/session';

// In the browser's own database, since drafts hold files.
const store = createStore('dfm-drafts', 'drafts');

/** A draft of the signed-in person; null when there is none, or when the browser keeps nothing. */
export async function readDraft<T>(name: string): Promise<T | null> {
  return (await get<T>(keyOf(name), store).catch(() => undefined)) ?? null;
}

/** Keeps a draft; without one, as far as this window lives. */
export async function keepDraft(name: string, draft: unknown): Promise<void> {
  await set(keyOf(name), draft, store).catch(() => undefined);
}

export async function dropDraft(name: string): Promise<void> {
  await del(keyOf(name), store).catch(() => undefined);
}

/** On signing out: the next person at this computer finds nothing. */
export async function clearDrafts(): Promise<void> {
  await clear(store).catch(() => undefined);
}

function keyOf(name: string): string {
  return `${session.user?.email ?? ''}|${name}`;
}
