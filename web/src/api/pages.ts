import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, reactive, type Ref } from 'vue';

interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

// So many pages of a hundred are read for one answer; what is beyond them is for the list itself.
const mostPages = 10;

/**
 * Reads a list to its end, where an answer needs all of it.
 * @param read Reads the page behind a cursor, the first without.
 */
export async function gather<Item>(read: (cursor?: string) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { items: more, nextCursor } = await read(cursor);
    items.push(...more);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return items;
}

/**
 * The newest of a list that stand in some states: from its first page, or, where they may stand behind many others, by each state.
 * @param most So many at most.
 * @param read Reads the newest of a state, or of all.
 */
export async function newestIn<Item extends { number: string; state: string }>(
  states: readonly Item['state'][],
  most: number,
  read: (query: { state?: Item['state']; limit: number }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const { items, nextCursor } = await read({ limit: 50 });
  const found = items.filter(({ state }) => states.includes(state));
  if (nextCursor === null || found.length >= most) return found.slice(0, most);
  const pages = await Promise.all(states.map((state) => read({ state, limit: most })));
  return pages
    .flatMap((page) => page.items)
    .sort((one, other) => Number(other.number) - Number(one.number))
    .slice(0, most);
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
