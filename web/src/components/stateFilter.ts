import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** The state that a list is filtered by, kept in the address (`?state=`); empty for all. */
export function useStateInAddress<State extends string>(
  labels: Readonly<Record<State, string>>,
): WritableComputedRef<State | ''> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => {
      const asked = route.query.state;
      return typeof asked === 'string' && asked in labels ? (asked as State) : '';
    },
    set: (state) => void router.replace({ query: state ? { state } : {} }),
  });
}
