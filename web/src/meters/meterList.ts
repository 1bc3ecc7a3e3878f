import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, watchEffect, type ComputedRef, type Ref } from 'vue';
import { api, bodyOf } from '@/api/client';
import { byUrgency, type Meter } from './lines';

/** What a person still looks through; a longer list is a file's matter. */
export const mostMeters = 500;

export interface MeterList {
  meters: ComputedRef<Meter[]>;
  isPending: ComputedRef<boolean>;
  error: Ref<Error | null>;
  hasMore: ComputedRef<boolean>;
  reload: () => void;
}

/** The meters that somebody may read, what is due first at the top: for that, all of them have to be there. */
export function useMeters(filters: ComputedRef<{ search?: string; site?: string }>): MeterList {
  const pages = useInfiniteQuery({
    queryKey: ['meters', filters],
    queryFn: ({ pageParam }) =>
      bodyOf(
        api.GET('/meters', {
          params: { query: { ...filters.value, limit: 100, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    // The lines stay where they are while somebody fills them in.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const all = computed(() => pages.data.value?.pages.flatMap((page) => page.items) ?? []);
  const isPartial = computed(() => pages.hasNextPage.value && all.value.length < mostMeters);

  watchEffect(() => {
    if (isPartial.value && !pages.isFetching.value && !pages.error.value) void pages.fetchNextPage();
  });

  return {
    meters: computed(() => byUrgency(all.value)),
    isPending: computed(() => pages.isPending.value || (isPartial.value && !pages.error.value)),
    error: pages.error,
    hasMore: computed(() => pages.hasNextPage.value),
    reload: () => void pages.refetch(),
  };
}
