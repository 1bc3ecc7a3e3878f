import type { RouteRecordRaw } from 'vue-router';

export const parcRoutes: RouteRecordRaw[] = [{ path: 'assets', component: () => import('./AssetsPage.vue') }];
