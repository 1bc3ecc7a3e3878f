import type { RouteRecordRaw } from 'vue-router';

export const parcRoutes: RouteRecordRaw[] = [
  { path: 'assets', component: () => import('./AssetsPage.vue'), meta: { right: 'assets.read' } },
  {
    path: 'assets/:id',
    component: () => import('./AssetPage.vue'),
    props: true,
    meta: { right: 'assets.read' },
    children: [
      { path: '', component: () => import('./InfoTab.vue') },
      { path: 'dits', component: () => import('./DitsTab.vue') },
      { path: 'orders', component: () => import('./OrdersTab.vue') },
      { path: 'readings', component: () => import('@/meters/AssetReadings.vue') },
    ],
  },
  { path: 'assets/:id/label', component: () => import('./LabelPage.vue'), props: true, meta: { right: 'assets.read' } },
];
