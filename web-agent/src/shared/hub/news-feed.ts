import { HttpTransportType, type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { TopicSequence } from './topic-sequence';

export type FeedStatus = 'connecting' | 'live' | 'reconnecting';

export interface FeedItem {
  topic: string;
  seq?: number | null;
}

export interface FeedOptions {
  url: string;
  /** Each kind of news the hub sends and what to do with it. */
  on: Readonly<Record<string, (item: never) => void>>;
  /** After (re)connecting, after a gap and when the hub says anew where topics stand: what is known may be old, fetch all of it. */
  refetch: () => void;
  /** A connection could not be made or broke: find out whether the session still stands. */
  lost: () => void;
}

const ceilingMs = 10_000;

/** Waits longer after each failure, with jitter so that a restarted server is not met by everyone at once. */
export function retryDelay(failures: number, random = Math.random()): number {
  return Math.min(ceilingMs, 500 * 2 ** Math.min(failures, 6)) * (0.5 + random / 2);
}

/** One hub connection: subscribe, fetch, then apply what is newer; anything missed leads to a refetch. */
export class NewsFeed {
  readonly #connection: HubConnection;
  readonly #options: FeedOptions;
  readonly #sequence = new TopicSequence();
  readonly #listeners = new Set<() => void>();
  #status: FeedStatus = 'connecting';
  #stopped = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    const connection = new HubConnectionBuilder()
      .withUrl(new URL(options.url, window.location.href).href, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .configureLogging(LogLevel.None)
      .build();
    connection.serverTimeoutInMilliseconds = 30_000;
    connection.keepAliveIntervalInMilliseconds = 10_000;
    connection.on('connected', (hello: { topics: Record<string, number> }) => { this.#connected(hello.topics); });
    for (const [kind, apply] of Object.entries(options.on)) {
      connection.on(kind, (item: FeedItem) => { this.#arrived(item, apply as (item: FeedItem) => void); });
    }
    connection.onclose(() => { this.#retry(); });
    this.#connection = connection;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly status = (): FeedStatus => this.#status;

  start(): void {
    this.#stopped = false;
    window.addEventListener('online', this.#now);
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    window.removeEventListener('online', this.#now);
    clearTimeout(this.#timer);
    void this.#connection.stop();
  }

  /** Says something that may be lost without harm. */
  whisper(method: string, ...args: unknown[]): void {
    if (this.#connection.state !== HubConnectionState.Connected) return;
    this.#connection.send(method, ...args).catch(() => {
      // Lost with its connection, whose end is handled by onclose.
    });
  }

  readonly #now = (): void => {
    if (this.#status === 'live' || this.#stopped) return;
    clearTimeout(this.#timer);
    void this.#connect();
  };

  async #connect(): Promise<void> {
    if (this.#stopped || this.#connection.state !== HubConnectionState.Disconnected) return;
    try {
      await this.#connection.start();
    } catch {
      this.#retry();
    }
  }

  #retry(): void {
    if (this.#stopped) return;
    this.#become('reconnecting');
    this.#options.lost();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), retryDelay(this.#failures++));
  }

  #connected(topics: Record<string, number>): void {
    this.#sequence.reset(topics);
    this.#failures = 0;
    this.#become('live');
    this.#options.refetch();
  }

  #arrived(item: FeedItem, apply: (item: FeedItem) => void): void {
    // Whole snapshots carry no number, or none above 0: the newest simply wins.
    const verdict = item.seq ? this.#sequence.judge(item.topic, item.seq) : 'apply';
    if (verdict === 'old') return;
    apply(item);
    if (verdict === 'gap') this.#options.refetch();
  }

  #become(status: FeedStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    for (const listener of this.#listeners) listener();
  }
}
