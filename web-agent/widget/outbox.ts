import type { Store } from './store';
import type { ChatFile } from './wire';

export type FailureReason = 'failedTooLong' | 'failedRefused' | 'failedDetails' | 'failedUnavailable' | 'failedStale';

export interface UnsentMessage {
  id: string;
  text: string;
  files?: ChatFile[];
  at: string;
  failure: FailureReason | null;
}

/** Older ones are not sent unasked after a reload: the customer may have forgotten them. */
const staleAfter = 60 * 60 * 1000;

/** Messages that the server has not acknowledged, oldest first. They live in the browser's storage, so a reload keeps them;
 *  every change reads the storage first, because other tabs of the same site share it. */
export class Outbox {
  constructor(private readonly store: Store) {}

  all(): UnsentMessage[] {
    return this.store.read<UnsentMessage[]>('outbox') ?? [];
  }

  next(): UnsentMessage | null {
    return this.all().find((message) => message.failure === null) ?? null;
  }

  add(id: string, text: string, files: ChatFile[] = []): void {
    this.save([...this.all(), { id, text, files, at: new Date().toISOString(), failure: null }]);
  }

  remove(id: string): void {
    this.save(this.all().filter((message) => message.id !== id));
  }

  fail(id: string, failure: FailureReason): void {
    this.mark(id, failure);
  }

  retry(id: string): void {
    this.mark(id, null);
  }

  /** The customer has mended what he said of himself. */
  retryDetails(): void {
    this.save(this.all().map((message) => (message.failure === 'failedDetails' ? { ...message, failure: null } : message)));
  }

  /** Called once at start. */
  holdBackStale(): void {
    const limit = Date.now() - staleAfter;
    const all = this.all();
    if (!all.some((message) => message.failure === null && Date.parse(message.at) < limit)) return;
    this.save(
      all.map((message) =>
        message.failure === null && Date.parse(message.at) < limit ? { ...message, failure: 'failedStale' } : message,
      ),
    );
  }

  private mark(id: string, failure: FailureReason | null): void {
    this.save(this.all().map((message) => (message.id === id ? { ...message, failure } : message)));
  }

  private save(messages: UnsentMessage[]): void {
    this.store.write('outbox', messages.length === 0 ? null : messages);
  }
}
