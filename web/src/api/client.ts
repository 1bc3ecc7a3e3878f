import createClient from 'openapi-fetch';
import { apiBase } from './base';
import { exchange } from './exchange';
import { ApiProblem, NetworkProblem } from './problems';
import type { components, paths } from './schema';

/** A schema of the contract by its name: `Api['Dit']`. */
export type Api = components['schemas'];

/** Something that commands change, with its version for If-Match. */
export interface Versioned<T> {
  body: T;
  etag: string;
}

interface Answer<T> {
  data?: T;
  response: Response;
}

/** The API by its contract: `api.GET('/dits/{number}', …)`. Read its answers with `bodyOf` and `versionedOf`. */
export const api = createClient<paths>({ baseUrl: apiBase, credentials: 'include', fetch: send });

/** What came back; a refusal is thrown as an `ApiProblem`. */
export async function bodyOf<T>(answer: Promise<Answer<T>>): Promise<T> {
  return (await answer).data as T;
}

/** What came back, with its version. */
export async function versionedOf<T>(answer: Promise<Answer<T>>): Promise<Versioned<T>> {
  const { data, response } = await answer;
  return { body: data as T, etag: response.headers.get('ETag') ?? '' };
}

/** The headers of a command: its key, and the version that the person has seen. */
export function command(key: string, etag?: string): { 'Idempotency-Key': string; 'If-Match'?: string } {
  return etag ? { 'Idempotency-Key': key, 'If-Match': etag } : { 'Idempotency-Key': key };
}

/** A file of the API as the browser keeps it while it is shown or saved. */
export async function fileOf(path: string): Promise<Blob> {
  return (await send(new Request(`${apiBase}${path}`))).blob();
}

async function send(request: Request): Promise<Response> {
  const isRepeatable = request.method !== 'POST' || request.headers.has('Idempotency-Key');
  const response = await exchange((token) => fetchOnce(request, token), isRepeatable);
  if (!response.ok) throw await ApiProblem.of(response);
  return response;
}

async function fetchOnce(request: Request, token: string): Promise<Response> {
  const own = request.clone();
  own.headers.set('Authorization', `Bearer ${token}`);
  try {
    return await fetch(own);
  } catch (failure) {
    if (request.signal.aborted) throw failure;
    throw new NetworkProblem();
  }
}
