import { useQuery } from '@tanstack/vue-query';
import { onBeforeUnmount, reactive, watch } from 'vue';
import { api, bodyOf } from '@/api/client';
import { messageOf } from '@/api/problems';
import { useSubmission, type Submission } from '@/forms/submission';
import { carts } from '@/texts/carts';
import { formOf, itemOf, putItem, removeItem, type Cart, type CartItem, type Removed } from './cart';
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
export function useItemEdit(item: () => CartItem, removed: (what: Removed) => void): ItemEdit {
  const edits = useCartEdits();
  const { id, designation } = item().asset;
  const wanted = reactive<WantedLines>({});
  let seen = item();
  let isTouched = false;
  fill(seen);

  const fitting = useQuery({
    queryKey: ['assets', id, 'consumables'],
    queryFn: () => bodyOf(api.GET('/assets/{id}/consumables', { params: { path: { id } } })),
  });
  const submission = useSubmission({ check: () => checkWanted(wanted, boundsOf), send, done });

  // Somebody else's change, or this one's echo.
  watch(item, (now) => {
    if (!isTouched) fill(now);
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

  function send(): Promise<Cart> {
    const references = referencesIn(wanted);
    const { comment, customerReference } = formOf(seen);
    const form = {
      lines: linesOf(wanted),
      ...(comment && { comment }),
      ...(customerReference && { customerReference }),
    };
    return putItem(id, seen, form).catch((failure: unknown) => {
      throw byReference(failure, references);
    });
  }

  function done(cart: Cart): void {
    const [before, now] = [seen, itemOf(cart, id)];
    const gone = before.lines.find((line) => !now?.lines.some((one) => one.reference === line.reference));
    if (gone) removed({ asset: id, text: carts.removed(now ? gone.designation : designation), form: formOf(before) });
    if (now) seen = now;
  }

  async function save(): Promise<void> {
    isTouched = true;
    await edits.run(async () => {
      await submission.submit();
      if (submission.message.value) edits.refused.add(id);
      else edits.refused.delete(id);
      isTouched = edits.refused.has(id);
    });
  }

  function remove(): Promise<void> {
    const form = formOf(item());
    return edits.run(async () => {
      try {
        await removeItem(id);
        removed({ asset: id, text: carts.removed(designation), form });
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
