import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { translations } from '../texts/all';
import { face } from './face';
import type { ChatFile, VisitorMessage, VisitorState, WidgetConfig } from '../wire';

interface Refusal {
  status: number;
  code?: string;
  errors?: Record<string, string[]>;
  retryAfter?: number;
}

interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/** The other side of the widget's wire: the visitor routes over real HTTP, in memory, with trouble on demand. */
export class VisitorServer {
  config: WidgetConfig = { ...face };
  answers: Record<string, unknown>[] = [];
  state: VisitorState = { status: 'none', position: null, expectedWait: null, online: true, agentName: null };
  messages: VisitorMessage[] = [];
  readonly asked: Asked[] = [];
  /** Files served beside the API, by path. */
  readonly files = new Map<string, { type: string; body: string; headers?: Record<string, string> }>(
    Object.entries(translations).map(([language, words]) => [`/widget-texts/${language}.json`, { type: 'application/json', body: JSON.stringify(words) }]),
  );
  tokens = new Set<string>();
  readonly kept = new Map<string, ChatFile>();
  /** Answers for the next requests whose "METHOD path" starts with the key; 'cut' takes the request and kills the connection,
   *  'lose' carries it out and kills the connection before the answer. */
  private readonly troubles: { route: string; trouble: Refusal | 'cut' | 'lose' }[] = [];
  private readonly streams = new Set<ServerResponse>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => { response.destroy(error as Error); });
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get openStreams(): number {
    return this.streams.size;
  }

  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  trouble(route: string, trouble: Refusal | 'cut' | 'lose', times = 1): void {
    for (let i = 0; i < times; i++) this.troubles.push({ route, trouble });
  }

  requests(route: string): Asked[] {
    return this.asked.filter((asked) => `${asked.method} ${asked.path}`.startsWith(route));
  }

  say(from: VisitorMessage['from'], text: string, more: Partial<VisitorMessage> = {}): VisitorMessage {
    const message: VisitorMessage = {
      id: randomUUID(), sequence: this.messages.length + 1, from, name: from === 'agent' ? 'Ana' : null, text,
      at: new Date().toISOString(), code: null, attachments: [], ...more,
    };
    this.messages.push(message);
    this.push(event('message', message, message.sequence));
    return message;
  }

  become(state: Partial<VisitorState>): void {
    this.state = { ...this.state, ...state };
    this.push(event('state', this.state));
  }

  typing(typing: boolean): void {
    this.push(event('typing', { typing }));
  }

  push(text: string): void {
    for (const stream of this.streams) stream.write(text);
  }

  cutStreams(): void {
    for (const stream of this.streams) stream.destroy();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, last-event-id');
    response.setHeader('Access-Control-Expose-Headers', 'retry-after');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const file = this.files.get(url.pathname);
    if (file) return void response.writeHead(200, { 'Content-Type': file.type, ...file.headers }).end(file.body);
    const path = url.pathname.replace(/^\/api\/v1\/chat\//, '') + url.search;
    const asked = { method: request.method ?? '', path, headers: request.headers, body: await bodyOf(request) };
    this.asked.push(asked);
    const at = this.troubles.findIndex(({ route }) => `${asked.method} ${path}`.startsWith(route));
    const trouble = at < 0 ? undefined : this.troubles.splice(at, 1)[0]?.trouble;
    if (trouble === 'cut') return void response.destroy();
    if (trouble === 'lose') response.end = () => response.destroy();
    if (typeof trouble === 'object') return refuse(response, trouble);
    this.route(asked, url, response);
  }

  private route(asked: Asked, url: URL, response: ServerResponse): void {
    const route = `${asked.method} ${asked.path.split('?')[0] ?? ''}`;
    if (route === 'GET demo-acme') return json(response, 200, this.config);
    if (route === 'POST demo-acme/sessions') {
      const { preChat } = this.config;
      const missing = (['name', 'email', 'topic'] as const).filter((field) => preChat[field] === 'required' && !asked.body[field]);
      if (missing.length > 0) {
        return refuse(response, { status: 400, code: 'invalid_request', errors: Object.fromEntries(missing.map((field) => [field, ['Needed.']])) });
      }
      const token = `token-${randomUUID()}`;
      this.tokens.add(token);
      return json(response, 201, { token, sessionId: randomUUID() });
    }
    const token = asked.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!this.tokens.has(token)) return refuse(response, { status: 401, code: 'session_invalid' });
    if (route === 'POST files') {
      const file = { id: randomUUID(), name: url.searchParams.get('name') ?? '', contentType: 'application/octet-stream', size: Number(asked.headers['content-length']) };
      this.kept.set(file.id, file);
      return json(response, 201, file);
    }
    if (route.startsWith('GET files/')) return void response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end('bytes');
    if (route === 'POST messages') return this.receive(asked, response);
    if (route === 'GET messages') {
      const after = Number(url.searchParams.get('after') ?? 0);
      return json(response, 200, { items: this.messages.filter((message) => message.sequence > after), state: this.state });
    }
    if (route === 'GET stream') return this.openStream(asked, response);
    if (route === 'GET transcript') return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
    if (route === 'POST satisfaction') {
      if (this.answers.length > 0) return refuse(response, { status: 409, code: 'already_answered' });
      this.answers.push(asked.body);
      return json(response, 201, asked.body);
    }
    if (route === 'POST end') {
      this.say('system', '', { code: 'ended' });
      this.become({ status: 'closed', position: null });
    }
    if (route === 'POST end' || route === 'POST typing') return void response.writeHead(204).end();
    refuse(response, { status: 404, code: 'not_found' });
  }

  private receive(asked: Asked, response: ServerResponse): void {
    const { id, text, attachments = [] } = asked.body as { id: string; text: string; attachments?: string[] };
    const known = this.messages.find((message) => message.id === id);
    if (known) return json(response, 200, known);
    const message = this.say('me', text, { id, attachments: attachments.flatMap((file) => this.kept.get(file) ?? []) });
    if (this.state.status === 'none' || this.state.status === 'closed') this.become({ status: 'waiting', position: 1 });
    json(response, 201, message);
  }

  private openStream(asked: Asked, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(': hello\n\n' + event('state', this.state));
    const after = Number(asked.headers['last-event-id'] ?? 0);
    for (const message of this.messages) {
      if (message.sequence > after) response.write(event('message', message, message.sequence));
    }
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }
}

function event(type: string, data: unknown, id?: number): string {
  return `event: ${type}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, { status, code = 'refused', retryAfter, errors }: Refusal): void {
  if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
  response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ status, code, errors }));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' || request.headers['content-type'] !== 'application/json' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
