import type { RouteRecordRaw } from 'vue-router';

const meta = { right: 'users.manage' } as const;

export const userRoutes: RouteRecordRaw[] = [
  { path: 'users', component: () => import('./UsersPage.vue'), meta },
  { path: 'users/new', component: () => import('./InvitePage.vue'), meta },
  { path: 'users/:id', component: () => import('./UserPage.vue'), props: true, meta },
  { path: 'usage', component: () => import('./UsagePage.vue'), meta },
];
