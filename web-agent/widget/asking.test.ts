// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { brandColours } from './colour';
import { settle, until } from './testing/harness';
import { VisitorServer } from './testing/visitor-server';
import { Widget } from './widget';
import type { PreChat } from './wire';

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
  window.matchMedia = () => ({ matches: false }) as MediaQueryList;
  window.ResizeObserver = NoResizeObserver;
  server = await new VisitorServer().listen();
});

afterEach(async () => {
  widget.stop();
  await server.close();
  document.body.replaceChildren();
});

const root = (): ShadowRoot => document.querySelector('contact-center-chat')?.shadowRoot as ShadowRoot;
const find = <T extends HTMLElement>(selector: string): T => root().querySelector<T>(selector) as T;
const input = (id: string): HTMLInputElement => find(`#${id}`);
const button = (label: string): HTMLButtonElement =>
  [...root().querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent) === label) as HTMLButtonElement;
const type = (target: HTMLInputElement | HTMLTextAreaElement, value: string): void => {
  target.value = value;
  target.dispatchEvent(new Event('input', { bubbles: true }));
};
const enter = (target: Element): boolean => target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
const composer = (): HTMLTextAreaElement => find('.composer textarea');

async function open(language = 'en'): Promise<void> {
  widget = new Widget({ origin: server.origin, widgetKey: 'demo-acme', language });
  await widget.start();
  find('.launcher').click();
  await settle();
}

const asks = (preChat: Partial<PreChat>): void => { server.config.preChat = { name: 'off', email: 'off', topic: 'off', ...preChat }; };

describe('What the customer is asked before he writes', () => {
  test('stands in the composer’s place until it is said, names what is missing, and costs no text', async () => {
    asks({ name: 'required', email: 'optional', topic: 'required' });
    await open();
    expect(find('.composer').hidden).toBe(true);
    expect(root().activeElement).toBe(input('name'));
    expect(find('label[for=email]').textContent).toBe('Email (optional)');
    type(input('name'), 'Ida');
    button('Start chat').click();
    expect(root().activeElement).toBe(input('topic'));
    expect(input('topic').getAttribute('aria-invalid')).toBe('true');
    expect(find(`#${input('topic').getAttribute('aria-describedby') ?? ''}`).textContent).toBe('Please fill this in.');
    widget.stop();

    await open();
    expect(input('name').value).toBe('Ida');
    type(input('topic'), 'A bag');
    enter(input('topic'));
    expect(find('.composer').hidden).toBe(false);
    expect(root().activeElement).toBe(composer());
    composer().value = 'It is blue';
    enter(composer());
    await until(() => server.messages.length === 1);
    expect(server.requests('POST demo-acme/sessions')[0]?.body).toMatchObject({ name: 'Ida', topic: 'A bag', language: 'en' });
  });

  test('is nothing when everything is off, and folded when it is optional', async () => {
    asks({});
    await open();
    expect(find('.about-form').hidden).toBe(true);
    widget.stop();
    asks({ topic: 'optional' });
    await open();
    expect(find('.about-form').hidden).toBe(false);
    expect(find('.composer').hidden).toBe(false);
    expect(input('name').closest<HTMLElement>('.field')?.hidden).toBe(true);
  });

  test('that became required after the page was opened is asked then, and the message goes when it is said', async () => {
    asks({});
    await open();
    asks({ email: 'required' });
    composer().value = 'Where is my bag?';
    enter(composer());
    await until(() => !find('.about-form').hidden && input('email').getAttribute('aria-invalid') === 'true');
    expect(root().querySelector('.mine .bubble')?.textContent).toContain('Where is my bag?');
    expect(find('.composer').hidden).toBe(true);
    type(input('email'), 'ida@home.test');
    button('Start chat').click();
    await until(() => server.messages.length === 1);
    expect(server.messages[0]?.text).toBe('Where is my bag?');
  });
});

