import { useQuery } from '@tanstack/vue-query';
import type { Ref } from 'vue';
import { api, bodyOf, type Api } from '@/api/client';

// Of each kind, as many as are taken in at a glance.
const shown = 5;

// Written out, since the library's own type tells several kinds of queries apart that are one here.
export interface Attention<Item> {
  data: Ref<Item[] | undefined>;
  error: Ref<Error | null>;
  refetch: () => unknown;
}

/** The open DITs, newest first. */
export function useOpenDits(): Attention<Api['DitSummary']> {
  return useQuery({
    queryKey: ['dits', 'attention'],
    queryFn: async () => {
      const { items } = await bodyOf(api.GET('/dits', { params: { query: { limit: 50 } } }));
      return items.filter(({ state }) => state !== 'Closed' && state !== 'Cancelled').slice(0, shown);
    },
  });
}

/** The meters to be read now, those that are late first. */
export function useDueMeters(): Attention<Api['Meter']> {
  return useQuery({
    queryKey: ['meters', 'attention'],
    queryFn: async () => {
      const { items } = await bodyOf(api.GET('/meters', { params: { query: { limit: 100 } } }));
      return items
        .filter(({ due }) => due && (due.isOpen || due.isLate))
        .sort((one, other) => (one.due?.on ?? '').localeCompare(other.due?.on ?? ''))
        .slice(0, shown);
    },
  });
}

/** The orders on their way, newest first. */
export function useOrdersOnTheWay(): Attention<Api['OrderSummary']> {
  return useQuery({
    queryKey: ['orders', 'attention'],
    queryFn: async () => {
      const { items } = await bodyOf(api.GET('/orders', { params: { query: { limit: 50 } } }));
      return items.filter(({ state }) => state !== 'FullyDelivered' && state !== 'Cancelled').slice(0, shown);
    },
  });
}

/** The carts that wait for a Superviseur, oldest first: they expire. */
export function usePendingApprovals(): Attention<Api['ApprovalSummary']> {
  return useQuery({
    queryKey: ['approvals', 'attention'],
    queryFn: async () => {
      const { items } = await bodyOf(api.GET('/approvals', { params: { query: { state: 'Pending', limit: 50 } } }));
      return items.reverse().slice(0, shown);
    },
  });
}

/** The newest invoices. */
export function useNewInvoices(): Attention<Api['Invoice']> {
  return useQuery({
    queryKey: ['invoices', 'attention'],
    queryFn: async () => (await bodyOf(api.GET('/invoices', { params: { query: { limit: shown } } }))).items,
  });
}
