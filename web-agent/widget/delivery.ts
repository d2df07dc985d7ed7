import type { BackOff } from './back-off';
import type { OneTabAtATime } from './one-tab';
import type { FailureReason, Outbox, UnsentMessage } from './outbox';
import type { VisitorSession } from './visitor-session';
import type { Refusal, VisitorMessage, Wire } from './wire';

export interface DeliveryEvents {
  /** The server has it: it is out of the outbox and part of the conversation. */
  onDelivered(message: VisitorMessage): void;
  /** Something about the outbox or the trouble has changed. */
  onChanged(): void;
  /** A token was refused and forgotten. */
  onSessionLost(): void;
  /** What the customer said of himself is not enough, or not right: these fields. */
  onDetailsRefused(fields: string[]): void;
}

type Verdict = 'next' | 'again' | { waitMilliseconds: number };

/** Empties the outbox in order, one message at a time; the message's own id makes repeats harmless. */
export class Delivery {
  /** Attempts have failed and are being repeated. */
  troubled = false;
  /** The server asked for patience: how many seconds. */
  slowedDownFor: number | null = null;

  private working = false;
  private skipPause: (() => void) | null = null;
  private stopped = false;

  constructor(
    private readonly wire: Wire,
    private readonly outbox: Outbox,
    private readonly session: VisitorSession,
    private readonly events: DeliveryEvents,
    private readonly oneTab: OneTabAtATime | null,
    private readonly backOff: BackOff,
  ) {}

  /** There is something to send, or a reason to try at once; a pause that the server asked for is kept all the same. */
  wake(): void {
    if (this.slowedDownFor === null) this.skipPause?.();
    if (!this.working && !this.stopped) void this.work();
  }

  /** Another tab has changed the outbox. It sends what it wrote; this tab takes over if it is closed before that. */
  outboxChanged(): void {
    if (this.oneTab || this.working) this.wake();
  }

  stop(): void {
    this.stopped = true;
    this.skipPause?.();
  }

  private async work(): Promise<void> {
    this.working = true;
    // Again if something was written while the lock was on its way back.
    do {
      if (this.oneTab) await this.oneTab(() => this.empty());
      else await this.empty();
    } while (this.outbox.next() !== null && !this.stopped);
    this.working = false;
    // The stream or another tab may have emptied the outbox while this one still tried.
    if (!this.troubled) return;
    this.clearTrouble();
    this.events.onChanged();
  }

  private async empty(): Promise<void> {
    let refusedTokens = 0;
    for (let message = this.outbox.next(); message !== null && !this.stopped; message = this.outbox.next()) {
      const verdict = await this.attempt(message);
      if (verdict === 'next') {
        refusedTokens = 0;
        this.clearTrouble();
        this.events.onChanged();
        continue;
      }
      // A fresh token that is refused as well is trouble of the server's; asking in a tight loop would not mend it.
      if (verdict === 'again' && ++refusedTokens < 2) continue;
      this.troubled = true;
      this.events.onChanged();
      await this.pause(Math.max(this.backOff.next(), typeof verdict === 'object' ? verdict.waitMilliseconds : 0));
    }
  }

  private async attempt(message: UnsentMessage): Promise<Verdict> {
    const session = await this.session.ensure();
    if (!session.ok) {
      if (session.status === 400) this.events.onDetailsRefused(session.fields ?? []);
      return this.judge(message, session, 'failedDetails');
    }
    const answer = await this.wire.send(session.value, {
      id: message.id, text: message.text, ...(message.files?.length ? { attachments: message.files.map((file) => file.id) } : {}),
    });
    if (answer.ok) {
      this.outbox.remove(message.id);
      this.events.onDelivered(answer.value);
      return 'next';
    }
    if (answer.status === 401) {
      this.session.forget(session.value);
      this.events.onSessionLost();
      return 'again';
    }
    return this.judge(message, answer, 'failedRefused');
  }

  private judge(message: UnsentMessage, refusal: Refusal, onBadRequest: FailureReason): Verdict {
    const { status } = refusal;
    if (status === 429) {
      this.slowedDownFor = Math.min(300, Math.max(1, Math.ceil(refusal.retryAfterSeconds ?? 10)));
      return { waitMilliseconds: this.slowedDownFor * 1000 };
    }
    this.slowedDownFor = null;
    if (status === 0 || status === 408 || status >= 500) {
      return { waitMilliseconds: Math.min(300, refusal.retryAfterSeconds ?? 0) * 1000 };
    }
    // The same request would be refused again, so only the customer can decide what happens to it.
    this.outbox.fail(message.id, failureOf(status, onBadRequest));
    return 'next';
  }

  private clearTrouble(): void {
    this.troubled = false;
    this.slowedDownFor = null;
    this.backOff.reset();
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.skipPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function failureOf(status: number, onBadRequest: FailureReason): FailureReason {
  if (status === 413) return 'failedTooLong';
  if (status === 401 || status === 403 || status === 404) return 'failedUnavailable';
  return onBadRequest;
}
