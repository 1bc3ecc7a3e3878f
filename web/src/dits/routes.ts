import type { RouteRecordRaw } from 'vue-router';

export const ditRoutes: RouteRecordRaw[] = [{ path: 'dits', component: () => import('./DitsPage.vue') }];
