import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import { Gauge, Package, Wrench } from '@lucide/vue';
import type { Component } from 'vue';
import { api, bodyOf, type Api } from '@/api/client';
import { may, type Right } from '@/api/session';
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

const rightFor: Record<Asset['actions'][number], Right> = {
  'raise-dit': 'dits.raise',
  'order-consumables': 'orders.place',
  'enter-meter-reading': 'meters.enter',
};

export interface AssetAction {
  to: string;
  /** As the manual writes it. */
  label: string;
  /** Where there is no room for that. */
  short: string;
  icon: Component;
}

/** The address of an asset's page. */
export function pathOf(id: string): string {
  return `/assets/${encodeURIComponent(id)}`;
}

/** What the person can do with an asset, in the manual's order. */
export function actionsOf({ id, actions }: Asset): AssetAction[] {
  const path = pathOf(id);
  const all: Record<Asset['actions'][number], AssetAction> = {
    'raise-dit': { to: `${path}/dits/new`, label: dits.raise, short: dits.raiseShort, icon: Wrench },
    'order-consumables': {
      to: `${path}/consumables`,
      label: orders.orderConsumables,
      short: orders.orderConsumablesShort,
      icon: Package,
    },
    'enter-meter-reading': {
      to: `${path}/readings/new`,
      label: readings.enter,
      short: readings.enterShort,
      icon: Gauge,
    },
  };
  return actions.filter((action) => may(rightFor[action])).map((action) => all[action]);
}
