import { afterEach, beforeEach, vi } from 'vitest';
import { Conversation, type Snapshot } from '../conversation';
import { Store } from '../store';
import { Wire } from '../wire';
import { VisitorServer } from './visitor-server';

/** A browser's storage for one site; give the same one to two conversations to have two tabs, or a reload. */
export class SiteStorage implements Storage {
  private readonly entries = new Map<string, string>();
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
}

/** A server and fake timers for each test; real sockets between the two. */
export function useVisitorServer(): { server(): VisitorServer; openTab(storage?: Storage | null): Promise<Tab> } {
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
    async openTab(storage = new SiteStorage()) {
      const wire = new Wire(server.origin, 'demo-acme', fetch);
      const conversation = new Conversation(wire, new Store('demo-acme', storage), 'en', () => undefined, () => 1);
      tabs.push(conversation);
      await conversation.start();
      return { conversation, now: () => conversation.snapshot() };
    },
  };
}

export function texts(snapshot: Snapshot): string[] {
  return snapshot.messages.map((message) => message.text);
}
