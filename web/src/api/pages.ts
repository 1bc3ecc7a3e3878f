import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, reactive, type Ref } from 'vue';

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** A list of the API, page after page. */
export interface Pages<Item, First = Page<Item>> {
  items: Item[];
  /** Some lists say more on their first page. */
  first: First | null;
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
export function usePages<Item, First = Page<Item>>(
  key: unknown[],
  read: (cursor?: string) => Promise<First & Page<Item>>,
  enabled?: Ref<boolean>,
): Pages<Item, First> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: First & Page<Item>) => page.nextCursor ?? undefined,
    enabled: enabled ?? true,
  });
  return reactive({
    items: computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []),
    first: computed(() => query.data.value?.pages[0] ?? null),
    isPending: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    reload: () => void query.refetch(),
  });
}
