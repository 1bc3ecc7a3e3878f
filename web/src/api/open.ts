import { apiBase } from './base';
import { NetworkProblem } from './problems';

/** Sends what needs no access token; the browser adds the portal's cookies. */
export async function sendOpen(method: 'POST' | 'PUT', path: string, body?: object): Promise<Response> {
  const content = body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {};
  try {
    return await fetch(`${apiBase}/${path}`, { method, credentials: 'include', ...content });
  } catch {
    throw new NetworkProblem();
  }
}
