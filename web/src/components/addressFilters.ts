import { computed, onScopeDispose, ref, watch, type Ref, type WritableComputedRef } from 'vue';
import { onBeforeRouteLeave, useRoute, useRouter } from 'vue-router';

// Milliseconds between two letters of somebody who still types.
const pause = 250;

/** Filters of a list, which stand in its address: a link, a reload and the back button bring them back. */
export function useAddressFilters(): {
  /** A filter by its name; empty where it is not set. */
  filter: (name: string) => WritableComputedRef<string>;
  /** One that is typed: the address follows a moment after the last letter. */
  typed: (name: string) => Ref<string>;
  clear: () => void;
} {
  const route = useRoute();
  const router = useRouter();

  function filter(name: string): WritableComputedRef<string> {
    return computed({
      get: () => {
        const value = route.query[name];
        return typeof value === 'string' ? value : '';
      },
      set: (value) => void router.replace({ query: { ...route.query, [name]: value || undefined } }),
    });
  }

  function typed(name: string): Ref<string> {
    const inAddress = filter(name);
    const text = ref(inAddress.value);
    let timer = 0;
    watch(text, (value) => {
      clearTimeout(timer);
      timer = window.setTimeout(() => (inAddress.value = value.trim()), pause);
    });
    watch(inAddress, (value) => {
      if (value !== text.value.trim()) text.value = value;
    });
    // Another page's address is none of this one's: neither once it is shown, nor while it is on its way.
    onBeforeRouteLeave(() => clearTimeout(timer));
    onScopeDispose(() => clearTimeout(timer));
    return text;
  }

  return { filter, typed, clear: () => void router.replace({ query: {} }) };
}

/** The filters that are set, by name, for the query of a request. */
export function setOnly<T extends Record<string, string>>(filters: T): Partial<T> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')) as Partial<T>;
}
