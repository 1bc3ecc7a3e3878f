import { nextTick } from 'vue';

// Where the focus stood when a screen was opened whose title has not come yet; undefined while none is.
let left: Element | null | undefined;

/** A screen was opened: the focus goes to its title, now or as soon as it comes. Screen readers hear it; the keyboard goes on from there. */
export async function arrive(): Promise<void> {
  await nextTick();
  const title = document.querySelector<HTMLElement>('main h1');
  left = title ? undefined : document.activeElement;
  title?.focus({ preventScroll: true });
}

/** A screen's title has come. Whoever has gone elsewhere meanwhile stays there. */
export function titleCame(title: HTMLElement): void {
  if (left === undefined) return;
  const hasStayed = document.activeElement === left || document.activeElement === document.body;
  left = undefined;
  if (hasStayed) title.focus({ preventScroll: true });
}
