import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { inEveryLook, launch, type Person, person, setState, signIn } from './support/browser.ts';
import { quietFloor } from './support/floor.ts';

// The floor from above: who waits and who works appears by itself, and a supervisor may decide who takes what.

let browser: Browser;
let supervisor: Person;
let agent: Person;
let customer: Person;

before(async () => {
  await quietFloor();
  browser = await launch();
  supervisor = await person(browser);
  agent = await person(browser);
  customer = await person(browser);
});

after(() => browser.close());

const subject = `Seat change ${String(Date.now())}`;
const board = (name: RegExp) => supervisor.page.getByRole('region', { name });

test('an agent who signs in and takes a break appears on the open board', { timeout: 60_000 }, async () => {
  await signIn(supervisor, 'supervisor@demo.test');
  await board(/^Agents/).waitFor();
  await signIn(agent, 'agent3@demo.test');
  await setState(agent, 'Lunch');
  await board(/^Agents/).getByRole('row', { name: /Agent Three\s+Break/ }).waitFor();
});

test('a customer who writes appears among the waiting', { timeout: 60_000 }, async () => {
  await customer.page.goto('/demo/acme-air');
  await customer.page.getByRole('button', { name: 'Open chat' }).click();
  await customer.page.getByLabel('Write a message').fill(subject);
  await customer.page.getByLabel('Write a message').press('Enter');
  await board(/^Waiting/).getByRole('link', { name: subject }).waitFor();
  await inEveryLook(supervisor.page, 'board-waiting');
});

test('the supervisor looks at its queue alone, and moves it to another, by keys', { timeout: 60_000 }, async () => {
  const { page } = supervisor;
  const queue = board(/^Queues/).getByRole('button', { name: 'Travellers' });
  await queue.press('Enter');
  await page.getByText('Only the work of Travellers is shown.').waitFor();
  await page.getByRole('button', { name: `Move ${subject} to another queue` }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Move to another queue' });
  await dialog.getByRole('combobox', { name: 'Which queue?' }).fill('Via');
  await page.getByRole('option', { name: 'Viajeros' }).waitFor();
  await inEveryLook(page, 'board-move');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Move', exact: true }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await board(/^Waiting/).getByText('Nobody waits.').waitFor();
  await page.getByRole('button', { name: 'Show all queues' }).press('Enter');
  await board(/^Waiting/).getByRole('row', { name: new RegExp(`${subject}.*Viajeros`, 's') }).waitFor();
});

test('the supervisor gives it to an agent on a break, after saying so', { timeout: 60_000 }, async () => {
  await supervisor.page.getByRole('button', { name: `Assign ${subject}` }).click();
  const dialog = supervisor.page.getByRole('dialog', { name: 'Assign the ticket' });
  await dialog.getByRole('combobox', { name: 'To which agent?' }).click();
  await supervisor.page.getByRole('option', { name: /Agent Three/ }).click();
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
  await dialog.getByText('This agent is not ready.').waitFor();
  await dialog.getByRole('button', { name: 'Assign anyway' }).click();
  await board(/^With agents/).getByRole('row', { name: new RegExp(`${subject}.*Agent Three`, 's') }).waitFor();
  await board(/^Waiting/).getByText(subject).waitFor({ state: 'detached' });
});

test('the agent finds it in his list, unread, and passes it on with a note', { timeout: 60_000 }, async () => {
  const { page } = agent;
  const mine = page.getByRole('region', { name: 'My tickets' });
  await mine.getByLabel('1 unread message').waitFor();
  await mine.getByRole('link', { name: new RegExp(subject) }).click();
  await page.getByRole('log').getByText(subject).waitFor();
  await mine.getByLabel('1 unread message').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Transfer…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Transfer the ticket' });
  await dialog.getByRole('combobox', { name: 'Which queue?' }).click();
  await page.getByRole('option', { name: 'Travellers' }).click();
  await dialog.getByLabel('Note for the next agent').fill('He prefers Spanish.');
  await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
  await page.getByText('The ticket was transferred.').waitFor();
  await mine.getByText('No tickets').waitFor();
});

test('the supervisor reads the note, and closes it himself', { timeout: 60_000 }, async () => {
  const { page } = supervisor;
  await board(/^Waiting/).getByRole('link', { name: subject }).click();
  await page.getByRole('log').getByText('He prefers Spanish.').waitFor();
  await page.getByText('This ticket waits for an agent.').waitFor();
  await page.getByRole('button', { name: 'Close…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Close the ticket' });
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('button', { name: 'Close ticket' }).click();
  await page.getByText(/^This ticket is closed: /).waitFor();
  await page.getByRole('link', { name: 'Live' }).click();
  await board(/^Waiting/).getByText(subject).waitFor({ state: 'detached' });
});

test('the board counted who was answered today', { timeout: 60_000 }, async () => {
  const row = board(/^Queues/).getByRole('row', { name: /^Viajeros/ });
  assert.ok(Number(await row.getByRole('cell').nth(5).textContent()) >= 1);
});

test('the supervisor sends the agent offline, by keys, and the agent is told by whom', { timeout: 60_000 }, async () => {
  const { page } = supervisor;
  await page.getByRole('button', { name: 'Change the state of Agent Three' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change an agent’s state' });
  await dialog.getByText(/^Agent Three: Break: Lunch/).waitFor();
  await inEveryLook(page, 'board-state');
  await dialog.getByRole('button', { name: 'Change state' }).press('Enter');
  await dialog.getByText('Choose a state.').waitFor();
  await dialog.getByRole('radio', { name: 'Offline' }).press('Space');
  await dialog.getByRole('button', { name: 'Change state' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await agent.page.getByText('Supervisor has changed your state to: Offline.').waitFor();
  await agent.page.getByRole('button', { name: 'Change your state: Offline' }).waitFor();
  await board(/^Agents/).getByRole('row', { name: /Agent Three/ }).waitFor({ state: 'detached' });
});

test('no browser complained', () => {
  for (const { complaints } of [supervisor, agent, customer]) assert.deepEqual(complaints, []);
});
