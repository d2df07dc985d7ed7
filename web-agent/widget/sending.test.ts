import { describe, expect, test, vi } from 'vitest';
import { SiteStorage, settle, texts, until, useVisitorServer } from './testing/harness';

const { server, openTab } = useVisitorServer();

const stored = (): string[] => server().messages.filter((message) => message.from === 'me').map((message) => message.text);
const delivered = (count: number): Promise<void> => until(() => stored().length === count, `${count} stored`);

describe('What the customer writes', () => {
  test('opens a session with the first message, not before', async () => {
    const { conversation, now } = await openTab();
    conversation.setOpened(true);
    await settle();
    expect(server().requests('POST').length).toBe(0);
    conversation.about.details = { name: 'Eva' };
    conversation.write('Hello');
    await until(() => now().unsent.length === 0);
    expect(server().requests('POST').map((asked) => [asked.path, asked.body])).toEqual([
      ['demo-acme/sessions', { name: 'Eva', language: 'en', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }],
      ['messages', { id: server().messages[0]?.id, text: 'Hello' }],
    ]);
    expect(texts(now())).toEqual(['Hello']);
  });

  test('carries the token in a header and never in an address', async () => {
    const { conversation } = await openTab();
    conversation.write('Hello');
    await until(() => server().openStreams === 1);
    for (const asked of server().asked) expect(asked.path).not.toContain('token');
    expect(server().requests('GET stream')[0]?.headers.authorization).toMatch(/^Bearer token-/);
  });

  test('arrives once when the server took it and its answer was lost', async () => {
    const { conversation, now } = await openTab();
    server().trouble('POST messages', 'lose');
    conversation.write('Only once');
    await until(() => now().troubled);
    expect(now().unsent.map((message) => message.text)).toEqual(['Only once']);
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => now().unsent.length === 0);
    expect(stored()).toEqual(['Only once']);
    expect(texts(now())).toEqual(['Only once']);
    expect(server().requests('POST messages').length).toBe(2);
  });

  test('is not sent again when the stream has already brought it back', async () => {
    const { conversation, now } = await openTab();
    conversation.write('Hello');
    await until(() => server().openStreams === 1);
    server().trouble('POST messages', 'lose');
    conversation.write('taken, but not answered');
    await until(() => texts(now()).length === 2 && now().troubled);
    expect(now().unsent).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    await settle();
    expect(server().requests('POST messages').length).toBe(2);
    expect(now().troubled).toBe(false);
  });

  test('arrives in the order of writing, whatever fails on the way', async () => {
    const { conversation, now } = await openTab();
    server().trouble('POST demo-acme/sessions', 'cut');
    server().trouble('POST messages', { status: 503 });
    server().trouble('POST messages', 'cut');
    server().trouble('POST messages', 'lose');
    for (const text of ['one', 'two', 'three', 'four']) conversation.write(text);
    for (let i = 0; i < 40 && stored().length < 4; i++) {
      await vi.advanceTimersByTimeAsync(5_000);
      await settle();
    }
    await until(() => now().unsent.length === 0);
    expect(stored()).toEqual(['one', 'two', 'three', 'four']);
  });

  test('waits longer between attempts, and goes at once when the network returns', async () => {
    const { conversation, now } = await openTab();
    server().trouble('POST demo-acme/sessions', 'cut', 3);
    conversation.write('Hello');
    await until(() => server().requests('POST').length === 1 && now().troubled);
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => server().requests('POST').length === 2);
    await settle();
    await vi.advanceTimersByTimeAsync(1_999);
    await settle();
    expect(server().requests('POST').length).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    await until(() => server().requests('POST').length === 3);
    await settle();
    conversation.networkReturned();
    await delivered(1);
    await until(() => !now().troubled);
  });

  test('survives a reload', async () => {
    const site = new SiteStorage();
    server().trouble('POST demo-acme/sessions', 'cut', 9);
    const before = await openTab(site);
    before.conversation.write('first');
    before.conversation.write('second');
    await until(() => before.now().troubled);
    before.conversation.stop();
    await settle();
    const after = await openTab(site);
    expect(after.now().unsent.map((message) => message.text)).toEqual(['first', 'second']);
    for (let i = 0; i < 9; i++) {
      after.conversation.networkReturned();
      await settle();
    }
    await delivered(2);
    expect(stored()).toEqual(['first', 'second']);
  });

  test.each([['locks', true], ['no locks', false]])('is sent by one of two tabs of a site, in one session, with %s', async (_, withLocks) => {
    const site = new SiteStorage();
    const one = await openTab(site, withLocks);
    const two = await openTab(site, withLocks);
    one.conversation.write('Hello');
    await until(() => server().openStreams === 2 && texts(two.now()).length === 1);
    two.conversation.write('again');
    await until(() => texts(one.now()).length === 2 && texts(two.now()).length === 2);
    await settle();
    expect(stored()).toEqual(['Hello', 'again']);
    expect([one.now().unsent, two.now().unsent]).toEqual([[], []]);
    expect(server().requests('POST demo-acme/sessions').length).toBe(1);
    expect(server().requests('POST messages').length).toBe(2);
  });

  test('is taken over by another tab when its own is closed too soon', async () => {
    const site = new SiteStorage();
    const one = await openTab(site);
    const two = await openTab(site);
    server().trouble('POST demo-acme/sessions', 'cut');
    one.conversation.write('Hello');
    await until(() => one.now().troubled);
    await settle();
    expect(two.now().unsent.map((message) => message.text)).toEqual(['Hello']);
    one.close();
    await until(() => stored().length === 1 && two.now().unsent.length === 0);
    expect(server().requests('POST messages').length).toBe(1);
  });

  test('asks before sending what is older than an hour', async () => {
    const site = new SiteStorage();
    server().trouble('POST demo-acme/sessions', 'cut');
    const before = await openTab(site);
    before.conversation.write('from this morning');
    await until(() => before.now().troubled);
    before.conversation.stop();
    vi.setSystemTime(Date.now() + 61 * 60 * 1000);
    before.conversation.write('from just now');
    const { conversation, now } = await openTab(site);
    await delivered(1);
    await settle();
    expect(stored()).toEqual(['from just now']);
    expect(now().unsent.map((message) => message.failure)).toEqual(['failedStale']);
    conversation.retry(now().unsent[0]?.id ?? '');
    await delivered(2);
  });

  test.each([
    [413, 'failedTooLong'],
    [400, 'failedRefused'],
    [422, 'failedRefused'],
    [403, 'failedUnavailable'],
  ])('a refusal with %i is shown, holds nothing back, and can be tried again', async (status, failure) => {
    const { conversation, now } = await openTab();
    server().trouble('POST messages', { status });
    conversation.write('refused');
    conversation.write('fine');
    await delivered(1);
    await until(() => now().unsent.length === 1);
    expect(stored()).toEqual(['fine']);
    expect(now().unsent[0]).toMatchObject({ text: 'refused', failure });
    conversation.retry(now().unsent[0]?.id ?? '');
    await delivered(2);
    await until(() => now().unsent.length === 0);
  });

  test('a refused message can be thrown away', async () => {
    const { conversation, now } = await openTab();
    server().trouble('POST messages', { status: 413 });
    conversation.write('refused');
    await until(() => now().unsent[0]?.failure === 'failedTooLong');
    conversation.discard(now().unsent[0]?.id ?? '');
    expect(now().unsent).toEqual([]);
  });

  test('a session refused for the details says so', async () => {
    const { conversation, now } = await openTab();
    server().trouble('POST demo-acme/sessions', { status: 400 });
    conversation.write('Hello');
    await until(() => now().unsent[0]?.failure === 'failedDetails');
    conversation.about.details = {};
    conversation.retry(now().unsent[0]?.id ?? '');
    await delivered(1);
  });

  test('with 429 waits as long as the server asks, even if the customer writes more', async () => {
    const { conversation, now } = await openTab();
    server().trouble('POST messages', { status: 429, retryAfter: 20 });
    conversation.write('one');
    await until(() => now().slowedDownFor === 20);
    conversation.write('two');
    await vi.advanceTimersByTimeAsync(19_999);
    await settle();
    expect(stored()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await delivered(2);
    await until(() => now().slowedDownFor === null);
    expect(stored()).toEqual(['one', 'two']);
  });

  test('works in a browser that forbids storage', async () => {
    const forbidden = new Proxy({} as Storage, {
      get() { throw new DOMException('forbidden', 'SecurityError'); },
    });
    const { conversation, now } = await openTab(forbidden);
    conversation.write('Hello');
    await until(() => texts(now()).length === 1 && now().unsent.length === 0);
    expect(stored()).toEqual(['Hello']);
  });
});
