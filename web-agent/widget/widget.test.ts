// @vitest-environment jsdom
import { File as PlainFile } from 'node:buffer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settle, until } from './testing/harness';
import { VisitorServer } from './testing/visitor-server';
import { Widget } from './widget';

// jsdom has no layout that could change.
class NoResizeObserver implements ResizeObserver {
  observe(): void { /* never */ }
  unobserve(): void { /* never */ }
  disconnect(): void { /* never */ }
}

let server: VisitorServer;
let widget: Widget;

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  window.matchMedia = () => ({ matches: false }) as MediaQueryList; // a desk: jsdom has no screen to ask
  window.ResizeObserver = NoResizeObserver;
  server = await new VisitorServer().listen();
  widget = new Widget({ origin: server.origin, widgetKey: 'demo-acme', language: 'en' });
});

afterEach(async () => {
  widget.stop();
  await server.close();
  document.body.replaceChildren();
});

const root = (): ShadowRoot => {
  const shadow = document.querySelector('contact-center-chat')?.shadowRoot;
  if (!shadow) throw new Error('No widget on the page');
  return shadow;
};
const find = <T extends Element = HTMLElement>(selector: string): T => {
  const found = root().querySelector<T>(selector);
  if (!found) throw new Error(`Nothing matches ${selector}`);
  return found;
};
const launcher = (): HTMLButtonElement => find('.launcher');
const field = (): HTMLTextAreaElement => find('.composer textarea');
const panel = (): HTMLElement => find('[role=dialog]');
const bubbles = (): string[] => [...root().querySelectorAll('.bubble')].map((bubble) => bubble.textContent ?? '');
const button = (label: string): HTMLButtonElement => {
  const found = [...root().querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent) === label);
  if (!found) throw new Error(`No button ${label}`);
  return found;
};
const press = (target: Element, key: string, more: KeyboardEventInit = {}): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
};

async function opened(): Promise<void> {
  await widget.start();
  launcher().focus();
  launcher().click();
}

async function chatting(): Promise<void> {
  await opened();
  field().value = 'Hello';
  press(field(), 'Enter');
  await until(() => server.openStreams === 1 && find('.status').textContent === 'You are number 1 in line');
}

