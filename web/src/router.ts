import {
  createRouter,
  START_LOCATION,
  type RouteLocationNormalized,
  type RouteLocationRaw,
  type RouteRecordRaw,
  type Router,
  type RouterHistory,
} from 'vue-router';
import { may, resumeSession, type Right } from './api/session';
import { toast } from './components/toasts';
import { failures } from './texts/common';
import { accountRoutes, openRoutes } from './accounts/routes';
import { approvalRoutes } from './approvals/routes';
import { cartRoutes } from './carts/routes';
import { contactRoutes } from './contact/routes';
import { ditRoutes } from './dits/routes';
import { homeRoutes } from './home/routes';
import { invoiceRoutes } from './invoices/routes';
import { meterRoutes } from './meters/routes';
import { orderRoutes } from './orders/routes';
import { parcRoutes } from './parc/routes';
import { privacyRoutes } from './privacy/routes';
import { satisfactionRoutes } from './satisfaction/routes';
import { userRoutes } from './users/routes';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without signing in. */
    isOpen?: boolean;
    /** Without this right the address leads nowhere. */
    right?: Right;
  }
}

const routes: RouteRecordRaw[] = [
  ...openRoutes,
  ...satisfactionRoutes,
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
      ...privacyRoutes,
      ...userRoutes,
      { path: ':nowhere(.*)*', name: 'missing', component: () => import('./layout/MissingPage.vue') },
    ],
  },
];

// Milliseconds: what is still missing then will not come by reloading.
const reloadPause = 30_000;
const reloaded = 'dfm-reloaded';

/** The portal's addresses, and who may open them. */
export function createPortalRouter(history: RouterHistory): Router {
  const router = createRouter({
    history,
    routes,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is experimental
    scrollBehavior: (_to, from, saved) => saved ?? (from !== START_LOCATION && { top: 0 }),
  });
  router.beforeEach(admit);
  router.onError(reloadOrTell);
  return router;
}

async function admit(to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  if (to.meta.isOpen) return true;
  // Without an answer the page itself tells, and offers to try again.
  const isSignedIn = await resumeSession().catch(() => false);
  if (!isSignedIn) {
    // Not what stands behind « # », which no server is to see.
    const next = to.fullPath.slice(0, to.fullPath.length - to.hash.length);
    return { path: '/sign-in', query: next === '/' ? {} : { next } };
  }
  if (to.meta.right && !may(to.meta.right)) {
    return { name: 'missing', params: { nowhere: to.path.split('/').slice(1) }, query: to.query, replace: true };
  }
  return true;
}

// A new version of the site has other files than the one that this window was opened with.
function reloadOrTell(failure: Error, to: RouteLocationNormalized): void {
  const isMissing = /dynamically imported module|importing a module script failed|preload CSS/i.test(failure.message);
  const last = Number(sessionStorage.getItem(reloaded) ?? 0);
  if (isMissing && navigator.onLine && Date.now() - last > reloadPause) {
    sessionStorage.setItem(reloaded, String(Date.now()));
    location.assign(to.fullPath);
    return;
  }
  console.error(failures.screen, failure);
  toast(isMissing ? failures.newVersion : failures.screen);
}
