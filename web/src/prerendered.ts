import { createMemoryHistory } from 'vue-router';
import { renderToString } from 'vue/server-renderer';
import { createPortal } from './app';

/** The sign-in page as HTML, as it is before anything has been typed; made when the site is built. */
export async function signInPage(): Promise<string> {
  const { app, router } = createPortal(createMemoryHistory(), true);
  await router.push('/sign-in');
  return renderToString(app);
}
