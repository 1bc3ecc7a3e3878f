import { computed, type WritableComputedRef } from 'vue';
import { useAddressFilters } from './addressFilters';

/** The state that a list is filtered by, kept in the address (`?state=`); empty for all. */
export function useStateInAddress<State extends string>(
  labels: Readonly<Record<State, string>>,
): WritableComputedRef<State | ''> {
  const inAddress = useAddressFilters().filter('state');
  return computed({
    get: () => (inAddress.value in labels ? (inAddress.value as State) : ''),
    set: (state) => (inAddress.value = state),
  });
}
