import { QueryClient } from '@tanstack/vue-query';

/** Server state. Sending again is the matter of `api/exchange.ts`, not of the cache. */
export const queries = new QueryClient({
  defaultOptions: {
    // Others change what is shown: a screen that is opened reads anew, and shows what it knows meanwhile.
    queries: { retry: false, staleTime: 1000 },
    mutations: { retry: false },
  },
});
