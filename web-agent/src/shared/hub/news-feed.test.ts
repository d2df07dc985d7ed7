import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eventually } from '@/testing/eventually';
import { WebSocketServer, type WebSocket } from 'ws';
import { NewsFeed, retryDelay } from './news-feed';

const end = '\u001e';

/** A hub that speaks the JSON hub protocol, as far as news goes. */
class TestHub {
  readonly sockets: WebSocket[] = [];
  readonly received: unknown[] = [];
  topics: Record<string, number> = { 'user:1': 0 };
  #server: Server | undefined;

  async start(): Promise<string> {
    const server = createServer();
    new WebSocketServer({ server }).on('connection', (socket) => {
      socket.on('message', (data) => {
        for (const part of (data as Buffer).toString().split(end).filter(Boolean)) {
          const message = JSON.parse(part) as { protocol?: string };
          if (message.protocol === undefined) {
            this.received.push(message);
            continue;
          }
          socket.send(`{}${end}`);
          this.sockets.push(socket);
          this.send('connected', { topics: this.topics });
        }
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    this.#server = server;
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hubs/agent`;
  }

  send(target: string, item: object): void {
    this.sockets.at(-1)?.send(JSON.stringify({ type: 1, target, arguments: [item] }) + end);
  }

  drop(): void {
    this.sockets.at(-1)?.terminate();
  }

  stop(): void {
    for (const socket of this.sockets) socket.terminate();
    this.#server?.close();
  }
}

let hub: TestHub;
let feed: NewsFeed;
const refetch = vi.fn();
const lost = vi.fn();
const told: unknown[] = [];

beforeEach(async () => {
  refetch.mockReset();
  lost.mockReset();
  told.length = 0;
  hub = new TestHub();
  const url = await hub.start();
  feed = new NewsFeed({ url, refetch, lost, on: { ticketChanged: (item: unknown) => told.push(item) } });
  feed.start();
  await eventually(() => { expect(feed.status()).toBe('live'); });
});

afterEach(() => {
  feed.stop();
  hub.stop();
});

it('fetches once it is subscribed, and applies what comes after', async () => {
  expect(refetch).toHaveBeenCalledTimes(1);
  hub.send('ticketChanged', { topic: 'user:1', seq: 1, ticketId: 'a' });
  hub.send('ticketChanged', { topic: 'user:1', seq: 1, ticketId: 'a' });
  hub.send('ticketChanged', { topic: 'user:1', seq: 2, ticketId: 'b' });
  await eventually(() => { expect(told).toMatchObject([{ ticketId: 'a' }, { ticketId: 'b' }]); });
  expect(refetch).toHaveBeenCalledTimes(1);
});

it('fetches all again when an item was missed', async () => {
  hub.send('ticketChanged', { topic: 'user:1', seq: 3, ticketId: 'c' });
  await eventually(() => { expect(refetch).toHaveBeenCalledTimes(2); });
  expect(told).toHaveLength(1);
});

it('says that it reconnects, asks for the session, and fetches all again when it is back', async () => {
  hub.topics = { 'user:1': 40 };
  hub.drop();
  await eventually(() => { expect(feed.status()).toBe('reconnecting'); });
  expect(lost).toHaveBeenCalled();
  await eventually(() => { expect(feed.status()).toBe('live'); });
  expect(refetch).toHaveBeenCalledTimes(2);
  hub.send('ticketChanged', { topic: 'user:1', seq: 41, ticketId: 'd' });
  await eventually(() => { expect(told).toMatchObject([{ ticketId: 'd' }]); });
  expect(refetch).toHaveBeenCalledTimes(2);
});

it('fetches all again and counts from there when the hub says anew where its topics stand', async () => {
  hub.send('connected', { topics: { 'user:1': 1_700_000_000_000_000 } });
  await eventually(() => { expect(refetch).toHaveBeenCalledTimes(2); });
  hub.send('ticketChanged', { topic: 'user:1', seq: 1_700_000_000_000_000, ticketId: 'known' });
  hub.send('ticketChanged', { topic: 'user:1', seq: 1_700_000_000_000_001, ticketId: 'next' });
  await eventually(() => { expect(told).toMatchObject([{ ticketId: 'next' }]); });
  expect(refetch).toHaveBeenCalledTimes(2);
  expect(feed.status()).toBe('live');
});

it('applies what has no number as it comes', async () => {
  hub.send('ticketChanged', { topic: 'user:1', seq: 0, ticketId: 'e' });
  hub.send('ticketChanged', { topic: 'user:1', seq: 1, ticketId: 'f' });
  await eventually(() => { expect(told).toMatchObject([{ ticketId: 'e' }, { ticketId: 'f' }]); });
  expect(refetch).toHaveBeenCalledTimes(1);
});

it('whispers to the hub without waiting for an answer', async () => {
  feed.whisper('Typing', 'a', true);
  await eventually(() => { expect(hub.received).toContainEqual(expect.objectContaining({ target: 'Typing', arguments: ['a', true] })); });
});

it('waits longer after each failure, up to ten seconds, never all at the same instant', () => {
  expect(retryDelay(0, 0)).toBe(250);
  expect(retryDelay(0, 1)).toBe(500);
  expect(retryDelay(3, 1)).toBe(4000);
  expect(retryDelay(50, 1)).toBe(10_000);
});