describe('The end of a talk', () => {
  async function ended(): Promise<void> {
    server.config.asksSatisfaction = true;
    await open();
    composer().value = 'Hello';
    enter(composer());
    await until(() => server.openStreams === 1 && server.messages.length === 1);
    server.say('agent', 'Done');
    server.say('system', '', { code: 'ended' });
    server.become({ status: 'closed', position: null });
    await until(() => !find('.rating').hidden);
  }

  test('is asked about once; the answer is kept until it is sent', async () => {
    await ended();
    const fourth = find<HTMLInputElement>('input[type=radio][value="4"]');
    expect(fourth.getAttribute('aria-label')).toBe('4: Good');
    fourth.click();
    type(find<HTMLTextAreaElement>('#rate-comment'), 'Quick');
    widget.stop();
    await open();
    await until(() => !find('.rating').hidden);
    expect(find<HTMLInputElement>('input[type=radio][value="4"]').checked).toBe(true);
    expect(find<HTMLTextAreaElement>('#rate-comment').value).toBe('Quick');
    server.trouble('POST satisfaction', { status: 503 });
    button('Send answer').click();
    await until(() => find('.notice').textContent === 'Your answer could not be sent. Please try again.');
    button('Send answer').click();
    await until(() => find('.rating [role=status]').textContent === 'Thank you for your answer.');
    expect(server.answers).toEqual([{ score: 4, comment: 'Quick' }]);
    widget.stop();
    await open();
    await settle();
    expect(find('.rating').hidden).toBe(true);
  });

  test('is not asked about when he left unanswered, wrote again, or does not want to be', async () => {
    await ended();
    button('Not now').click();
    await until(() => find('.rating').hidden);
    composer().value = 'One more thing';
    enter(composer());
    await until(() => server.messages.at(-1)?.text === 'One more thing');
    server.become({ status: 'closed', position: null });
    await settle();
    expect(find('.rating').hidden).toBe(true);
    expect(server.answers).toEqual([]);
  });

  test('can be saved as the server tells it, in his zone and language', async () => {
    await ended();
    const saved: string[] = [];
    URL.createObjectURL = () => 'blob:chat';
    URL.revokeObjectURL = () => undefined;
    HTMLAnchorElement.prototype.click = function click() { saved.push(this.download); };
    server.trouble('GET transcript', { status: 500 });
    button('Save this chat').click();
    await until(() => find('.notice').textContent === 'The chat cannot be saved now. Please try again.');
    button('Save this chat').click();
    await until(() => saved.length === 1);
    expect(saved[0]).toMatch(/^chat-\d{4}-\d\d-\d\d\.html$/);
    expect(server.requests('GET transcript').at(-1)?.path).toBe(
      `transcript?zone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}&language=en`);
  });
});

describe('The look', () => {
  test('follows the theme; what stands on the launcher is in its name', async () => {
    server.config.theme = { side: 'left', scheme: 'dark', corners: 'square', launcherText: 'Ask us' };
    await open();
    expect({ ...find('.widget').dataset }).toMatchObject({ side: 'left', scheme: 'dark', corners: 'square' });
    button('Close chat').click();
    expect(find('.launcher').getAttribute('aria-label')).toBe('Ask us: Open chat');
    expect(find('.invitation').textContent).toBe('Ask us');
  });

  test('runs from the right in Arabic, and is English where its words cannot be loaded', async () => {
    await open('ar');
    expect([find('.widget').dir, find('.widget').lang, composer().placeholder]).toEqual(['rtl', 'ar', 'اكتب رسالة']);
    widget.stop();
    server.files.delete('/widget-texts/ar.json');
    await open('ar');
    expect([find('.widget').dir, find('.widget').lang, composer().placeholder]).toEqual(['ltr', 'en', 'Write a message']);
  });

  test('is readable in every colour that there is: text on it has at least 4.5 to 1', () => {
    const channel = (value: number): number => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = (hex: string): number =>
      0.2126 * channel(parseInt(hex.slice(1, 3), 16)) + 0.7152 * channel(parseInt(hex.slice(3, 5), 16)) + 0.0722 * channel(parseInt(hex.slice(5, 7), 16));
    let least = 21;
    for (let red = 0; red < 256; red += 5) for (let green = 0; green < 256; green += 5) for (let blue = 0; blue < 256; blue += 5) {
      const colour = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
      const { brand, onBrand } = brandColours(colour);
      const [low, high] = [light(brand), light(onBrand)].sort((a, b) => a - b) as [number, number];
      least = Math.min(least, (high + 0.05) / (low + 0.05));
    }
    expect(least).toBeGreaterThanOrEqual(4.5);
  });
});
