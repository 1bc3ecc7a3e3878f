import type { RouteRecordRaw } from 'vue-router';

export const privacyRoutes: RouteRecordRaw[] = [{ path: 'account/data', component: () => import('./OwnDataPage.vue') }];
