import SignInPage from './SignInPage.vue';
import type { RouteRecordRaw } from 'vue-router';
import { accounts } from '@/texts/accounts';

export const accountRoutes: RouteRecordRaw[] = [
  { path: 'account', component: () => import('./AccountPage.vue') },
  { path: 'account/password', component: () => import('./ChangePasswordPage.vue') },
  { path: 'account/sessions', component: () => import('./SessionsPage.vue') },
];

const setPassword = (path: string, title: string): RouteRecordRaw => ({
  path,
  component: () => import('./SetPasswordPage.vue'),
  props: { title },
  meta: { isOpen: true },
});

/** Shown without signing in. */
export const openRoutes: RouteRecordRaw[] = [
  { path: '/sign-in', component: SignInPage, meta: { isOpen: true } },
  { path: '/forgot-password', component: () => import('./ForgotPasswordPage.vue'), meta: { isOpen: true } },
  setPassword('/reset-password', accounts.resetTitle),
  setPassword('/invitation', accounts.invitationTitle),
];
