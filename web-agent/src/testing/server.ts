import { setupServer } from 'msw/node';
import { http, HttpResponse, type JsonBodyType } from 'msw';

export const server = setupServer();

type Handler = Parameters<typeof http.get>[1];

/** Answers a route of the API with JSON, or as the handler says. */
export function answer(verb: 'get' | 'post' | 'put' | 'delete', path: string, body: JsonBodyType | Handler, status = 200) {
  const handler: Handler = typeof body === 'function' ? (body as Handler) : () => HttpResponse.json(body, { status });
  return http[verb](`*/api/v1${path}`, handler);
}

export function problem(status: number, code: string, more: Record<string, JsonBodyType> = {}) {
  return HttpResponse.json(
    { type: 'about:blank', title: code, status, code, ...more },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );
}
