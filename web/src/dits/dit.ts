import { useQuery, useQueryClient, type UseQueryReturnType } from '@tanstack/vue-query';
import { api, versionedOf, type Api, type Versioned } from '@/api/client';

export type Dit = Api['Dit'];

/** A DIT with its version. Others move it along, so it is read again now and then. */
export function useDit(number: () => string): UseQueryReturnType<Versioned<Dit>, Error> {
  return useQuery({
    queryKey: ['dits', number],
    queryFn: () => versionedOf(api.GET('/dits/{number}', { params: { path: { number: number() } } })),
    refetchInterval: 60_000,
  });
}

/** What follows from a command on a DIT: its page shows it, lists read themselves again. After a refusal, the page shows why. */
export function useDitChange(number: string): <T extends Versioned<Dit>>(command: () => Promise<T>) => Promise<T> {
  const queries = useQueryClient();
  return async (command) => {
    try {
      const changed = await command();
      queries.setQueryData(['dits', number], changed);
      return changed;
    } finally {
      void queries.invalidateQueries({ queryKey: ['dits'] });
      void queries.invalidateQueries({ queryKey: ['assets'] });
    }
  };
}
