import { useQueryClient } from '@tanstack/vue-query';
import type { Versioned } from './client';

/**
 * What follows from a command: the page of what it changed shows it, and lists read themselves again. After a refusal all is read anew, so
 * that the page shows why.
 * @param key The cache's key of what is changed, below that of its lists.
 * @param also Keys of what changes with it.
 */
export function useChange<T>(
  key: readonly [list: string, number: string],
  ...also: string[]
): (command: () => Promise<Versioned<T>>) => Promise<Versioned<T>> {
  const queries = useQueryClient();
  return async (command) => {
    try {
      const changed = await command();
      queries.setQueryData(key, changed);
      return changed;
    } finally {
      for (const one of [key[0], ...also]) void queries.invalidateQueries({ queryKey: [one] });
    }
  };
}
