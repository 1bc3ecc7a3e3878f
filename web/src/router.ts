import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';
import { may, resumeSession, type Right } from './api/session';
import { failures } from './texts/common';
import { accountRoutes } from './accounts/routes';
import { approvalRoutes } from './approvals/routes';
import { cartRoutes } from './carts/routes';
import { contactRoutes } from './contact/routes';
import { ditRoutes } from './dits/routes';
import { homeRoutes } from './home/routes';
import { invoiceRoutes } from './invoices/routes';
import { meterRoutes } from './meters/routes';
import { orderRoutes } from './orders/routes';
import { parcRoutes } from './parc/routes';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without signing in. */
    isOpen?: boolean;
    /** Without this right the address leads nowhere. */
    right?: Right;
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./accounts/SignInPage.vue'), meta: { isOpen: true } },
  {
    path: '/',
    component: () => import('./layout/AppFrame.vue'),
    children: [
      ...homeRoutes,
      ...parcRoutes,
      ...ditRoutes,
      ...cartRoutes,
      ...orderRoutes,
      ...approvalRoutes,
      ...meterRoutes,
      ...invoiceRoutes,
      ...contactRoutes,
      ...accountRoutes,
      { path: ':nowhere(.*)*', name: 'missing', component: () => import('./layout/MissingPage.vue') },
    ],
  },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is experimental
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach(async (to) => {
  if (to.meta.isOpen) return true;
  // Without an answer the page itself tells, and offers to try again.
  const isSignedIn = await resumeSession().catch(() => false);
  if (!isSignedIn) return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } };
  if (to.meta.right && !may(to.meta.right)) {
    return { name: 'missing', params: { nowhere: to.path.split('/').slice(1) }, query: to.query, replace: true };
  }
  return true;
});

// A new version of the site has other files than the one that this window was opened with.
router.onError((failure: Error, to) => {
  if (/dynamically imported module|preload CSS/i.test(failure.message)) location.assign(to.fullPath);
  else console.error(failures.screen, failure);
});
