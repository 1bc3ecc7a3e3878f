import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, reactive, type Ref } from 'vue';

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** A list of the API, page after page. */
export interface Pages<Item> {
  items: Item[];
  isPending: boolean;
  error: Error | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  more: () => void;
  reload: () => void;
}

/**
 * Reads a list by its cursors.
 * @param key What distinguishes it in the cache; its refs are watched.
 * @param read Reads the page behind a cursor, the first without.
 */
export function usePages<Item>(
  key: unknown[],
  read: (cursor?: string) => Promise<Page<Item>>,
  enabled?: Ref<boolean>,
): Pages<Item> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Item>) => page.nextCursor ?? undefined,
    enabled: enabled ?? true,
  });
  return reactive({
    items: computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []),
    isPending: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    reload: () => void query.refetch(),
  });
}
