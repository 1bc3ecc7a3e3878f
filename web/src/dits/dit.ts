import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import { useChange } from '@/api/changes';
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

/** What follows from a command on a DIT. */
export function useDitChange(number: string): ReturnType<typeof useChange<Dit>> {
  return useChange<Dit>(['dits', number], 'assets');
}
