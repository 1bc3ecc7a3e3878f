import type { RouteRecordRaw } from 'vue-router';

export const contactRoutes: RouteRecordRaw[] = [
  { path: 'contact', component: () => import('./ContactPage.vue'), meta: { right: 'contact.send' } },
];
