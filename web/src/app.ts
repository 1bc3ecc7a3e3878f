import { createSSRApp, type App } from 'vue';
import type { Router, RouterHistory } from 'vue-router';
import Portal from './App.vue';
import { createPortalRouter } from './router';

/** The portal, not mounted yet. Where the page already has its elements (`sign-in.html`), they are taken over. */
export function createPortal(history: RouterHistory): { app: App; router: Router } {
  const router = createPortalRouter(history);
  return { app: createSSRApp(Portal).use(router), router };
}
