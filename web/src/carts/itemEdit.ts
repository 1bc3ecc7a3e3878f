import { useQuery } from '@tanstack/vue-query';
import { onBeforeUnmount, reactive, watch } from 'vue';
import { api, bodyOf } from '@/api/client';
import { messageOf } from '@/api/problems';
import { useSubmission, type Submission } from '@/forms/submission';
import { carts } from '@/texts/carts';
import {
  contentOf,
  formOf,
  isOvertaken,
  itemOf,
  putItem,
  removeItem,
  shownCart,
  type Cart,
  type CartItem,
} from './cart';
import { useCartEdits } from './edits';
import { byReference, checkWanted, linesOf, referencesIn, wantedOf, type Bounds, type WantedLines } from './wanted';

interface ItemEdit {
  wanted: WantedLines;
  boundsOf: (reference: string) => Bounds;
  submission: Submission;
  /** Once a number stands. */
  save: () => Promise<void>;
  remove: () => Promise<void>;
}

const anyBounds = { minimum: 1, maximum: 9999, pack: 1 };

/** Changes the numbers of an asset's part of the cart. A reference with nothing wanted leaves it, and the part with its last one. */
export function useItemEdit(item: () => CartItem): ItemEdit {
  const edits = useCartEdits();
  const { id, designation } = item().asset;
  const wanted = reactive<WantedLines>({});
  let seen = item();
  let waiting = 0;
  fill(seen);

  const fitting = useQuery({
    queryKey: ['assets', id, 'consumables'],
    queryFn: () => bodyOf(api.GET('/assets/{id}/consumables', { params: { path: { id } } })),
  });
  const submission = useSubmission({ check: () => checkWanted(wanted, boundsOf), send, done });

  // What somebody else has changed; the echo of what was typed here leaves the fields alone.
  watch(item, (now) => {
    if (waiting === 0 && !edits.refused.has(id) && contentOf(now) !== contentOf(seen)) fill(now);
  });
  onBeforeUnmount(() => edits.refused.delete(id));

  function fill(now: CartItem): void {
    seen = now;
    for (const reference of Object.keys(wanted)) Reflect.deleteProperty(wanted, reference);
    Object.assign(wanted, wantedOf(orderable(now), now));
  }

  function boundsOf(reference: string): Bounds {
    return fitting.data.value?.items.find((one) => one.reference === reference)?.quantities ?? anyBounds;
  }

  async function send(): Promise<Cart> {
    const references = referencesIn(wanted);
    try {
      return await putItem(id, seen, { ...formOf(seen), lines: linesOf(wanted) });
    } catch (failure) {
      if (!isOvertaken(failure)) throw byReference(failure, references);
      edits.isChangedElsewhere.value = true;
      const now = itemOf(shownCart(), id);
      if (now) fill(now);
      return shownCart();
    }
  }

  function done(cart: Cart): void {
    const [before, now] = [seen, itemOf(cart, id)];
    const gone = before.lines.find((line) => !now?.lines.some((one) => one.reference === line.reference));
    if (gone) tellRemoved(now ? gone.designation : designation, before);
    if (now) seen = now;
  }

  function tellRemoved(what: string, before: CartItem): void {
    edits.removed.value = { asset: id, text: carts.removed(what), form: formOf(before) };
  }

  async function save(): Promise<void> {
    waiting++;
    edits.isChangedElsewhere.value = false;
    await edits.run(async () => {
      await submission.submit();
      if (submission.message.value) edits.refused.add(id);
      else edits.refused.delete(id);
    });
    waiting--;
  }

  function remove(): Promise<void> {
    const before = item();
    return edits.run(async () => {
      try {
        await removeItem(id);
        tellRemoved(designation, before);
      } catch (failure) {
        submission.message.value = messageOf(failure);
      }
    });
  }

  return { wanted, boundsOf, submission, save, remove };
}

/** What is no longer in the catalogue cannot be entered again. */
function orderable({ lines, warnings }: CartItem): string[] {
  const withdrawn = warnings.filter((one) => one.code === 'withdrawn').map((one) => one.reference);
  return lines.map((line) => line.reference).filter((reference) => !withdrawn.includes(reference));
}
