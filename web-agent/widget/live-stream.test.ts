import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BackOff } from './back-off';
import { LiveStream } from './live-stream';
import { settle, until } from './testing/harness';

let server: Server;
let connections: { request: IncomingMessage; response: ServerResponse; closed: boolean }[];
let answerWith: number;
let stream: LiveStream;
let received: string[];
let statuses: string[];
let refused: number;
let lastId: string;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  [connections, received, statuses, refused, lastId, answerWith] = [[], [], [], 0, '0', 200];
  server = createServer((request, response) => {
    const connection = { request, response, closed: false };
    response.on('close', () => { connection.closed = true; });
    connections.push(connection);
    if (answerWith === 200) response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': hello\n\n');
    else response.writeHead(answerWith, { 'Retry-After': '7' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  stream = new LiveStream({
    connect: (id, signal) => fetch(address, { headers: { 'Last-Event-ID': id }, signal }),
    lastEventId: () => lastId,
    onEvent: (event) => { received.push(event.data); lastId = event.id; },
    onStatus: (status) => { statuses.push(status); },
    onRefused: () => { refused++; },
    backOff: new BackOff(() => 1),
  });
});

afterEach(async () => {
  stream.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  vi.useRealTimers();
});

const connected = (count: number): Promise<void> => until(() => connections.length === count && statuses.at(-1) === 'live', `connection ${count}`);
const newest = (): ServerResponse => {
  const response = connections.at(-1)?.response;
  if (!response) throw new Error('No connection yet');
  return response;
};
const closed = (index: number): boolean => connections[index]?.closed ?? false;

describe('LiveStream', () => {
  test('resumes after a cut from the last event that it passed on', async () => {
    stream.start();
    await connected(1);
    newest().write('id: 5\ndata: five\n\nid: 6\ndata: half of');
    await until(() => received.length === 1);
    newest().destroy();
    await until(() => statuses.at(-1) === 'lost');
    await vi.advanceTimersByTimeAsync(1_000);
    await connected(2);
    expect(connections[1]?.request.headers['last-event-id']).toBe('5');
    newest().write('id: 6\ndata: six\n\n');
    await until(() => received.length === 2);
    expect(received).toEqual(['five', 'six']);
  });

  test('waits longer after each failure, and no longer than half a minute', async () => {
    answerWith = 503;
    stream.start();
    for (const [index, wait] of [7_000, 7_000, 7_000, 8_000, 16_000, 30_000, 30_000].entries()) {
      await until(() => connections.length === index + 1 && statuses.length === index + 1);
      await vi.advanceTimersByTimeAsync(wait - 1);
      await settle();
      expect(connections.length, `no attempt within ${wait} ms`).toBe(index + 1);
      await vi.advanceTimersByTimeAsync(1);
    }
  });

  test('begins with short waits again after a connection that lasted, not after one that was pushed out at once', async () => {
    stream.start();
    for (const [lived, wait] of [[0, 1_000], [9_999, 2_000], [0, 4_000], [10_000, 1_000], [0, 2_000]] as const) {
      await until(() => statuses.at(-1) === 'live');
      const before = connections.length;
      await vi.advanceTimersByTimeAsync(lived);
      newest().destroy();
      await until(() => statuses.at(-1) === 'lost');
      await vi.advanceTimersByTimeAsync(wait - 1);
      await settle();
      expect(connections.length, `none within ${wait} ms`).toBe(before);
      await vi.advanceTimersByTimeAsync(1);
      await until(() => connections.length === before + 1);
    }
  });

  test('gives up a line on which nothing was heard for 40 seconds', async () => {
    stream.start();
    await connected(1);
    await vi.advanceTimersByTimeAsync(39_000);
    expect(closed(0)).toBe(false);
    await vi.advanceTimersByTimeAsync(1_001);
    await until(() => closed(0) && statuses.at(-1) === 'lost');
    await vi.advanceTimersByTimeAsync(1_000);
    await connected(2);
  });

  test('heartbeats keep a silent line', async () => {
    stream.start();
    await connected(1);
    for (let i = 0; i < 4; i++) {
      await vi.advanceTimersByTimeAsync(30_000);
      newest().write(': heartbeat\n\n');
      await settle();
    }
    expect(connections.length).toBe(1);
    expect(closed(0)).toBe(false);
  });

  test('a connection that never answers is given up as well', async () => {
    server.removeAllListeners('request');
    let asked = 0;
    server.on('request', () => { asked++; });
    stream.start();
    await until(() => asked === 1);
    await vi.advanceTimersByTimeAsync(40_000);
    await until(() => statuses.at(-1) === 'lost');
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => asked === 2);
  });

  test('a refused token stops it', async () => {
    answerWith = 401;
    stream.start();
    await until(() => refused === 1);
    await vi.advanceTimersByTimeAsync(120_000);
    await settle();
    expect(connections.length).toBe(1);
  });

  test('the network\'s return ends the pause at once, and replaces a line that may be dead', async () => {
    answerWith = 503;
    stream.start();
    await until(() => statuses.at(-1) === 'lost');
    answerWith = 200;
    stream.reconnect();
    await connected(2);
    stream.reconnect();
    await connected(3);
    await until(() => closed(1));
    expect(closed(2)).toBe(false);
  });

  test('stop closes the line and starts no other; start opens a new one', async () => {
    stream.start();
    stream.start();
    await connected(1);
    stream.stop();
    await until(() => closed(0));
    await vi.advanceTimersByTimeAsync(120_000);
    await settle();
    expect(connections.length).toBe(1);
    stream.start();
    await connected(2);
  });

  test('a character whose bytes arrive apart stays whole', async () => {
    stream.start();
    await connected(1);
    const bytes = Buffer.from('data: 👋 ¿qué?\n\n');
    for (const byte of bytes) {
      newest().write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => received.length === 1);
    expect(received).toEqual(['👋 ¿qué?']);
  });
});