describe('The widget on a page', () => {
  test('sends a file as a message of its own and saves what the agent sent', async () => {
    await chatting();
    const chooser = find<HTMLInputElement>('input[type=file]');
    Object.defineProperty(chooser, 'files', { value: [new PlainFile(['a photo'], 'bag & tag.png')], configurable: true });
    chooser.dispatchEvent(new Event('change'));
    await until(() => server.messages.some((message) => message.attachments.length === 1));
    expect(server.requests('POST files')[0]?.path).toBe('files?name=bag%20%26%20tag.png');
    expect(server.messages.at(-1)).toMatchObject({ from: 'me', text: '', attachments: [{ name: 'bag & tag.png', size: 7 }] });
    await until(() => find('.notice').textContent === '' && root().querySelectorAll('.mine .file').length === 1);

    const saved: string[] = [];
    URL.createObjectURL = () => 'blob:form';
    URL.revokeObjectURL = () => undefined;
    HTMLAnchorElement.prototype.click = function click() { saved.push(this.download); };
    server.say('agent', 'Please sign', { attachments: [{ id: 'f9', name: 'form.pdf', contentType: 'application/pdf', size: 5 }] });
    await until(() => bubbles().some((text) => text.includes('form.pdf')));
    button('Save form.pdf').click();
    await until(() => saved.includes('form.pdf'));
    expect(server.requests('GET files/f9')[0]?.headers.authorization).toMatch(/^Bearer token-/);
  });

  test('says why a file does not go', async () => {
    await chatting();
    const chooser = find<HTMLInputElement>('input[type=file]');
    Object.defineProperty(chooser, 'files', { value: [new PlainFile([], 'empty.txt')], configurable: true });
    chooser.dispatchEvent(new Event('change'));
    await until(() => find('.notice').textContent === 'A file may have up to 10 MB and must not be empty.');
    server.trouble('POST files', 'cut');
    Object.defineProperty(chooser, 'files', { value: [new PlainFile(['x'], 'x.txt')], configurable: true });
    chooser.dispatchEvent(new Event('change'));
    await until(() => find('.notice').textContent === 'The file could not be sent. Please try again.');
    expect(server.messages.every((message) => message.attachments.length === 0)).toBe(true);
  });

  test('the focus goes into the panel when it opens and back to the launcher when it closes', async () => {
    await opened();
    expect(root().activeElement).toBe(field());
    expect(launcher().getAttribute('aria-expanded')).toBe('true');
    button('Close chat').click();
    expect(panel().hidden).toBe(true);
    expect(root().activeElement).toBe(launcher());
    expect(launcher().getAttribute('aria-expanded')).toBe('false');
  });

  test('Escape closes it; while ending is being confirmed it only takes that back', async () => {
    await chatting();
    button('End chat').click();
    const confirm = find('.confirm');
    expect(confirm.hidden).toBe(false);
    expect(confirm.contains(root().activeElement)).toBe(true);
    press(find('.confirm button'), 'Escape');
    expect([confirm.hidden, panel().hidden]).toEqual([true, false]);
    expect(root().activeElement).toBe(field());
    press(field(), 'Escape');
    expect(panel().hidden).toBe(true);
    expect(root().activeElement).toBe(launcher());
  });

  test('Enter sends; Shift and Enter, or Enter while composing, do not', async () => {
    await opened();
    field().value = 'one\ntwo';
    expect(press(field(), 'Enter', { shiftKey: true }).defaultPrevented).toBe(false);
    expect(press(field(), 'Enter', { isComposing: true }).defaultPrevented).toBe(false);
    await settle();
    expect(server.messages).toEqual([]);
    expect(press(field(), 'Enter').defaultPrevented).toBe(true);
    expect(field().value).toBe('');
    await until(() => server.messages.length === 1);
    expect(server.messages[0]?.text).toBe('one\ntwo');
  });

  test('an empty message is not sent', async () => {
    await opened();
    field().value = '  \n ';
    press(field(), 'Enter');
    await settle();
    expect(server.requests('POST')).toEqual([]);
  });

  test('what is typed is no shortcut of the page', async () => {
    await opened();
    let heard = 0;
    const listen = (): void => { heard++; };
    document.addEventListener('keydown', listen);
    press(field(), 'k');
    document.removeEventListener('keydown', listen);
    expect(heard).toBe(0);
  });

  test('names and live regions tell a screen reader what is where', async () => {
    await chatting();
    expect(panel().getAttribute('aria-label')).toBe('Acme Air');
    expect(find('[role=log]').getAttribute('aria-live')).toBe('polite');
    expect(find('[role=log]').getAttribute('aria-label')).toBe('Messages');
    expect(find('.status').getAttribute('role')).toBe('status');
    expect(field().getAttribute('aria-label')).toBe('Write a message');
    for (const one of root().querySelectorAll('button')) expect(one.getAttribute('aria-label') ?? one.textContent).toMatch(/\w/);
    expect(bubbles()).toEqual(['Hello! How can we help?', 'You: Hello']);
  });

  test('rows of the log are kept, so nothing is read out twice', async () => {
    await chatting();
    const before = [...find('.log').children];
    server.say('agent', 'Hello there');
    await until(() => bubbles().length === 3);
    expect([...find('.log').children].slice(0, 2)).toEqual(before);
  });

  test('markup in a message stays text, and links open safely', async () => {
    await chatting();
    server.say('agent', '<img src=x onerror=alert(1)> https://acme.test/a');
    await until(() => bubbles().length === 3);
    expect(root().querySelector('img')).toBeNull();
    const link = find<HTMLAnchorElement>('.bubble a');
    expect([link.href, link.target, link.rel]).toEqual(['https://acme.test/a', '_blank', 'noopener noreferrer nofollow']);
  });

  test('unread messages are counted on the launcher, announced, and read by opening', async () => {
    await chatting();
    button('Close chat').click();
    server.say('agent', 'one');
    server.say('agent', 'two');
    await until(() => find('.badge').textContent === '2');
    expect(launcher().getAttribute('aria-label')).toBe('Open chat, unread messages: 2');
    expect(find('.unseen[role=status]').textContent).toBe('New message from Ana');
    launcher().click();
    expect(find('.badge').hidden).toBe(true);
  });

  test('a message that failed stays visible with its choices', async () => {
    await chatting();
    server.trouble('POST messages', { status: 413 });
    field().value = 'too long';
    press(field(), 'Enter');
    await until(() => root().textContent.includes('Not sent: this message is too long.'));
    button('Try again').focus();
    button('Try again').click();
    await until(() => server.messages.length === 2 && !root().textContent.includes('Not sent'));
    expect(root().activeElement, 'the focus stays in the panel').not.toBeNull();
  });

  test('an agent who joins, hands over and ends is told in words', async () => {
    await chatting();
    server.say('system', '', { code: 'agent_joined', name: 'Ana' });
    server.say('system', '', { code: 'transferred' });
    server.say('system', '', { code: 'ended' });
    await until(() => root().querySelectorAll('.note').length === 3);
    expect([...root().querySelectorAll('.note')].map((note) => note.textContent)).toEqual([
      'Ana joined the chat', 'You are being transferred to another agent', 'The chat has ended',
    ]);
  });

  test('when nobody is on duty it says so, and the message is accepted all the same', async () => {
    server.config = { ...server.config, online: false, offlineText: 'We are back at nine.' };
    server.state = { ...server.state, online: false };
    await opened();
    await until(() => find('.status').textContent === 'We are back at nine.');
    field().value = 'See you then';
    press(field(), 'Enter');
    await until(() => find('.status').textContent?.includes('Keep this chat open to be answered') ?? false);
    expect(server.messages.map((message) => message.text)).toEqual(['See you then']);
  });

  test('a wrong email address is said before anything is sent, and costs no text', async () => {
    await opened();
    const email = find<HTMLInputElement>('input[type=email]');
    email.value = 'eva at home';
    email.dispatchEvent(new Event('input'));
    field().value = 'Hello';
    press(field(), 'Enter');
    expect(find(`#${email.getAttribute('aria-describedby') ?? 'nothing'}`).textContent).toBe('Please check your email address.');
    expect(root().activeElement).toBe(email);
    expect(field().value).toBe('Hello');
    email.value = 'eva@home.test';
    email.dispatchEvent(new Event('input'));
    press(field(), 'Enter');
    await until(() => server.messages.length === 1);
    expect(server.requests('POST demo-acme/sessions')[0]?.body).toMatchObject({ email: 'eva@home.test' });
    expect(email.getAttribute('aria-invalid')).toBeNull();
  });

  test('a message that is too long is not sent, not cut and not lost', async () => {
    await opened();
    field().value = 'x'.repeat(4_001);
    press(field(), 'Enter');
    expect(find('[role=alert]').textContent).toContain('4001');
    expect(field().value.length).toBe(4_001);
    field().value = 'x'.repeat(4_000);
    field().dispatchEvent(new Event('input'));
    expect(find('[role=alert]').textContent).toBe('');
    press(field(), 'Enter');
    await until(() => server.messages.length === 1);
  });

  test('a draft survives a reload', async () => {
    await opened();
    field().value = 'half a sen';
    field().dispatchEvent(new Event('input'));
    widget.stop();
    widget = new Widget({ origin: server.origin, widgetKey: 'demo-acme', language: 'en' });
    await widget.start();
    expect(field().value).toBe('half a sen');
    expect(panel().hidden, 'it was open in this tab').toBe(false);
  });

  test('speaks Spanish where the page or the browser asks for it', async () => {
    widget.stop();
    widget = new Widget({ origin: server.origin, widgetKey: 'demo-acme', language: 'es' });
    await widget.start();
    expect(launcher().getAttribute('aria-label')).toBe('Abrir el chat');
  });

  test.each([['es-MX', 'es-MX'], ['fr', 'fr'], ['no such language!', 'en']])('a page that says %j opens a session for %s', async (wish, language) => {
    widget.stop();
    widget = new Widget({ origin: server.origin, widgetKey: 'demo-acme', language: wish });
    await opened();
    field().value = 'Hello';
    press(field(), 'Enter');
    await until(() => server.messages.length === 1);
    expect(server.requests('POST demo-acme/sessions')[0]?.body['language']).toBe(language);
  });

  test('comes back when the page replaces its body', async () => {
    await chatting();
    document.body.replaceChildren();
    widget.attach();
    widget.attach();
    expect(document.querySelectorAll('contact-center-chat').length).toBe(1);
    expect(bubbles()).toContain('You: Hello');
  });

  test('a key that the server does not know shows nothing', async () => {
    server.trouble('GET demo-acme', { status: 404 });
    expect(await widget.start()).toBe(false);
    expect(document.querySelector('contact-center-chat')).toBeNull();
  });
});
