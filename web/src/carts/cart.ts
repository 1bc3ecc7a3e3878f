import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import { api, bodyOf, type Api } from '@/api/client';

/** The cart's place in the cache, for those that change it. */
export const cartKey = ['cart'];

/** MON PANIER. */
export function useCart(): UseQueryReturnType<Api['Cart'], Error> {
  return useQuery({ queryKey: cartKey, queryFn: () => bodyOf(api.GET('/cart')) });
}
