import type { RouteRecordRaw } from 'vue-router';

export const cartRoutes: RouteRecordRaw[] = [
  {
    path: 'assets/:id/consumables',
    component: () => import('./ConsumablesPage.vue'),
    props: true,
    meta: { right: 'orders.place' },
  },
  { path: 'cart', component: () => import('./CartPage.vue'), meta: { right: 'orders.place' } },
  { path: 'cart/sent', component: () => import('./SentPage.vue'), meta: { right: 'orders.place' } },
];
