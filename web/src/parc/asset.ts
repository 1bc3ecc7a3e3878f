import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import { Gauge, Package, Wrench } from '@lucide/vue';
import type { Component } from 'vue';
import { api, bodyOf, type Api } from '@/api/client';
import { dits } from '@/texts/dits';
import { orders } from '@/texts/orders';
import { readings } from '@/texts/parc';

export type Asset = Api['Asset'];

/** An asset by its id. */
export function useAsset(id: () => string): UseQueryReturnType<Asset, Error> {
  return useQuery({
    queryKey: ['assets', id],
    queryFn: () => bodyOf(api.GET('/assets/{id}', { params: { path: { id: id() } } })),
  });
}

export interface AssetAction {
  to: string;
  /** As the manual writes it. */
  label: string;
  /** Where there is no room for that. */
  short: string;
  icon: Component;
}

/** What can be done with an asset, in the manual's order. */
export function actionsOf({ id, serialNumber, actions }: Asset): AssetAction[] {
  const path = `/assets/${encodeURIComponent(id)}`;
  const all: Record<Asset['actions'][number], AssetAction> = {
    'raise-dit': { to: `${path}/dits/new`, label: dits.raise, short: dits.raiseShort, icon: Wrench },
    'order-consumables': {
      to: `${path}/consumables`,
      label: orders.orderConsumables,
      short: orders.orderConsumablesShort,
      icon: Package,
    },
    'enter-meter-reading': {
      to: `/meters?search=${encodeURIComponent(serialNumber)}`,
      label: readings.enter,
      short: readings.enterShort,
      icon: Gauge,
    },
  };
  return actions.map((action) => all[action]);
}
