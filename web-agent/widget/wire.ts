import type { Language, Texts } from './texts';

export type Ask = 'off' | 'optional' | 'required';
export type Field = 'name' | 'email' | 'topic';
export type PreChat = Record<Field, Ask>;

export interface Theme {
  side: 'right' | 'left';
  scheme: 'auto' | 'light' | 'dark';
  corners: 'round' | 'soft' | 'square';
  launcherText: string;
}

export interface WidgetConfig {
  title: string;
  greeting: string | null;
  offlineText: string | null;
  colour: string | null;
  online: boolean;
  preChat: PreChat;
  theme: Theme;
  asksSatisfaction: boolean;
}

export interface ChatFile {
  id: string;
  name: string;
  contentType: string;
  size: number;
}

export interface VisitorMessage {
  id: string;
  sequence: number;
  from: 'me' | 'agent' | 'system';
  name: string | null;
  text: string;
  at: string;
  code: string | null;
  attachments: ChatFile[];
}

export interface VisitorState {
  status: 'none' | 'waiting' | 'assigned' | 'closed';
  position: number | null;
  /** Four of five waits of late were inside; null while it is not known. */
  expectedWait: { shortestSeconds: number; longestSeconds: number } | null;
  online: boolean;
  agentName: string | null;
}

/** timeZone: where his clock stands, an IANA name. */
export type VisitorDetails = Partial<Record<Field | 'language' | 'timeZone', string>>;

export interface History {
  items: VisitorMessage[];
  state: VisitorState;
}

/** status 0: no answer came, so nobody knows whether the server took it. */
export interface Refusal {
  ok: false;
  status: number;
  code: string | null;
  retryAfterSeconds: number | null;
  /** Of a request that was not as it should be. */
  fields?: string[];
}

export type Answer<T> = { ok: true; value: T } | Refusal;

const answerDeadline = 15_000;
// A chat in English now is better than one in the customer's language much later.
const textsDeadline = 5_000;
// A file goes as fast as the line lets it.
const fileDeadline = 180_000;

/** The server takes no larger file. */
export const largestFile = 10 * 1024 * 1024;

/** The server takes no longer message, counted as JavaScript counts. */
export const longestMessage = 4_000;

/** The visitor routes of the server that the widget's script came from. */
export class Wire {
  constructor(
    private readonly origin: string,
    private readonly widgetKey: string,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  config(): Promise<Answer<WidgetConfig>> {
    return this.call('GET', encodeURIComponent(this.widgetKey), null);
  }

  openSession(details: VisitorDetails): Promise<Answer<{ token: string; sessionId: string }>> {
    return this.call('POST', `${encodeURIComponent(this.widgetKey)}/sessions`, null, details);
  }

  send(token: string, message: { id: string; text: string; attachments?: string[] }): Promise<Answer<VisitorMessage>> {
    return this.call('POST', 'messages', token, message);
  }

  sendFile(token: string, file: File): Promise<Answer<ChatFile>> {
    return this.call('POST', `files?name=${encodeURIComponent(file.name)}`, token, file, true);
  }

  /** Null when it cannot be had now. */
  file(token: string, id: string): Promise<Blob | null> {
    return this.blob(token, `files/${id}`);
  }

  /** The whole talk as a page of its own, made by the server in the customer's zone. */
  transcript(token: string, zone: string, language: string): Promise<Blob | null> {
    return this.blob(token, `transcript?zone=${encodeURIComponent(zone)}&language=${language}`);
  }

  satisfaction(token: string, score: number, comment: string): Promise<Answer<unknown>> {
    return this.call('POST', 'satisfaction', token, { score, comment });
  }

  /** The words of a language; none when they cannot be had now. */
  texts(language: Language): Promise<Partial<Texts>> {
    if (language === 'en') return Promise.resolve({});
    return before<Partial<Texts>>(textsDeadline, {}, async (signal) => {
      const response = await this.fetch(`${this.origin}/widget-texts/${language}.json`, { credentials: 'omit', signal });
      return response.ok ? ((await response.json()) as Partial<Texts>) : {};
    });
  }

  history(token: string, after: number): Promise<Answer<History>> {
    return this.call('GET', after > 0 ? `messages?after=${after}` : 'messages', token);
  }

  typing(token: string, typing: boolean): Promise<Answer<null>> {
    return this.call('POST', 'typing', token, { typing });
  }

  end(token: string): Promise<Answer<null>> {
    return this.call('POST', 'end', token, {});
  }

  stream(token: string, lastEventId: string, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'text/event-stream', Authorization: `Bearer ${token}` };
    if (lastEventId !== '') headers['Last-Event-ID'] = lastEventId;
    return this.fetch(this.address('stream'), { headers, signal, credentials: 'omit', cache: 'no-store' });
  }

  private blob(token: string, path: string): Promise<Blob | null> {
    return before<Blob | null>(fileDeadline, null, async (signal) => {
      const headers = { Authorization: `Bearer ${token}` };
      const response = await this.fetch(this.address(path), { headers, credentials: 'omit', signal });
      return response.ok ? await response.blob() : null;
    });
  }

  private address(path: string): string {
    return `${this.origin}/api/v1/chat/${path}`;
  }

  private async call<T>(method: string, path: string, token: string | null, body?: unknown, isFile = false): Promise<Answer<T>> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (token !== null) headers['Authorization'] = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = isFile ? 'application/octet-stream' : 'application/json';
    // No network, a cut in the middle or our own deadline: all mean "ask again with the same id".
    const nothing: Answer<T> = { ok: false, status: 0, code: null, retryAfterSeconds: null };
    return before<Answer<T>>(isFile ? fileDeadline : answerDeadline, nothing, async (signal) => {
      const response = await this.fetch(this.address(path), {
        method,
        headers,
        credentials: 'omit',
        cache: 'no-store',
        signal,
        ...(body === undefined ? {} : { body: isFile ? (body as File) : JSON.stringify(body) }),
      });
      if (!response.ok) return await refusal(response);
      return { ok: true, value: (response.status === 204 ? null : await response.json()) as T };
    });
  }
}

/** What was asked for, or, when it fails or the time is over, what stands for nothing. */
async function before<T>(milliseconds: number, nothing: T, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const deadline = setTimeout(() => { abort.abort(); }, milliseconds);
  try {
    return await ask(abort.signal);
  } catch {
    return nothing;
  } finally {
    clearTimeout(deadline);
  }
}

async function refusal(response: Response): Promise<Refusal> {
  let code: string | null = null;
  let fields: string[] = [];
  try {
    const problem = (await response.json()) as { code?: string; errors?: object };
    code = problem.code ?? null;
    fields = Object.keys(problem.errors ?? {});
  } catch {
    // A proxy's page instead of our problem details: the status alone decides.
  }
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return { ok: false, status: response.status, code, retryAfterSeconds: Number.isFinite(seconds) ? seconds : null, fields };
}
