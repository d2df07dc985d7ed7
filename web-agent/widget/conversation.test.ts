import { describe, expect, test, vi } from 'vitest';
import { SiteStorage, settle, texts, until, useVisitorServer, type Tab } from './testing/harness';

const { server, openTab } = useVisitorServer();

async function chatting(site = new SiteStorage()): Promise<Tab> {
  const tab = await openTab(site);
  tab.conversation.write('Hello');
  await until(() => server().openStreams === 1 && tab.now().state.status === 'waiting');
  return tab;
}

describe('The conversation', () => {
  test('follows the queue, the agent and the end as the stream tells them', async () => {
    const { conversation, now } = await chatting();
    server().become({ position: 3 });
    await until(() => now().state.position === 3);
    server().say('system', '', { code: 'agent_joined', name: 'Ana' });
    server().become({ status: 'assigned', position: null, agentName: 'Ana' });
    server().say('agent', 'How can I help?');
    await until(() => now().messages.length === 3);
    expect(now().state).toMatchObject({ status: 'assigned', agentName: 'Ana' });
    await conversation.end();
    expect(now().state.status).toBe('closed');
  });

  test('asks for the history once and leaves the rest to the stream', async () => {
    const { conversation, now } = await openTab();
    conversation.setOpened(true);
    conversation.write('Hello');
    await until(() => now().state.status === 'waiting' && server().openStreams === 1);
    await settle();
    expect(server().requests('GET messages').length).toBe(1);
    expect(server().requests('GET stream').length).toBe(1);
  });

  test('asks for the history once, however many reasons come while it is on its way', async () => {
    const site = new SiteStorage();
    await chatting(site);
    const { conversation, now } = await openTab(site);
    const before = server().requests('GET messages').length;
    conversation.storageChanged('session');
    conversation.setOpened(true);
    await until(() => now().state.status === 'waiting' && texts(now()).length === 1);
    await settle();
    expect(server().requests('GET messages').length).toBe(before + 1);
  });

  test('a message after the end starts over', async () => {
    const { conversation, now } = await chatting();
    await conversation.end();
    await until(() => now().state.status === 'closed');
    conversation.write('One more thing');
    await until(() => now().state.status === 'waiting');
    expect(texts(now())).toEqual(['Hello', '', 'One more thing']);
    await until(() => server().openStreams === 1);
  });

  test('a page that is loaded again shows what was said and follows on', async () => {
    const site = new SiteStorage();
    const before = await chatting(site);
    server().say('agent', 'How can I help?');
    before.conversation.stop();
    await until(() => server().openStreams === 0);
    server().say('agent', 'Are you there?');
    const { now } = await openTab(site);
    expect(texts(now())).toEqual(['Hello', 'How can I help?', 'Are you there?']);
    await until(() => server().openStreams === 1);
    server().say('agent', 'Good.');
    await until(() => texts(now()).length === 4);
  });

  test('loses and doubles nothing over a cut stream', async () => {
    const { now } = await chatting();
    server().say('agent', 'one');
    await until(() => texts(now()).length === 2);
    server().cutStreams();
    await until(() => server().openStreams === 0);
    server().say('agent', 'two');
    server().say('agent', 'three');
    await settle();
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => texts(now()).length === 4);
    expect(texts(now())).toEqual(['Hello', 'one', 'two', 'three']);
    expect(server().requests('GET stream').at(-1)?.headers['last-event-id']).toBe('2');
  });

  test('an acknowledgement that is ahead of the stream does not make it skip an agent\'s message', async () => {
    const { conversation, now } = await chatting();
    server().cutStreams();
    await until(() => server().openStreams === 0);
    await settle();
    server().say('agent', 'said during the cut');
    conversation.write('and mine after it');
    await until(() => now().unsent.length === 0);
    expect(texts(now())).toEqual(['Hello', 'and mine after it']);
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => texts(now()).length === 3);
    expect(texts(now())).toEqual(['Hello', 'said during the cut', 'and mine after it']);
  });

  test('speaks of a lost connection only when it stays lost', async () => {
    const { conversation, now } = await chatting();
    server().cutStreams();
    await until(() => server().openStreams === 0);
    await settle();
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => server().openStreams === 1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(now().connectionLost).toBe(false);
    server().trouble('GET stream', { status: 503 });
    server().cutStreams();
    await until(() => server().openStreams === 0);
    await settle();
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => server().requests('GET stream').length === 3);
    await settle();
    expect(now().connectionLost).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(now().connectionLost).toBe(true);
    conversation.networkReturned();
    await until(() => !now().connectionLost);
  });

  test('a token that the server no longer knows is replaced without a word, and unsent text goes to the new session', async () => {
    const { conversation, now } = await chatting();
    server().say('agent', 'Yes?');
    await until(() => texts(now()).length === 2);
    conversation.markRead();
    server().tokens.clear();
    server().messages = [];
    conversation.draft = 'half a sentence';
    conversation.write('Still there?');
    await until(() => now().unsent.length === 0 && now().messages.length === 3);
    expect(texts(now())).toEqual(['Hello', 'Yes?', 'Still there?']);
    expect(server().requests('POST demo-acme/sessions').length).toBe(2);
    expect(server().messages.map((message) => message.text)).toEqual(['Still there?']);
    expect(conversation.draft).toBe('half a sentence');
    await until(() => server().openStreams >= 1);
    server().say('agent', 'New here');
    await until(() => texts(now()).at(-1) === 'New here');
    expect(now().unread.map((message) => message.text)).toEqual(['New here']);
  });

  test('fresh tokens that are refused as well do not become a tight loop', async () => {
    const { conversation, now } = await openTab();
    server().trouble('POST messages', { status: 401 }, 4);
    conversation.write('Hello');
    await until(() => now().troubled);
    await settle();
    expect(server().requests('POST messages').length).toBe(2);
    await vi.advanceTimersByTimeAsync(1_000);
    await settle();
    expect(server().requests('POST messages').length).toBe(3);
  });

  test('a token refused by the stream is forgotten', async () => {
    const { now } = await chatting();
    server().tokens.clear();
    server().cutStreams();
    await until(() => server().openStreams === 0);
    await settle();
    await vi.advanceTimersByTimeAsync(1_000);
    await until(() => !now().hasSession);
    expect(now().state.status).toBe('none');
  });

  test('keeps no stream for nobody: none before a message, none after the end once the panel is closed', async () => {
    const { conversation, now } = await openTab();
    await settle();
    expect(server().requests('GET stream').length).toBe(0);
    conversation.setOpened(true);
    conversation.write('Hello');
    await until(() => now().state.status === 'waiting');
    conversation.setOpened(false);
    await settle();
    expect(server().openStreams).toBe(1);
    await conversation.end();
    await until(() => server().openStreams === 0);
    conversation.setOpened(true);
    await until(() => server().openStreams === 1);
  });

  test('counts what the agent said while the panel was closed, also over a reload, until it is read', async () => {
    const site = new SiteStorage();
    const { conversation, now } = await chatting(site);
    server().say('agent', 'one');
    server().say('system', '', { code: 'transferred' });
    server().say('agent', 'two');
    await until(() => now().unread.length === 2);
    conversation.stop();
    const again = await openTab(site);
    expect(again.now().unread.length).toBe(2);
    again.conversation.markRead();
    expect(again.now().unread.length).toBe(0);
  });

  test('shows the agent\'s typing until he stops, writes, or falls silent', async () => {
    const { now } = await chatting();
    server().become({ status: 'assigned', agentName: 'Ana' });
    server().typing(true);
    await until(() => now().agentTyping);
    server().typing(false);
    await until(() => !now().agentTyping);
    server().typing(true);
    await until(() => now().agentTyping);
    server().say('agent', 'There');
    await until(() => !now().agentTyping);
    server().typing(true);
    await until(() => now().agentTyping);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(now().agentTyping).toBe(false);
  });

  test('tells the agent of typing at most once in four seconds, and that it stopped', async () => {
    const { conversation, now } = await chatting();
    server().become({ status: 'assigned', agentName: 'Ana' });
    await until(() => now().state.status === 'assigned');
    const said = (): unknown[] => server().requests('POST typing').map((asked) => asked.body['typing']);
    for (let i = 0; i < 9; i++) {
      conversation.typed(true);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await until(() => said().length >= 3);
    expect(said()).toEqual([true, true, true]);
    await vi.advanceTimersByTimeAsync(5_000);
    await until(() => said().length === 4);
    expect(said().at(-1)).toBe(false);
  });

  test('says when the chat could not be ended', async () => {
    const { conversation, now } = await chatting();
    server().trouble('POST end', { status: 503 });
    await conversation.end();
    expect(now()).toMatchObject({ notice: 'notEnded', state: { status: 'waiting' } });
    await conversation.end();
    expect(now()).toMatchObject({ notice: null, state: { status: 'closed' } });
  });

  test('a chat begun in another tab of the site appears here', async () => {
    const site = new SiteStorage();
    const here = await openTab(site);
    const there = await openTab(site);
    there.conversation.write('Hello');
    await until(() => there.now().state.status === 'waiting');
    await until(() => texts(here.now()).length === 1 && here.now().state.status === 'waiting');
  });

  test('a page put aside by the browser lets the stream go and takes it up again', async () => {
    const { conversation, now } = await chatting();
    conversation.sleep();
    await until(() => server().openStreams === 0);
    server().say('agent', 'while away');
    conversation.wakeUp();
    await until(() => texts(now()).includes('while away'));
  });

  test('a widget that the server does not know does not start', async () => {
    server().trouble('GET demo-acme', { status: 404 });
    const { now } = await openTab();
    expect(now().config).toBeNull();
  });

  test('a site that may not use it is left alone after some attempts', async () => {
    server().trouble('GET demo-acme', 'cut', 99);
    const opening = openTab();
    for (let i = 0; i < 20; i++) {
      await settle();
      await vi.advanceTimersByTimeAsync(30_000);
    }
    expect((await opening).now().config).toBeNull();
    expect(server().requests('GET demo-acme').length).toBe(8);
  });

  test('waits out a network that is away when the page is loaded', async () => {
    server().trouble('GET demo-acme', 'cut', 2);
    const opening = openTab();
    for (const wait of [1_000, 2_000]) {
      await settle();
      await vi.advanceTimersByTimeAsync(wait);
    }
    expect((await opening).now().config?.title).toBe('Acme Air');
  });
});
