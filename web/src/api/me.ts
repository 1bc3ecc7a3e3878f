import { api, bodyOf } from './client';
import { showMe, type Me } from './session';

/** Reads anew who is signed in: rights, sites and settings change while somebody works. */
export async function readMe(): Promise<Me> {
  const me = await bodyOf(api.GET('/me'));
  showMe(me);
  return me;
}
