import { useQuery } from '@tanstack/vue-query';
import type { Ref } from 'vue';
import { api, bodyOf, type Api } from '@/api/client';
import { gather, newestIn } from '@/api/pages';

// Of each kind, as many as are taken in at a glance.
const shown = 5;

const openDits = ['AwaitingPlanning', 'Planned', 'InProgress', 'WorkDone', 'WorkNotFinished'] as const;
const ordersOnTheWay = ['ExternalEntry', 'FullyDeliverable', 'PartlyDeliverable', 'PartlyDelivered'] as const;

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
    queryFn: () =>
      newestIn<Api['DitSummary']>(openDits, shown, (query) => bodyOf(api.GET('/dits', { params: { query } }))),
  });
}

/** The meters to be read now, those that are late first: for that, all of them are read. */
export function useDueMeters(): Attention<Api['Meter']> {
  return useQuery({
    queryKey: ['meters', 'attention'],
    queryFn: async () => {
      const items = await gather((cursor) => bodyOf(api.GET('/meters', { params: { query: pageAt(cursor) } })));
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
    queryFn: () =>
      newestIn<Api['OrderSummary']>(ordersOnTheWay, shown, (query) =>
        bodyOf(api.GET('/orders', { params: { query } })),
      ),
  });
}

/** The carts that wait for a Superviseur, oldest first: they expire. */
export function usePendingApprovals(): Attention<Api['ApprovalSummary']> {
  return useQuery({
    queryKey: ['approvals', 'attention'],
    queryFn: async () => {
      const items = await gather((cursor) =>
        bodyOf(api.GET('/approvals', { params: { query: { state: 'Pending', ...pageAt(cursor) } } })),
      );
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

function pageAt(cursor?: string): { limit: number; cursor?: string } {
  return cursor ? { limit: 100, cursor } : { limit: 100 };
}
