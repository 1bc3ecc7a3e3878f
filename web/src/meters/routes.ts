import type { RouteRecordRaw } from 'vue-router';

export const meterRoutes: RouteRecordRaw[] = [
  { path: 'meters', component: () => import('./ReadingsPage.vue'), meta: { right: 'meters.enter' } },
  { path: 'meters/import', component: () => import('./ImportPage.vue'), meta: { right: 'meters.enter' } },
  {
    path: 'assets/:id/readings/new',
    component: () => import('./AssetReadingPage.vue'),
    props: true,
    meta: { right: 'meters.enter' },
  },
];
