import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { type Person, person } from './browser.ts';
import type { Chance } from './chance.ts';

const words = 'the bag came late and wet from Lisbon; seat 14 C, row "9" & gate <B>? año señor 100 % of it is gone back soon'.split(' ');

/** Somebody who types without end, a character at a time, whatever happens to his page. What he typed is written down here. */
export abstract class Typist {
  /** In the order of pressing Enter. */
  readonly sent: string[] = [];
  draft = '';
  private hands: Promise<void> = Promise.resolve();
  private cdp: CDPSession | null = null;

  protected constructor(readonly person: Person, readonly name: string) {}

  get page(): Page {
    return this.person.page;
  }

  abstract get box(): Locator;

  /** Connected again. */
  isBack(withinMs: number): Promise<void> {
    return this.until(() => this.isConnected(), withinMs, 'is not back');
  }

  /** Connected, and nothing of his is on its way; while he types that may never be. */
  isCalm(withinMs: number): Promise<void> {
    return this.until(async () => {
      await this.alone(() => this.beforeNext());
      return await this.isConnected() && await this.hasSentAll();
    }, withinMs, 'is not calm');
  }

  protected abstract isConnected(): Promise<boolean>;

  protected abstract hasSentAll(): Promise<boolean>;

  /** Messages of both sides as shown, oldest first. */
  abstract seen(): Promise<string[]>;

  protected abstract beforeNext(): Promise<void>;

  async typeUntil(over: () => boolean, chance: Chance): Promise<void> {
    for (let number = 1; !over(); number++) {
      await this.alone(() => this.beforeNext());
      let text = `${this.name}.${String(number)}`;
      for (let i = chance.from(2, 8); i > 0; i--) text += ` ${chance.of(words)}`;
      for (const character of text) {
        if (over()) break;
        await this.alone(async () => {
          await this.page.keyboard.type(character);
          this.draft += character;
        });
        await this.pause(chance.from(10, 60));
      }
      if (over()) return;
      await this.alone(async () => {
        await this.page.keyboard.press('Enter');
        this.sent.push(this.draft);
        this.draft = '';
      });
      await this.pause(chance.from(200, 1500));
    }
  }

  pause(ms: number): Promise<void> {
    return new Promise((done) => setTimeout(done, ms));
  }

  async cut(ms: number): Promise<void> {
    await this.person.context.setOffline(true);
    await this.pause(ms);
    await this.person.context.setOffline(false);
  }

  /** As the browser does with a page that nobody looks at: nothing runs in it. Nobody types into it either. */
  async freeze(ms: number): Promise<void> {
    this.cdp ??= await this.person.context.newCDPSession(this.page);
    const { cdp } = this;
    await this.alone(async () => {
      await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
      await this.pause(ms);
      await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    });
  }

  /** Between two characters. The page may need a server that is just away. */
  async reload(): Promise<void> {
    await this.alone(async () => {
      for (let tries = 0; ; tries++) {
        try {
          await this.page.reload();
          await this.arrive();
          break;
        } catch (error) {
          if (tries === 90) throw error;
          await this.pause(1000);
        }
      }
      await this.focus();
    });
  }

  /** Not what a page says that is loaded while nobody answers: it shows so, with a button. */
  errors(): string[] {
    return this.person.complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|WebSocket|Failed to (load|fetch)|ApiProblem: unreachable/i.test(text));
  }

  /** After a reload, until the box is there. */
  protected abstract arrive(): Promise<void>;

  protected async focus(): Promise<void> {
    await this.box.focus();
    await this.page.keyboard.press('Control+End');
  }

  private async until(condition: () => Promise<boolean>, withinMs: number, complaint: string): Promise<void> {
    for (const end = Date.now() + withinMs; Date.now() < end; await this.pause(250)) {
      if (await condition()) return;
    }
    throw new Error(`${this.name} ${complaint}: ${await this.page.locator('body').innerText()}`);
  }

  /** One thing at a time: who reloads a page does not type meanwhile. */
  protected async alone(what: () => Promise<void>): Promise<void> {
    const before = this.hands;
    const mine = before.then(what);
    this.hands = mine.catch(() => undefined);
    await mine;
  }
}

