import { ref, watch, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import { api, bodyOf, command, type Api } from '@/api/client';
import { ApiProblem } from '@/api/problems';
import { useSubmission, type Submission } from '@/forms/submission';
import { queries } from '@/layout/queries';
import { carts } from '@/texts/carts';
import { cartWasSent, reloadCart, shownCart } from './cart';
import type { CartEdits } from './edits';

interface Checkout {
  submission: Submission;
  /** What has changed in the cart since it was shown. */
  differences: Ref<string[]>;
}

/** « Valider le panier »: the cart that the person sees becomes orders, or a refusal tells how it has changed. */
export function useCheckout(edits: CartEdits): Checkout {
  const router = useRouter();
  const differences = ref<string[]>([]);
  const submission = useSubmission({ send, done });

  watch(
    () => edits.refused.size,
    (refused) => {
      if (refused === 0) submission.message.value = '';
    },
  );

  async function send(key: string): Promise<Api['CheckedOut']> {
    differences.value = [];
    edits.isChangedElsewhere.value = false;
    await edits.settled();
    if (edits.refused.size > 0) throw new ApiProblem(400, carts.uncertain);
    try {
      const { version } = shownCart();
      return await bodyOf(api.POST('/cart/checkout', { params: { header: command(key) }, body: { version } }));
    } catch (failure) {
      if (failure instanceof ApiProblem && failure.status === 409) {
        differences.value = Object.values(failure.fields).flat();
        await reloadCart();
      }
      throw failure;
    }
  }

  async function done(sent: Api['CheckedOut']): Promise<void> {
    void queries.invalidateQueries({ queryKey: ['orders'] });
    void queries.invalidateQueries({ queryKey: ['approvals'] });
    // In place of the cart: going back leads to what was before it.
    await router.replace({ path: '/cart/sent', state: { sent: JSON.stringify(sent) } });
    await cartWasSent();
  }

  return { submission, differences };
}
