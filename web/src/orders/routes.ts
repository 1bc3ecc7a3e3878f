import type { RouteRecordRaw } from 'vue-router';

export const orderRoutes: RouteRecordRaw[] = [
  { path: 'orders', component: () => import('./OrdersPage.vue'), meta: { right: 'orders.read' } },
  { path: 'orders/:number', component: () => import('./OrderPage.vue'), props: true, meta: { right: 'orders.read' } },
];
