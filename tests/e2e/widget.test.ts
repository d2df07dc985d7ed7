import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { accessible, launch, type Person, person, type Scheme, setState, shot, signIn } from './support/browser.ts';
import { allowOrigin, type OtherSite, startOtherSite } from './support/other-site.ts';

// The customer's chat on a client's own site: another origin, a strict policy, a phone, a cut network.

let browser: Browser;
let site: OtherSite;
let stranger: OtherSite;
let agent: Person;
let customer: Person;

before(async () => {
  browser = await launch();
  site = await startOtherSite('demo-acme');
  stranger = await startOtherSite('demo-acme');
  await allowOrigin('demo-acme', site.url);
  agent = await person(browser);
  customer = await person(browser);
});

after(async () => {
  await browser.close();
  await site.stop();
  await stranger.stop();
});

const mark = String(Date.now());
const field = (page: Page) => page.getByRole('textbox', { name: 'Write a message' });
const log = (page: Page) => page.getByRole('log', { name: 'Messages' });

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

async function reply(text: string): Promise<void> {
  await agent.page.getByLabel('Your reply').fill(text);
  await agent.page.getByLabel('Your reply').press('Enter');
  await agent.page.getByRole('log').getByText(text).waitFor();
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    return inside?.getAttribute('aria-label') ?? inside?.textContent ?? document.activeElement?.tagName ?? '';
  });
}

for (const scheme of ['light', 'dark'] as Scheme[]) {
  for (const [width, height] of [[1280, 800], [390, 844]] as const) {
    const size = `${String(width)}x${String(height)}, ${scheme}`;
    test(`the chat is accessible and large enough to touch, ${size}`, { timeout: 60_000 }, async () => {
      const visitor = await person(browser, scheme, width, height);
      await visitor.page.goto(site.url);
      await visitor.page.getByRole('button', { name: 'Open chat' }).click();
      await field(visitor.page).waitFor();
      await visitor.page.getByText('Add your name and email').click();
      await accessible(visitor.page, `the open chat, ${size}`);
      assert.deepEqual(await outOfReach(visitor.page), []);
      await shot(visitor.page, `widget-${String(width)}-${scheme}`);
      if (width < 640) {
        const panel = await visitor.page.getByRole('dialog').boundingBox();
        assert.deepEqual(panel, { x: 0, y: 0, width, height }, 'a phone shows nothing but the chat');
      }
      assert.deepEqual(visitor.complaints, []);
      await visitor.context.close();
    });
  }
}

test('the keyboard alone opens it, writes, leaves it and closes it', { timeout: 60_000 }, async () => {
  const { page, context } = await person(browser);
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Open chat' }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'Write a message');
  await page.keyboard.type('one');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  assert.equal(await field(page).inputValue(), 'one\ntwo');
  const seen: string[] = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    seen.push(await focused(page));
  }
  for (const stop of ['Send', 'A', 'Close chat', 'Messages', 'Write a message']) assert.ok(seen.includes(stop), `${stop} in ${seen.join(', ')}`);
  await field(page).focus();
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Open chat');
  await context.close();
});

test('a site that the widget does not allow shows no chat', { timeout: 60_000 }, async () => {
  const visitor = await person(browser);
  const refused = visitor.page.waitForEvent('requestfailed', (request) => request.url().endsWith('/chat/demo-acme'));
  await visitor.page.goto(stranger.url);
  await refused;
  assert.equal(await visitor.page.locator('contact-center-chat').count(), 0);
  await visitor.context.close();
});

test('a customer of the other site is answered', { timeout: 90_000 }, async () => {
  await signIn(agent, 'agent3@demo.test');
  await setState(agent, 'Ready');
  await agent.page.getByText('Connected', { exact: true }).waitFor({ state: 'attached' });
  await customer.page.goto(site.url);
  await customer.page.getByRole('button', { name: 'Open chat' }).click();
  await write(customer.page, `Where is my seat? ${mark}`);
  await customer.page.getByText(/You are number \d+ in line|An agent is being found|You are chatting with/).waitFor();
  await agent.page.getByRole('region', { name: 'Offer' }).getByText(mark).waitFor({ timeout: 60_000 });
  await agent.page.keyboard.press('Alt+y');
  await customer.page.getByText(/You are chatting with/).waitFor();
  await log(customer.page).getByText(/joined the chat/).waitFor();
  await reply('It is 14 C.');
  await log(customer.page).getByText('It is 14 C.').waitFor();
});

test('what is said while the chat is closed is counted, and read by opening it', { timeout: 60_000 }, async () => {
  await customer.page.keyboard.press('Escape');
  await reply('At the window.');
  await customer.page.getByRole('button', { name: 'Open chat, unread messages: 1' }).click();
  await log(customer.page).getByText('At the window.').waitFor();
  await customer.page.keyboard.press('Escape');
  await customer.page.getByRole('button', { name: 'Open chat', exact: true }).click();
});

