import { ApiProblem, hasCode } from '@/shared/api/problem';
import type { FileView, Message, MessageKind } from '@/shared/api/types';

export interface Outgoing {
  /** Made here, so that sending twice stores once. */
  id: string;
  ticketId: string;
  kind: MessageKind;
  text: string;
  attachments: FileView[];
  /** The colleagues whom a note names; what was kept before there were any has none. */
  mentions?: string[];
  /** The newest message the writer had before him. */
  lastSeen: string | null;
  force: boolean;
  at: string;
  state: 'waiting' | 'sending' | 'failed' | 'stale';
  problem?: ApiProblem;
  newer?: number;
}

export interface OutboxPorts {
  post: (item: Outgoing) => Promise<Message>;
  stored: (ticketId: string, message: Message) => void;
  storage: Storage;
}

/**
 * Messages on their way to the server, kept in storage until it has them. One ticket's messages go in their order,
 * one at a time; one that cannot go holds back those behind it.
 */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #prefix: string;
  readonly #listeners = new Set<() => void>();
  readonly #busy = new Set<string>();
  #items: readonly Outgoing[];

  constructor(userId: string, ports: OutboxPorts) {
    this.#ports = ports;
    this.#prefix = `cc.outbox.${userId}.`;
    this.#items = this.#load();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly items = (): readonly Outgoing[] => this.#items;

  add(item: Pick<Outgoing, 'id' | 'ticketId' | 'kind' | 'text' | 'attachments' | 'mentions' | 'lastSeen' | 'at'>): void {
    const outgoing: Outgoing = { ...item, force: false, state: 'waiting' };
    this.#set([...this.#items, outgoing], outgoing);
    this.flush(item.ticketId);
  }

  retry(id: string): void {
    this.#again(id, {});
  }

  /** Sends a message although newer ones have arrived, now that its writer has seen them. */
  sendAnyway(id: string): void {
    this.#again(id, { force: true });
  }

  /** Takes a message back, for editing. */
  takeBack(id: string): Outgoing | undefined {
    const item = this.#find(id);
    if (item === undefined || item.state === 'sending') return undefined;
    this.#remove(id);
    this.flush(item.ticketId);
    return item;
  }

  /** The server's list shows the message: it was stored, whatever became of the answer. */
  confirm(id: string): void {
    if (this.#find(id)) this.#remove(id);
  }

  /** Tries again all that failed for a passing reason. */
  flushAll(): void {
    for (const item of this.#items) {
      if (item.state === 'failed' && item.problem?.passing === true) this.#change(item.id, { state: 'waiting' });
    }
    for (const ticketId of new Set(this.#items.map((item) => item.ticketId))) this.flush(ticketId);
  }

  flush(ticketId: string): void {
    if (this.#busy.has(ticketId)) return;
    const head = this.#items.find((item) => item.ticketId === ticketId);
    if (head?.state !== 'waiting') return;
    this.#busy.add(ticketId);
    void this.#send(head).then((next) => {
      this.#busy.delete(ticketId);
      if (next) this.flush(ticketId);
    });
  }

  async #send(item: Outgoing): Promise<boolean> {
    this.#change(item.id, { state: 'sending' });
    try {
      const message = await this.#ports.post(item);
      // What was written behind this one was written with it in view.
      for (const behind of this.#items) {
        if (behind.ticketId === item.ticketId && behind.lastSeen === item.lastSeen && behind.id !== item.id) {
          this.#change(behind.id, { lastSeen: message.id });
        }
      }
      this.#ports.stored(item.ticketId, message);
      this.#remove(item.id);
      return true;
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : new ApiProblem(0, null);
      if (hasCode(problem, 'stale_view')) {
        const newer = newerOf(problem);
        for (const message of newer) this.#ports.stored(item.ticketId, message);
        this.#change(item.id, { state: 'stale', newer: newer.length });
      } else {
        this.#change(item.id, { state: 'failed', problem });
      }
      return false;
    }
  }

  #again(id: string, more: Partial<Outgoing>): void {
    const item = this.#find(id);
    if (item === undefined || item.state === 'sending') return;
    this.#change(id, { ...more, state: 'waiting' });
    this.flush(item.ticketId);
  }

  #find(id: string): Outgoing | undefined {
    return this.#items.find((item) => item.id === id);
  }

  #change(id: string, part: Partial<Outgoing>): void {
    const item = this.#find(id);
    if (item === undefined) return;
    const changed = { ...item, ...part };
    this.#set(this.#items.map((each) => (each.id === id ? changed : each)), changed);
  }

  #remove(id: string): void {
    this.#ports.storage.removeItem(this.#prefix + id);
    this.#set(this.#items.filter((item) => item.id !== id));
  }

  #set(items: readonly Outgoing[], changed?: Outgoing): void {
    this.#items = items;
    if (changed) {
      // Why it failed is found out anew after a reload.
      const kept = { ...changed, problem: undefined, newer: undefined };
      this.#ports.storage.setItem(this.#prefix + changed.id, JSON.stringify(kept));
    }
    for (const listener of this.#listeners) listener();
  }

  #load(): Outgoing[] {
    const items: Outgoing[] = [];
    for (let index = 0; index < this.#ports.storage.length; index++) {
      const key = this.#ports.storage.key(index);
      if (key?.startsWith(this.#prefix) !== true) continue;
      const item = JSON.parse(this.#ports.storage.getItem(key) ?? 'null') as Outgoing | null;
      // Whether an interrupted one arrived is unknown; its id makes it safe to send again.
      if (item) items.push({ ...item, attachments: item.attachments ?? [], state: item.state === 'stale' ? 'stale' : 'waiting' });
    }
    return items.sort((a, b) => a.id.localeCompare(b.id));
  }
}

function newerOf(problem: ApiProblem): Message[] {
  const body = problem.body as { newer?: Message[] } | null;
  return body?.newer ?? [];
}
