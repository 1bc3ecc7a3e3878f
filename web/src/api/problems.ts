import type { components } from './schema';
import { unbroken } from '@/format/typography';
import { common, failures } from '@/texts/common';

type Problem = components['schemas']['Problem'];
export type ProblemCode = components['schemas']['ProblemCode'];

/** The portal refused a request, or failed. Its `message` is for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    message: string,
    readonly code: ProblemCode | null = null,
    readonly fields: Readonly<Record<string, string[]>> = {},
  ) {
    super(message);
  }

  /** Reads it from a response that is not a success. */
  static async of(response: Response): Promise<ApiProblem> {
    const problem = await read(response);
    if (!problem) return new ApiProblem(response.status, failures.unexpected);
    const detail = problem.trace ? `${problem.detail} ${failures.trace(problem.trace)}` : problem.detail;
    const message = problem.code === 'idempotency-key-reused' ? failures.alreadyReceived : unbroken(detail);
    return new ApiProblem(response.status, message, problem.code, fieldsOf(problem));
  }
}

/** No answer came: the request may have been followed or not. */
export class NetworkProblem extends Error {
  override readonly name = 'NetworkProblem';

  constructor() {
    super(navigator.onLine ? failures.network : failures.offline);
  }
}

/** Nobody is signed in, and whoever was asked did not sign in again. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';

  constructor() {
    super(failures.sessionEnded);
  }
}

/** What a person is told about any failure. */
export function messageOf(failure: unknown): string {
  // What a cart's refusals say of its assets is of no field.
  const hasFields =
    failure instanceof ApiProblem && !failure.code?.startsWith('cart-') && Object.keys(failure.fields).length > 0;
  if (hasFields) return common.checkFields;
  const isKnown = failure instanceof ApiProblem || failure instanceof NetworkProblem || failure instanceof SessionEnded;
  return isKnown ? failure.message : failures.unexpected;
}

/** Whether the key stands for another form, which the portal has taken before: only then it is used up. Other refusals are not kept. */
export function isKeyUsed(failure: unknown): boolean {
  return failure instanceof ApiProblem && failure.code === 'idempotency-key-reused';
}

function fieldsOf({ errors = {} }: Problem): Record<string, string[]> {
  return Object.fromEntries(Object.entries(errors).map(([field, messages]) => [field, messages.map(unbroken)]));
}

async function read(response: Response): Promise<Problem | null> {
  if (!response.headers.get('Content-Type')?.startsWith('application/problem+json')) return null;
  try {
    return (await response.json()) as Problem;
  } catch {
    return null;
  }
}
