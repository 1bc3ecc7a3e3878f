import { createApp, createSSRApp, type App } from 'vue';
import type { Router, RouterHistory } from 'vue-router';
import Portal from './App.vue';
import { createPortalRouter } from './router';

/**
 * The portal, not mounted yet.
 * @param isDrawn The page already has its elements (`sign-in.html`): they are taken over.
 */
export function createPortal(history: RouterHistory, isDrawn: boolean): { app: App; router: Router } {
  const router = createPortalRouter(history);
  return { app: (isDrawn ? createSSRApp : createApp)(Portal).use(router), router };
}
