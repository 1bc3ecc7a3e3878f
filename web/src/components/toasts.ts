import { reactive, readonly } from 'vue';

export interface Toast {
  id: number;
  text: string;
  /** Where to look at what it tells. */
  link?: { to: string; text: string };
}

// Milliseconds: long enough for slow readers, whom WCAG gives ten times what others need.
const shownFor = 20_000;

// Older news gives way.
const most = 3;

const list = reactive<Toast[]>([]);
let last = 0;

/** What is shown now. */
export const toasts = readonly(list);

/** Tells that something has happened, without asking for anything. */
export function toast(text: string, link?: Toast['link']): void {
  const id = ++last;
  if (list.length === most) list.shift();
  list.push(link ? { id, text, link } : { id, text });
  setTimeout(() => dismissToast(id), shownFor);
}

export function dismissToast(id: number): void {
  const index = list.findIndex((one) => one.id === id);
  if (index >= 0) list.splice(index, 1);
}
