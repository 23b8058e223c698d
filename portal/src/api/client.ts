// The only place that talks to the server: credentials, errors, the end of a session and the
// second look at the password are handled here once.

import createClient from 'openapi-fetch';
import { Problem, type ProblemBody } from './problem';
import { confirmPassword, sessionEnded, sessionNow } from './session';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface SendOptions {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  /** A file to send as it is. */
  file?: Blob;
  /** Sent before anybody is signed in: a 401 is an answer, not the end of a session. */
  isPublic?: boolean;
  parseAs?: 'json' | 'blob';
}

interface Answer { data?: unknown; error?: unknown; response: Response }

const client = createClient<Record<string, never>>({ baseUrl: '/api/v2', credentials: 'same-origin' });
const call = client.request as unknown as (
  method: Method, path: string, init: Record<string, unknown>,
) => Promise<Answer>;

export async function send<T>(method: Method, path: string, options: SendOptions = {}): Promise<T> {
  const session = sessionNow();
  const answer = await attempt(method, path, options);
  if (answer.response.ok) return answer.data as T;
  const problem = asProblem(answer);
  if (problem.code === 'fresh_login_required' && (await confirmPassword())) {
    return send<T>(method, path, options);
  }
  if (problem.status === 401 && !options.isPublic) sessionEnded(session, method !== 'get');
  throw problem;
}

async function attempt(method: Method, path: string, options: SendOptions): Promise<Answer> {
  try {
    return await call(method, path, {
      params: { query: options.query },
      parseAs: options.parseAs ?? 'json',
      ...payload(method, options),
    });
  } catch (cause) {
    // An aborted call is nobody's problem; anything else means that no answer came.
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Problem(0);
  }
}

function payload(method: Method, { body, file, headers }: SendOptions) {
  if (method === 'get') return {};
  if (file) {
    return { body: file, bodySerializer: (whole: Blob) => whole, headers: { 'Content-Type': 'text/csv' } };
  }
  // The server takes nothing but JSON from a browser, so even an empty order is an object.
  return { body: body ?? {}, headers: { ...headers, 'Content-Type': 'application/json' } };
}

function asProblem({ error, response }: Answer): Problem {
  const body = error && typeof error === 'object' && !(error instanceof Blob)
    ? (error as ProblemBody)
    : {};
  return new Problem(
    response.status, body, response.headers.get('Retry-After'), response.headers.get('X-Request-Id'),
  );
}
