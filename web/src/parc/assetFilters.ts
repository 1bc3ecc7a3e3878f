import { computed, ref, watch, type Ref, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Api } from '@/api/client';

export interface AssetFilters {
  search?: string;
  site?: string;
  kind?: Api['AssetKind'];
}

// Milliseconds between two letters of somebody who still types.
const pause = 200;

/** The filters of PARC, which stand in its address: a link, a reload and the back button bring them back. */
export function useAssetFilters(): {
  filters: Ref<AssetFilters>;
  typed: Ref<string>;
  site: WritableComputedRef<string>;
  kind: WritableComputedRef<string>;
  clear: () => void;
} {
  const route = useRoute();
  const router = useRouter();

  function text(name: string): string {
    const value = route.query[name];
    return typeof value === 'string' ? value : '';
  }

  function put(name: string, value: string): void {
    void router.replace({ query: { ...route.query, [name]: value || undefined } });
  }

  const filters = computed<AssetFilters>(() => ({
    ...(text('search') && { search: text('search') }),
    ...(text('site') && { site: text('site') }),
    ...(text('kind') && { kind: text('kind') as Api['AssetKind'] }),
  }));

  const typed = ref(text('search'));
  let timer = 0;
  watch(typed, (value) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => put('search', value.trim()), pause);
  });
  watch(
    () => text('search'),
    (value) => {
      if (value !== typed.value.trim()) typed.value = value;
    },
  );

  return {
    filters,
    typed,
    site: computed({ get: () => text('site'), set: (value) => put('site', value) }),
    kind: computed({ get: () => text('kind'), set: (value) => put('kind', value) }),
    clear: () => void router.replace({ query: {} }),
  };
}
