import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import { api, versionedOf, type Api, type Versioned } from '@/api/client';

export type Order = Api['Order'];

/** An order with its version. Others move it along, so it is read again now and then. */
export function useOrder(number: () => string): UseQueryReturnType<Versioned<Order>, Error> {
  return useQuery({
    queryKey: ['orders', number],
    queryFn: () => versionedOf(api.GET('/orders/{number}', { params: { path: { number: number() } } })),
    refetchInterval: 60_000,
  });
}
