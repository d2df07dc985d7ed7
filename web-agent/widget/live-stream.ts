import { BackOff } from './back-off';
import { EventStreamParser, type StreamEvent } from './event-stream';

/** The server's heartbeat comes every 15 s; two missed and a bit means that the line is dead, whatever the browser thinks. */
const silenceLimit = 40_000;

/** A connection that ends sooner counts as a failed attempt: streams that push each other out must not do so every second. */
const settledAfter = 10_000;

export interface LiveStreamOptions {
  connect(lastEventId: string, signal: AbortSignal): Promise<Response>;
  /** Where to resume; asked anew for each connection. */
  lastEventId(): string;
  onEvent(event: StreamEvent): void;
  onStatus(status: 'live' | 'lost'): void;
  /** The token is no longer good; the stream has stopped. */
  onRefused(): void;
  backOff?: BackOff;
}

/** Keeps one stream open until stop(): reconnects with back-off, resumes where it was. */
export class LiveStream {
  private readonly backOff: BackOff;
  /** Raised by start and stop, so that whatever an older run still awaits finds itself outdated. */
  private run = 0;
  private running = false;
  private connection: AbortController | null = null;
  private wakeUp: (() => void) | null = null;
  private heardAt = 0;

  constructor(private readonly options: LiveStreamOptions) {
    this.backOff = options.backOff ?? new BackOff();
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.backOff.reset();
    void this.keepOpen(++this.run);
  }

  stop(): void {
    this.running = false;
    this.run++;
    this.connection?.abort();
    this.wakeUp?.();
  }

  /** The network is back: whatever is open now may be a dead line, so begin a fresh one at once. */
  reconnect(): void {
    if (!this.running) return;
    this.stop();
    this.start();
  }

  /** After the computer slept, timers may be far behind: reconnect if nothing was heard for longer than a heartbeat. */
  checkSilence(): void {
    if (Date.now() - this.heardAt > silenceLimit / 2) this.reconnect();
  }

  private async keepOpen(run: number): Promise<void> {
    while (run === this.run) {
      const least = await this.connectOnce(run);
      if (run !== this.run) return;
      this.options.onStatus('lost');
      await this.pause(Math.max(least, this.backOff.next()));
    }
  }

  /** Reads until the connection ends; answers how long the server asked to be left alone. */
  private async connectOnce(run: number): Promise<number> {
    const connection = new AbortController();
    this.connection = connection;
    let watchdog = setTimeout(() => { connection.abort(); }, silenceLimit);
    let since = Number.POSITIVE_INFINITY;
    try {
      const response = await this.options.connect(this.options.lastEventId(), connection.signal);
      if (run !== this.run) return 0;
      if (response.status === 401) {
        this.stop();
        this.options.onRefused();
        return 0;
      }
      if (!response.ok || !response.body) return Number(response.headers.get('Retry-After') ?? 0) * 1000 || 0;
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      const parser = new EventStreamParser(this.options.lastEventId());
      since = this.heardAt = Date.now();
      this.options.onStatus('live');
      for (;;) {
        const { done, value } = await reader.read();
        if (done || run !== this.run) return 0;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => { connection.abort(); }, silenceLimit);
        this.heardAt = Date.now();
        for (const event of parser.push(decoder.decode(value, { stream: true }))) this.options.onEvent(event);
      }
    } catch {
      return 0; // cut, aborted or unreachable: the loop above connects again
    } finally {
      clearTimeout(watchdog);
      connection.abort();
      if (Date.now() - since >= settledAfter) this.backOff.reset();
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
