import { afterEach, beforeEach, vi } from 'vitest';
import { Conversation } from '../conversation';
import type { Snapshot } from '../snapshot';
import { Store } from '../store';
import { Wire } from '../wire';
import { VisitorServer } from './visitor-server';

/** A browser's storage for one site; give the same one to two conversations to have two tabs, or a reload. Each tab hears of the
 *  others' changes, and one at a time holds the lock. */
export class SiteStorage implements Storage {
  readonly tabs = new Set<(event: StorageEvent) => void>();
  private readonly entries = new Map<string, string>();
  private last: Promise<void> = Promise.resolve();

  forTab(hears: (event: StorageEvent) => void): Storage {
    this.tabs.add(hears);
    const changed = (key: string): void => {
      for (const tab of this.tabs) if (tab !== hears) setImmediate(() => { tab({ key } as StorageEvent); });
    };
    return {
      length: 0, clear: () => undefined, key: () => null,
      getItem: (key) => this.getItem(key),
      setItem: (key, value) => { if (this.getItem(key) !== value) { this.setItem(key, value); changed(key); } },
      removeItem: (key) => { if (this.getItem(key) !== null) { this.removeItem(key); changed(key); } },
    };
  }

  readonly lock = (work: () => Promise<void>): Promise<void> => (this.last = this.last.then(work));

  get length(): number { return this.entries.size; }
  clear(): void { this.entries.clear(); }
  getItem(key: string): string | null { return this.entries.get(key) ?? null; }
  key(index: number): string | null { return [...this.entries.keys()][index] ?? null; }
  removeItem(key: string): void { this.entries.delete(key); }
  setItem(key: string, value: string): void { this.entries.set(key, value); }
}

/** Waits for real input and output, however long the widget's own (faked) clock stands still. */
export async function until(what: () => boolean, hint = what.toString()): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!what()) {
    if (performance.now() > deadline) throw new Error(`Never came true: ${hint}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets everything that is on its way over loopback arrive, to show that something did not happen. */
export async function settle(): Promise<void> {
  const end = performance.now() + 60;
  while (performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
}

export interface Tab {
  conversation: Conversation;
  now(): Snapshot;
  close(): void;
}

/** A server and fake timers for each test; real sockets between the two. */
export function useVisitorServer(): { server(): VisitorServer; openTab(site?: Storage, withLocks?: boolean): Promise<Tab> } {
  let server: VisitorServer;
  let tabs: Conversation[] = [];
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    server = await new VisitorServer().listen();
  });
  afterEach(async () => {
    for (const tab of tabs) tab.stop();
    tabs = [];
    await server.close();
    vi.useRealTimers();
  });
  return {
    server: () => server,
    async openTab(site = new SiteStorage(), withLocks = true) {
      const wire = new Wire(server.origin, 'demo-acme', fetch);
      const shared = site instanceof SiteStorage ? site : null;
      const hears = (event: StorageEvent): void => {
        const name = store.changed(event);
        if (name !== null) conversation.storageChanged(name);
      };
      const store: Store = new Store('demo-acme', shared ? shared.forTab(hears) : site);
      const lock = withLocks && shared ? shared.lock : null;
      const conversation: Conversation = new Conversation(wire, store, 'en', () => undefined, lock, () => 1);
      tabs.push(conversation);
      await conversation.start();
      const close = (): void => {
        shared?.tabs.delete(hears);
        conversation.stop();
      };
      return { conversation, now: () => conversation.snapshot(), close };
    },
  };
}

export function texts(snapshot: Snapshot): string[] {
  return snapshot.messages.map((message) => message.text);
}