test('a cut network loses nothing and doubles nothing, either way', { timeout: 90_000 }, async () => {
  await customer.context.setOffline(true);
  await write(customer.page, 'written without a network, first');
  await customer.page.getByText('Not sent yet. Trying again.').waitFor();
  await write(customer.page, 'written without a network, second');
  await reply('said during the cut');
  await customer.context.setOffline(false);
  await log(customer.page).getByText('said during the cut').waitFor();
  await log(customer.page).getByText(/Not sent yet|Sending/).first().waitFor({ state: 'detached' });
  await agent.page.getByRole('log').getByText('written without a network, second').waitFor();
  for (const text of ['written without a network, first', 'written without a network, second', 'said during the cut']) {
    assert.equal(await log(customer.page).getByText(text).count(), 1, `the customer sees once: ${text}`);
    assert.equal(await agent.page.getByRole('log').getByText(text).count(), 1, `the agent sees once: ${text}`);
  }
  const there = await agent.page.getByRole('log').innerText();
  assert.ok(there.indexOf('network, first') < there.indexOf('network, second'), 'in the order of writing');
});

test('a reload keeps the talk, the draft and what was not sent', { timeout: 90_000 }, async () => {
  const { page, context } = customer;
  await context.route('**/api/v1/chat/messages', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await write(page, 'not sent before the reload');
  await page.getByText('Not sent yet. Trying again.').waitFor();
  await field(page).fill('half a sentence');
  await context.unroute('**/api/v1/chat/messages');
  await page.reload();
  await log(page).getByText('It is 14 C.').waitFor();
  await agent.page.getByRole('log').getByText('not sent before the reload').waitFor();
  assert.equal(await field(page).inputValue(), 'half a sentence');
  assert.equal(await log(page).getByText('not sent before the reload').count(), 1);
  assert.equal(await agent.page.getByRole('log').getByText('not sent before the reload').count(), 1);
});

test('typing shows both ways', { timeout: 60_000 }, async () => {
  await field(customer.page).pressSequentially(' and');
  await agent.page.getByText('The customer is writing…').waitFor();
  await agent.page.getByLabel('Your reply').pressSequentially('I');
  await customer.page.getByText(/is typing/).waitFor();
});

test('the customer ends the chat, and writing again starts over', { timeout: 90_000 }, async () => {
  const { page } = customer;
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByRole('group', { name: 'End this chat?' }).getByRole('button', { name: 'End chat' }).click();
  await page.getByText('This chat has ended. Write to start again.').waitFor();
  await log(page).getByText('The chat has ended').waitFor();
  await agent.page.getByText(/Wrap-up ends in/).waitFor();
  await write(page, 'One more thing');
  await page.getByText(/You are number \d+ in line|An agent is being found|You are chatting with|Nobody is on duty/).waitFor();
  await shot(page, 'widget-talk-1280-light');
  await accessible(page, 'the chat with a talk');
  assert.deepEqual(customer.complaints, []);
});

test('with nobody on duty the message is accepted and the customer is told', { timeout: 120_000 }, async () => {
  const visitor = await person(browser, 'dark', 390, 844);
  const { page } = visitor;
  // Agents of other tests are off duty a quarter of a minute after their browsers closed.
  for (let tries = 0; tries < 10; tries++) {
    const face = page.waitForResponse((response) => response.url().endsWith('/api/v1/chat/demo-bank'));
    await page.goto('/demo/bright-bank');
    if (((await (await face).json()) as { online: boolean }).online) await page.waitForTimeout(5_000);
    else break;
  }
  await page.getByRole('button', { name: 'Open chat' }).click();
  const status = page.getByRole('dialog').getByRole('status');
  await status.waitFor();
  assert.notEqual(await status.innerText(), '');
  await write(page, 'Please answer when you are back');
  await page.getByText('Keep this chat open to be answered').waitFor();
  assert.equal(await log(page).getByText(/Not sent|Sending/).count(), 0);
  await shot(page, 'widget-off-duty-390-dark');
  await accessible(page, 'the chat with nobody on duty');
  assert.deepEqual(visitor.complaints, []);
  await visitor.context.close();
});

/** What can be operated and is smaller than 44 by 44, or outside the screen. */
function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('contact-center-chat')?.shadowRoot;
    const targets = Array.from(root?.querySelectorAll('button, input, textarea, summary') ?? []).filter((target) => target.checkVisibility());
    if (targets.length < 5) return ['hardly anything is there'];
    return targets
      .map((target) => ({ name: target.className || target.tagName, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 44 || box.height < 44 || box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)
      .map(({ name, box }) => `${name} ${String(box.width)}x${String(box.height)} at ${String(box.left)},${String(box.top)}`);
  });
}
