import { QueryClient } from '@tanstack/vue-query';

/** Server state. Sending again is the matter of `api/exchange.ts`, not of the cache. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 15_000 },
    mutations: { retry: false },
  },
});
