import { apiBase } from './base';
import { command, type Versioned } from './client';
import { exchange } from './exchange';
import { ApiProblem, NetworkProblem } from './problems';

export interface Upload {
  /** Below the API, with its parameters filled in: `/assets/B1/dits`. */
  path: string;
  form: FormData;
  key: string;
  etag?: string;
  /** From 0 to 1, while it is sent; `fetch` does not tell. */
  onProgress?: (part: number) => void;
}

/** Sends a form with files. */
export async function upload<T>(sent: Upload): Promise<Versioned<T>> {
  const response = await exchange((token) => sendOnce(sent, token), true);
  if (!response.ok) throw await ApiProblem.of(response);
  return { body: (await response.json()) as T, etag: response.headers.get('ETag') ?? '' };
}

function sendOnce({ path, form, key, etag, onProgress }: Upload, token: string): Promise<Response> {
  const request = new XMLHttpRequest();
  request.open('POST', apiBase + path);
  request.responseType = 'text';
  request.setRequestHeader('Authorization', `Bearer ${token}`);
  for (const [name, value] of Object.entries(command(key, etag))) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
  return new Promise((resolve, reject) => {
    request.onload = () => resolve(answerOf(request));
    request.onerror = request.onabort = request.ontimeout = () => reject(new NetworkProblem());
    onProgress?.(0);
    request.send(form);
  });
}

function answerOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ['Content-Type', 'ETag', 'Location', 'Retry-After']) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(request.responseText, { status: request.status, headers });
}
