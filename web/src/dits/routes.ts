import type { RouteRecordRaw } from 'vue-router';

export const ditRoutes: RouteRecordRaw[] = [
  { path: 'dits', component: () => import('./DitsPage.vue'), meta: { right: 'dits.read' } },
  { path: 'dits/:number', component: () => import('./DitPage.vue'), props: true, meta: { right: 'dits.read' } },
  {
    path: 'assets/:id/dits/new',
    component: () => import('./RaiseDitPage.vue'),
    props: true,
    meta: { right: 'dits.raise' },
  },
];
