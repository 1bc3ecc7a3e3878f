import { readonly, shallowReactive } from 'vue';
import type { components } from './schema';
import { sendOpen } from './open';
import { ApiProblem, SessionEnded } from './problems';

export type Me = components['schemas']['Me'];
export type Right = Me['rights'][number];
type SignedIn = components['schemas']['SignedIn'];

// A token this near its end would be refused on the way.
const margin = 30_000;

// Tells, without a request, that there is no session to take up; the cookie itself is not readable here.
const hint = 'dfm-session';

const state = shallowReactive({
  user: null as Me | null,
  /** The session ended while somebody worked: the dialog asks for the password. */
  isExpired: false,
});

let token = { text: '', until: 0 };
let refreshing: Promise<boolean> | null = null;
const waiting: { resume: () => void; give: (reason: Error) => void }[] = [];

// There is none while the site is built.
const otherWindows = import.meta.env.SSR ? null : new BroadcastChannel('dfm-session');
otherWindows?.addEventListener('message', () => location.assign('/sign-in'));

/** Who is signed in. */
export const session = readonly(state);

/** Whether the signed-in person has a right. */
export function may(right: Right): boolean {
  return state.user?.rights.includes(right) ?? false;
}

/** What the portal says now of the signed-in person. */
export function showMe(me: Me): void {
  if (state.user) state.user = me;
}

/** Takes up the session of the cookie, if there is one. */
export async function resumeSession(): Promise<boolean> {
  if (state.user) return true;
  return localStorage.getItem(hint) !== null && (await refresh());
}

/** Signs in; the same person again takes up what waited for it. */
export async function signIn(identifier: string, password: string): Promise<void> {
  const response = await post('auth/login', { identifier, password });
  if (!response.ok) throw await ApiProblem.of(response);
  await accept(response);
  state.isExpired = false;
  for (const one of waiting.splice(0)) one.resume();
}

/** Asks for a mail with a link that sets a new password. The portal never says whether there is such an account. */
export async function forgotPassword(identifier: string): Promise<void> {
  const response = await post('auth/forgot-password', { identifier });
  if (!response.ok) throw await ApiProblem.of(response);
}

/** Sets a password by the link of a mail. */
export async function setPassword(linkToken: string, password: string): Promise<void> {
  const response = await post('auth/reset-password', { token: linkToken, password });
  if (!response.ok) throw await ApiProblem.of(response);
}

/** Ends the session everywhere in this browser. */
export async function signOut(): Promise<void> {
  await post('auth/logout').catch(() => undefined);
  forget();
  otherWindows?.postMessage('signed-out');
}

/** Gives up on an expired session: what waited for it fails. */
export function leaveExpired(): void {
  forget();
  state.isExpired = false;
  for (const one of waiting.splice(0)) one.give(new SessionEnded());
}

/** An access token that is still valid; asks the person to sign in again where the session has ended. */
export async function accessToken(): Promise<string> {
  if (Date.now() < token.until - margin) return token.text;
  if (await refresh()) return token.text;
  if (!state.user) throw new SessionEnded();
  state.isExpired = true;
  await new Promise<void>((resume, give) => waiting.push({ resume, give }));
  return token.text;
}

/** The portal did not take the token: the next one asked for is new. */
export function dropToken(refused: string): void {
  if (token.text === refused) token = { text: '', until: 0 };
}

// One at a time, whoever asks.
function refresh(): Promise<boolean> {
  refreshing ??= refreshNow().finally(() => (refreshing = null));
  return refreshing;
}

async function refreshNow(): Promise<boolean> {
  const response = await post('auth/refresh');
  if (response.ok) {
    await accept(response);
    return true;
  }
  if (response.status !== 401) throw await ApiProblem.of(response);
  localStorage.removeItem(hint);
  return false;
}

async function accept(response: Response): Promise<void> {
  const { accessToken, expiresIn, user } = (await response.json()) as SignedIn;
  if (state.user && state.user.id !== user.id) {
    // Somebody else has signed in, maybe in another window: what is on this screen is not theirs.
    localStorage.setItem(hint, '1');
    location.assign('/');
    await new Promise(() => undefined);
  }
  token = { text: accessToken, until: Date.now() + expiresIn * 1000 };
  state.user = user;
  localStorage.setItem(hint, '1');
}

function forget(): void {
  token = { text: '', until: 0 };
  state.user = null;
  localStorage.removeItem(hint);
}

function post(path: string, body?: object): Promise<Response> {
  return sendOpen('POST', path, body);
}
