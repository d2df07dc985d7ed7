import createClient, { type Middleware } from 'openapi-fetch';
import { learnServerTime } from './clock';
import { ApiProblem } from './problem';
import type { paths } from './schema';

const timeoutMs = 20_000;
// A file goes as fast as the line lets it.
const fileTimeoutMs = 180_000;

let antiforgeryToken = '';
let onSignedOut: () => void = () => undefined;

/** The token of the present session; every write carries it. */
export function keepAntiforgeryOf(session: { antiforgeryToken: string } | null): void {
  antiforgeryToken = session?.antiforgeryToken ?? '';
}

/** Told when any answer says that the session is over. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

const session: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && antiforgeryToken !== '') request.headers.set('X-CSRF-TOKEN', antiforgeryToken);
    return request;
  },
  onResponse({ request, response }) {
    const signingIn = request.method === 'POST' && new URL(request.url).pathname === '/api/v1/session';
    if (response.status === 401 && !signingIn) onSignedOut();
  },
};

async function send(request: Request): Promise<Response> {
  const sentAt = Date.now();
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(isFile(request) ? fileTimeoutMs : timeoutMs)]);
  const response = await fetch(request, { signal });
  learnServerTime(response.headers.get('date'), sentAt, Date.now());
  return response;
}

/** A file as a request's body, as it is. */
export const rawBody = (file: File, contentType: string) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as Blob,
  headers: { 'Content-Type': contentType },
});

const isFile = (request: Request) => request.headers.get('content-type') === 'application/octet-stream';

async function isStaleToken(response: Response): Promise<boolean> {
  if (response.status !== 400) return false;
  const body = (await response.clone().json().catch(() => null)) as { code?: string } | null;
  return body?.code === 'antiforgery_invalid';
}

/** Another tab has signed in since: the session's cookie is new, and so is the token that belongs to it. */
async function withNewToken(request: Request): Promise<Request> {
  const answer = await send(new Request(new URL('/api/v1/session', window.location.origin)));
  if (answer.ok) {
    keepAntiforgeryOf((await answer.json()) as { antiforgeryToken: string });
    request.headers.set('X-CSRF-TOKEN', antiforgeryToken);
  }
  return request;
}

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: async (request: Request) => {
    const again = request.method === 'GET' ? null : request.clone();
    const response = await send(request);
    return again !== null && (await isStaleToken(response)) ? send(await withNewToken(again)) : response;
  },
});
api.use(session);

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body, or an ApiProblem thrown. */
export async function answerOf<T>(pending: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await pending;
  } catch (error) {
    // An abort is the caller's own wish; everything else here means that no answer came.
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, null);
  }
  if (!outcome.response.ok) throw new ApiProblem(outcome.response.status, outcome.error);
  return outcome.data as T;
}
