import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { base, inEveryLook, launch, type Person, person, signIn } from './support/browser.ts';

// What if two more had worked, and what if twice as many had come: figures beside each other, before anybody lives through it.

let browser: Browser;
let supervisor: Person;

before(async () => {
  browser = await launch();
  supervisor = await person(browser);
  await signIn(supervisor, 'supervisor@demo.test');
});

after(() => browser.close());

const run = `Two more ${String(Date.now())}`;
const recorded = `Twice as many ${String(Date.now())}`;

test('a supervisor makes up a day, adds two agents, and sees both beside each other', { timeout: 90_000 }, async () => {
  const { page } = supervisor;
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'What if' }).click();
  await page.getByRole('heading', { level: 1, name: 'What if' }).waitFor();
  await page.getByRole('link', { name: 'New run' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(run);
  await page.getByText('Generated', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Agents', exact: true }).fill('1');
  await page.getByRole('button', { name: 'Add a change' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Number of agents of a group' }).click();
  const change = page.getByRole('group', { name: 'Change 1: Number of agents of a group' });
  await change.getByRole('combobox', { name: 'Group' }).click();
  await page.getByRole('option', { name: 'Agents (1)' }).click();
  await change.getByRole('textbox', { name: 'Agents' }).fill('3');
  await inEveryLook(page, 'what-if-new');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: run }).waitFor();
  await page.getByText('Done', { exact: true }).waitFor();
  await page.getByText(/points, better/).first().waitFor();
  await page.getByRole('table').getByRole('cell', { name: 'Changed' }).first().waitFor();
  await page.getByRole('img', { name: /by half-hour, Everything/ }).nth(5).waitFor();
  assert.equal(await page.getByRole('img', { name: /by half-hour, Everything/ }).count(), 6);
});

test('its figures are read by keys, by client and queue, and as a sheet', { timeout: 90_000 }, async () => {
  const { page } = supervisor;
  await inEveryLook(page, 'what-if-run');
  await page.getByRole('img', { name: /^Service level/ }).press('ArrowRight');
  await page.getByRole('combobox', { name: 'Figures of' }).click();
  await page.getByRole('option', { name: /· Support$/ }).click();
  await page.getByRole('heading', { name: /^Half-hours: .* · Support$/ }).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  const sheet = await readFile(await (await download).path(), 'utf8');
  assert.match(sheet, /serviceLevel \(connect\)/);
  assert.match(sheet, /\nbase,/);
  assert.match(sheet, /\nchanged,/);
});

test('a recorded day is taken as it was and twice as many come', { timeout: 90_000 }, async () => {
  // A customer of today, who does not stay.
  const session = await fetch(`${base}/api/v1/chat/demo-acme/sessions`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: base }, body: JSON.stringify({ name: 'Early' }) });
  const { token } = (await session.json()) as { token: string };
  const say = (path: string, body: object) => fetch(`${base}/api/v1/chat/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, Origin: base }, body: JSON.stringify(body) });
  assert.equal((await say('messages', { text: 'Is anybody there?' })).ok, true);
  assert.equal((await say('end', {})).ok, true);

  const { page } = supervisor;
  await page.getByRole('link', { name: 'All runs' }).click();
  await page.getByRole('link', { name: 'New run' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(recorded);
  await page.getByRole('combobox', { name: 'Day' }).click();
  await page.getByRole('option').first().click();
  await page.getByText(/contacts? · .*queues? · /).waitFor();
  await page.getByRole('button', { name: 'Add a change' }).click();
  await page.getByRole('menuitem', { name: 'More or fewer contacts' }).click();
  await page.getByRole('group', { name: /^Change 1/ }).getByRole('textbox', { name: 'Of what it is' }).fill('200');
  await page.reload();
  await page.getByText('What you had typed before is back.').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: recorded }).waitFor();
  await page.getByText('Done', { exact: true }).waitFor();
  await page.getByRole('table').getByRole('cell', { name: 'Changed' }).first().waitFor();
});

test('two runs are compared, and one is deleted', { timeout: 90_000 }, async () => {
  const { page } = supervisor;
  await page.getByRole('link', { name: 'All runs' }).click();
  await page.getByRole('checkbox', { name: `Compare ${run}` }).check();
  await page.getByRole('checkbox', { name: `Compare ${recorded}` }).check();
  await inEveryLook(page, 'what-if-list');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: `${run} beside ${recorded}` }).waitFor();
  await page.getByRole('term').filter({ hasText: `${recorded}: Changed` }).first().waitFor();
  await inEveryLook(page, 'what-if-compare');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { level: 1, name: 'What if' }).waitFor();
  assert.equal(await page.getByRole('link', { name: run }).count(), 0);
  assert.deepEqual(supervisor.complaints, []);
});
