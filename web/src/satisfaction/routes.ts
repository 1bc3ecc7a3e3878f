import type { RouteRecordRaw } from 'vue-router';

/** Shown without signing in. */
export const satisfactionRoutes: RouteRecordRaw[] = [
  { path: '/satisfaction', component: () => import('./SurveyPage.vue'), meta: { isOpen: true } },
];