export class AgentTypist extends Typist {
  static async open(browser: Browser, name: string): Promise<AgentTypist> {
    return new AgentTypist(await person(browser), name);
  }

  get box(): Locator {
    return this.page.getByLabel('Your reply');
  }

  protected async isConnected(): Promise<boolean> {
    return await this.page.getByText('Connected', { exact: true }).count() > 0;
  }

  protected async hasSentAll(): Promise<boolean> {
    return await this.page.locator('[role=log] article[data-state]').count() === 0;
  }

  async seen(): Promise<string[]> {
    return this.page.locator('[role=log] article:is([data-kind=reply], [data-kind=customer]) > p').allInnerTexts();
  }

  async listed(): Promise<string[]> {
    const links = await this.page.getByRole('region', { name: 'My tickets' }).getByRole('link').all();
    return Promise.all(links.map(async (link) => (await link.getAttribute('href'))?.split('/').at(-1) ?? ''));
  }

  async state(): Promise<string> {
    const label = await this.page.getByRole('button', { name: /^Change your state/ }).getAttribute('aria-label');
    return label?.replace('Change your state: ', '').split(':')[0]?.toLowerCase() ?? '';
  }

  /** A customer's word came in between, or his ticket was away: he has seen it, and sends what he wrote. */
  protected async beforeNext(): Promise<void> {
    await this.box.waitFor({ timeout: 60_000 });
    const anyway = this.page.getByRole('button', { name: 'Send anyway' }).or(this.page.getByRole('button', { name: 'Send again' })).first();
    if (await anyway.count() > 0) await anyway.click({ timeout: 2000 }).catch(() => undefined);
    await this.focus();
  }

  protected async arrive(): Promise<void> {
    await this.box.waitFor({ timeout: 15_000 });
  }
}

export class CustomerTypist extends Typist {
  static async open(browser: Browser, name: string, at: string): Promise<CustomerTypist> {
    const customer = new CustomerTypist(await person(browser), name);
    await customer.page.goto(at);
    await customer.page.getByRole('button', { name: 'Open chat' }).click();
    await customer.box.fill(`${name}.0 hello`);
    await customer.page.keyboard.press('Enter');
    customer.sent.push(`${name}.0 hello`);
    return customer;
  }

  get box(): Locator {
    return this.page.getByRole('textbox', { name: 'Write a message' });
  }

  protected async isConnected(): Promise<boolean> {
    return !/Reconnecting|Connecting|cannot be reached/i.test(await this.page.getByRole('dialog').innerText());
  }

  protected async hasSentAll(): Promise<boolean> {
    return !/Not sent|Sending…/.test(await this.page.getByRole('dialog').innerText());
  }

  async seen(): Promise<string[]> {
    // Without the greeting, and without what only a screen reader hears.
    const shown = await this.page.getByRole('log', { name: 'Messages' }).locator('.message .bubble')
      .evaluateAll((bubbles) => bubbles.map((bubble) => Array.from(bubble.childNodes).filter((part) => !(part instanceof Element && part.matches('.unseen'))).map((part) => part.textContent).join('')));
    return shown.filter((text) => /^[ac]\d+\.\d+ /.test(text));
  }

  /** A message that waited so long that the widget asks again: he still wants to send it. */
  protected async beforeNext(): Promise<void> {
    const again = this.page.getByRole('button', { name: 'Try again' }).first();
    if (await again.count() === 0) return;
    await again.click({ timeout: 2000 }).catch(() => undefined);
    await this.focus();
  }

  protected async arrive(): Promise<void> {
    const open = this.page.getByRole('button', { name: /^Open chat/ });
    await this.box.or(open).first().waitFor({ timeout: 15_000 });
    if (await open.count() > 0 && await this.box.count() === 0) await open.click();
    await this.box.waitFor({ timeout: 15_000 });
  }
}
