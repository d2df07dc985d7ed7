import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { accessible, inEveryLook, launch, type Person, person, setState, shot, signIn } from './support/browser.ts';
import { quietFloor } from './support/floor.ts';
import { type OtherSite, startOtherSite } from './support/other-site.ts';
import { Staff } from './support/staff.ts';

// What a widget asks: who the customer is before he writes, and at the end how it was; what he can take with him; how it
// looks where its client wants it otherwise, and from the right to the left.

const key = `asks-${String(Date.now())}`;
const comment = `Quick and kind, ${key}`;
let browser: Browser;
let site: OtherSite;
let arabic: OtherSite;
let admin: Staff;
let agent: Person;
let customer: Person;

before(async () => {
  await quietFloor();
  browser = await launch();
  site = await startOtherSite(key);
  arabic = await startOtherSite(key, 'ar');
  admin = await Staff.signIn('admin@demo.test');
  const [demo] = (await admin.all<{ key: string; clientId: string; queueId: string }>('widgets')).filter((one) => one.key === 'demo-acme');
  await admin.post('widgets', {
    clientId: demo?.clientId, queueId: demo?.queueId, key, name: 'Asks', title: 'Acme Air', greeting: 'Hello! Who are you, and what is it about?',
    colour: '#ffd400', allowedOrigins: [site.url, arabic.url], asksSatisfaction: true,
    preChat: { name: 'required', email: 'optional', topic: 'required' },
    theme: { side: 'left', scheme: 'light', corners: 'soft', launcherText: 'Ask us' },
  });
  agent = await person(browser);
  customer = await person(browser, 'dark', 390, 844);
});

after(async () => {
  await admin.leave();
  await browser.close();
  await site.stop();
  await arabic.stop();
});

const field = (page: Page) => page.getByRole('textbox', { name: 'Write a message' });

test('the form comes first, says what is missing, and keeps what was typed', { timeout: 90_000 }, async () => {
  const { page } = customer;
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Ask us: Open chat' }).click();
  const form = page.getByRole('group', { name: 'Before we start' });
  await form.waitFor();
  assert.equal(await field(page).isVisible(), false);
  await page.getByLabel('Name', { exact: true }).fill('Mia Lund');
  await page.getByRole('button', { name: 'Start chat' }).click();
  await page.getByText('Please fill this in.').waitFor();
  await accessible(page, 'the form with something missing');
  await shot(page, 'widget-form-390');
  await page.reload();
  await page.getByRole('button', { name: 'Ask us: Open chat' }).click();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Mia Lund');
  await page.getByLabel('What is it about?').fill('A lost bag');
  await page.getByLabel('What is it about?').press('Enter');
  await field(page).fill('It is <blue>, and مرحبا');
  await field(page).press('Enter');
  await page.getByText(/You are number \d+ in line|An agent is being found|Nobody is on duty/).waitFor();
});

test('the end is asked about, once, and agent and supervisor read the answer', { timeout: 120_000 }, async () => {
  const { page } = customer;
  await signIn(agent, 'agent3@demo.test');
  await setState(agent, 'Ready');
  await agent.page.getByRole('region', { name: 'Offer' }).getByText('A lost bag').waitFor({ timeout: 60_000 });
  await agent.page.keyboard.press('Alt+y');
  await agent.page.getByRole('heading', { name: 'Mia Lund' }).waitFor();
  await agent.page.getByLabel('Your reply').fill('It is in Lisbon.');
  await agent.page.getByLabel('Your reply').press('Enter');
  await page.getByText('It is in Lisbon.').waitFor();
  await agent.page.getByRole('button', { name: 'End', exact: true }).click();
  const question = page.getByRole('group', { name: 'How was this chat?' });
  await question.waitFor();
  await question.getByRole('radio', { name: '4: Good' }).check({ force: true });
  await page.getByLabel(/^Would you like to add something/).fill(comment);
  await accessible(page, 'the question at the end');
  await shot(page, 'widget-rating-390');
  await page.getByRole('button', { name: 'Send answer' }).click();
  await page.getByText('Thank you for your answer.').waitFor();
  await agent.page.getByText('4 of 5').waitFor();
  await agent.page.getByText(comment).waitFor();
  const lead = await person(browser);
  await signIn(lead, 'supervisor@demo.test');
  await lead.page.goto('/live');
  await lead.page.getByRole('region', { name: /^Newest answers/ }).getByText(comment).waitFor();
  await lead.page.getByText('CSAT: scores 4 and 5 of all answers (csat-4-5)').waitFor();
  await inEveryLook(lead.page, 'live-satisfaction');
  assert.deepEqual(lead.complaints, []);
  await lead.context.close();
});

test('the customer takes the talk with him, as text and without the agent’s notes', { timeout: 60_000 }, async () => {
  await agent.page.getByText('Note', { exact: true }).click();
  await agent.page.getByLabel(/^Your note/).fill('He was angry');
  await agent.page.getByLabel(/^Your note/).press('Enter');
  await agent.page.getByRole('log').getByText('He was angry').waitFor();
  const download = customer.page.waitForEvent('download');
  await customer.page.getByRole('button', { name: 'Save this chat' }).click();
  const saved = await download;
  assert.match(saved.suggestedFilename(), /^chat-\d{4}-\d\d-\d\d\.html$/);
  const text = await readFile(await saved.path(), 'utf8');
  assert.match(text, /It is &lt;blue&gt;, and مرحبا/);
  assert.match(text, /It is in Lisbon\./);
  assert.match(text, /Times are those of /);
  assert.doesNotMatch(text, /angry/);
  assert.deepEqual(customer.complaints, []);
});

test('it looks as its client wants it, and in Arabic runs from the right', { timeout: 60_000 }, async () => {
  for (const [width, height] of [[1280, 800], [390, 844]] as const) {
    const visitor = await person(browser, 'dark', width, height);
    const { page } = visitor;
    await page.goto(arabic.url);
    const launcher = page.getByRole('button', { name: /^Ask us/ });
    await launcher.waitFor();
    assert.ok(((await launcher.boundingBox())?.x ?? 999) < 100, 'the launcher stands on the left');
    await shot(page, `widget-launcher-${String(width)}`);
    await launcher.click();
    await page.getByText('قبل أن نبدأ').waitFor();
    assert.equal(await page.locator('contact-center-chat .panel').evaluate((panel) => getComputedStyle(panel).direction), 'rtl');
    await accessible(page, `the chat in Arabic at ${String(width)}`);
    await shot(page, `widget-arabic-${String(width)}`);
    assert.deepEqual(visitor.complaints, []);
    await visitor.context.close();
  }
});

test('the administrator sees what he sets', { timeout: 60_000 }, async () => {
  const who = await person(browser);
  await signIn(who, 'admin@demo.test');
  await who.page.goto('/admin/widgets');
  await who.page.getByRole('link', { name: 'Asks' }).first().click();
  const preview = who.page.getByRole('img', { name: 'The widget as a customer sees it' });
  await preview.getByText('Before we start').waitFor();
  await inEveryLook(who.page, 'widget-editor');
  await who.page.getByText('End', { exact: true }).click();
  await preview.getByText('How was this chat?').waitFor();
  await shot(who.page, 'widget-editor-end');
  assert.deepEqual(who.complaints, []);
  await who.context.close();
});
