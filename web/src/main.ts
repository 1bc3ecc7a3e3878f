import { createWebHistory } from 'vue-router';
import { createPortal } from './app';
import './styles/tokens.css';
import './styles/base.css';

const { app, router } = createPortal(createWebHistory());

// Not before there is a screen: what the page already shows would be thrown away. A screen that failed has been told of.
void router
  .isReady()
  .catch(() => undefined)
  .then(() => app.mount('#app'));
