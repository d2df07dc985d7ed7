import createClient, { type Middleware } from 'openapi-fetch';
import { learnServerTime } from './clock';
import { ApiProblem } from './problem';
import type { paths } from './schema';

const timeoutMs = 20_000;

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

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: async (request: Request) => {
    const sentAt = Date.now();
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(request, { signal });
    learnServerTime(response.headers.get('date'), sentAt, Date.now());
    return response;
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
