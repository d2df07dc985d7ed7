import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { accessible, docsShot, inEveryLook, launch, type Person, person, setState, shot, signIn } from './support/browser.ts';
import { quietFloor } from './support/floor.ts';

// The walk: a customer writes, an agent is offered the chat, accepts, answers, and closes it with a disposition.

let browser: Browser;
let customer: Person;
let agent: Person;

before(async () => {
  await quietFloor();
  browser = await launch();
  customer = await person(browser);
  agent = await person(browser);
});

after(() => browser.close());

const question = 'My bag did not arrive';

test('the agent signs in and is ready', { timeout: 60_000 }, async () => {
  await signIn(agent, 'agent1@demo.test');
  await setState(agent, 'Ready');
  await agent.page.getByRole('button', { name: 'Change your state: Ready' }).waitFor();
  await agent.page.getByText('Connected', { exact: true }).waitFor({ state: 'attached' });
});

test('the customer writes on the brand’s page and the agent is offered the chat', { timeout: 60_000 }, async () => {
  await customer.page.goto('/demo/acme-air');
  await customer.page.getByRole('button', { name: 'Open chat' }).click();
  await customer.page.getByText('Add your name and email').click();
  await customer.page.getByLabel('Name', { exact: true }).fill('Dana Field');
  await customer.page.getByLabel('Write a message').fill(question);
  await customer.page.getByLabel('Write a message').press('Enter');
  const offer = agent.page.getByRole('region', { name: 'Offer' });
  await offer.waitFor();
  assert.match(await offer.innerText(), /Acme Air/);
  await shot(agent.page, 'offer-1280-light');
  await accessible(agent.page, 'the offer');
});

test('the agent accepts by key and sees what the customer wrote', { timeout: 60_000 }, async () => {
  await agent.page.keyboard.press('Alt+y');
  await agent.page.getByRole('heading', { name: 'Dana Field' }).waitFor();
  await agent.page.getByRole('log').getByText(question).waitFor();
  await customer.page.getByText(/You are chatting with/).waitFor();
});

test('a draft outlives a reload', { timeout: 60_000 }, async () => {
  const box = agent.page.getByLabel('Your reply');
  await box.fill('I am sorry to hear');
  await agent.page.reload();
  await box.waitFor();
  assert.equal(await box.inputValue(), 'I am sorry to hear');
  assert.equal(await box.evaluate((element) => element === document.activeElement), true);
});

test('typing shows on the other side, both ways', { timeout: 60_000 }, async () => {
  await agent.page.getByText('Connected', { exact: true }).waitFor({ state: 'attached' });
  await agent.page.getByLabel('Your reply').pressSequentially(' that');
  await customer.page.getByText(/is typing/).waitFor();
  await customer.page.getByLabel('Write a message').pressSequentially('It is');
  await agent.page.getByText('The customer is writing…').waitFor();
});

test('the agent answers and the customer sees it, and the other way round', { timeout: 60_000 }, async () => {
  await agent.page.getByLabel('Your reply').fill('I am sorry to hear that. What is your flight number?');
  await agent.page.getByLabel('Your reply').press('Enter');
  await customer.page.getByRole('log').getByText('What is your flight number?').waitFor();
  await customer.page.getByLabel('Write a message').fill('It is AA 113, from Lisbon.');
  await customer.page.getByLabel('Write a message').press('Enter');
  await agent.page.getByRole('log').getByText('It is AA 113, from Lisbon.').waitFor();
  assert.equal(await agent.page.getByRole('log').getByText('What is your flight number?').count(), 1);
});

test('a note is for colleagues only', { timeout: 60_000 }, async () => {
  await agent.page.getByText('Note', { exact: true }).click();
  await agent.page.getByLabel(/^Your note/).fill('Bag tag 0012 is in Lisbon.');
  await agent.page.getByLabel(/^Your note/).press('Enter');
  await agent.page.getByRole('log').getByText('Bag tag 0012 is in Lisbon.').waitFor();
  await agent.page.getByText('Reply', { exact: true }).click();
  await agent.page.getByLabel('Your reply').fill('Thank you. It is found and comes tonight.');
  await agent.page.getByLabel('Your reply').press('Enter');
  await customer.page.getByRole('log').getByText('It is found and comes tonight.').waitFor();
  assert.equal(await customer.page.getByText('Bag tag 0012').count(), 0);
  await docsShot(agent.page);
  await inEveryLook(agent.page, 'conversation');
});

test('a reply written while the server cannot be reached is kept and sent once it can', { timeout: 60_000 }, async () => {
  await agent.context.setOffline(true);
  await agent.page.getByLabel('Your reply').fill('Is there anything else?');
  await agent.page.getByLabel('Your reply').press('Enter');
  await agent.page.getByText(/^Not sent: The server cannot be reached/).waitFor();
  await agent.context.setOffline(false);
  await customer.page.getByRole('log').getByText('Is there anything else?').waitFor();
  assert.equal(await agent.page.getByRole('log').getByText('Is there anything else?').count(), 1);
});

test('the agent ends the contact, closes it with a disposition, and the customer is told', { timeout: 60_000 }, async () => {
  await agent.page.getByRole('button', { name: 'End', exact: true }).click();
  await agent.page.getByText(/Wrap-up ends in/).waitFor();
  await customer.page.getByText('The chat has ended').first().waitFor();
  await agent.page.getByRole('button', { name: 'Close…' }).click();
  const dialog = agent.page.getByRole('dialog', { name: 'Close the ticket' });
  await dialog.getByRole('radio').first().check();
  await inEveryLook(agent.page, 'close');
  await dialog.getByRole('button', { name: 'Close ticket' }).click();
  await agent.page.getByText(/^This ticket is closed: /).waitFor();
  await agent.page.getByRole('region', { name: 'My tickets' }).getByText('Dana Field').waitFor({ state: 'detached' });
});

test('neither browser complained', () => {
  assert.deepEqual(agent.complaints.filter((text) => !offlineNoise(text)), []);
  assert.deepEqual(customer.complaints, []);
});

/** The test took the agent's network away for a moment. */
function offlineNoise(text: string): boolean {
  return /ERR_INTERNET_DISCONNECTED/.test(text);
}
