import { createWebHistory } from 'vue-router';
import { createPortal } from './app';
import './styles/tokens.css';
import './styles/base.css';

const isDrawn = document.querySelector('#app')?.hasChildNodes() ?? false;
const { app, router } = createPortal(createWebHistory(), isDrawn);

// Not before there is a screen: what the page already shows would be thrown away. One that fails is told of by the portal as it is then.
void router
  .isReady()
  .catch(() => undefined)
  .then(() => app.mount('#app'));
