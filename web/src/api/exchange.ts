import { NetworkProblem } from './problems';
import { accessToken, dropToken } from './session';

// Milliseconds before a request that brought no answer is sent again.
const pauses = [400, 1500];

// Longer waits are for people to decide.
const longestRetryAfter = 5;

const busy = [502, 503, 504];

/**
 * Sends a request with a valid access token. Where sending twice does it once, it is sent again when no answer came or the portal was busy.
 */
export async function exchange(send: (token: string) => Promise<Response>, isRepeatable: boolean): Promise<Response> {
  for (const pause of pauses) {
    const response = await signed(send).catch((failure: unknown) => {
      if (!isRepeatable || !(failure instanceof NetworkProblem) || !navigator.onLine) throw failure;
      return null;
    });
    if (response && !(isRepeatable && busy.includes(response.status))) return response;
    const asked = Number(response?.headers.get('Retry-After') ?? 0);
    if (response && asked > longestRetryAfter) return response;
    await new Promise((resume) => setTimeout(resume, Math.max(asked * 1000, pause)));
  }
  return signed(send);
}

/** A token may end on the way, or with the portal's key: then it is sent once more with a new one. */
async function signed(send: (token: string) => Promise<Response>): Promise<Response> {
  const token = await accessToken();
  const response = await send(token);
  if (response.status !== 401) return response;
  dropToken(token);
  return send(await accessToken());
}
