import { inject, provide, reactive, ref, type InjectionKey, type Ref } from 'vue';
import type { Removed } from './cart';

/** The changes that are made in the cart itself: one after the other, so that none is based on an older cart. */
export interface CartEdits {
  isSaving: Ref<boolean>;
  /** The assets whose numbers cannot be saved as they are. */
  refused: Set<string>;
  /** What was taken out last: its own part of the page may be gone with it. */
  removed: Ref<Removed | null>;
  /** Another window has changed the cart under this one's hands. */
  isChangedElsewhere: Ref<boolean>;
  /** Runs a change after those before it. */
  run: (change: () => Promise<void>) => Promise<void>;
  /** Once all have come to an end. */
  settled: () => Promise<void>;
}

const key: InjectionKey<CartEdits> = Symbol('cart-edits');

export function provideCartEdits(): CartEdits {
  const isSaving = ref(false);
  let last = Promise.resolve();

  function run(change: () => Promise<void>): Promise<void> {
    isSaving.value = true;
    const mine = last.then(change);
    const ended: Promise<void> = mine
      .catch(() => undefined)
      .then(() => {
        if (last === ended) isSaving.value = false;
      });
    last = ended;
    return mine;
  }

  const edits = {
    isChangedElsewhere: ref(false),
    isSaving,
    refused: reactive(new Set<string>()),
    removed: ref<Removed | null>(null),
    run,
    settled: () => last,
  };
  provide(key, edits);
  return edits;
}

export function useCartEdits(): CartEdits {
  const edits = inject(key);
  if (!edits) throw new Error('Outside a cart.');
  return edits;
}
