import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { inEveryLook, launch, type Person, person, signIn } from './support/browser.ts';

// People as a sheet, through the dialog: a good file, one with mistakes that is mended, and files that are too much.

const mark = String(Date.now()).slice(-9);
const columns = 'email,name,roles,clients,active,skills,site';

let browser: Browser;
let admin: Person;
let dialog: Locator;

before(async () => {
  browser = await launch();
  admin = await person(browser);
  await signIn(admin, 'admin@demo.test');
  await admin.page.goto('/admin/users');
  await admin.page.getByRole('table').waitFor();
  dialog = admin.page.getByRole('dialog');
});

after(() => browser.close());

async function choose(name: string, text: string): Promise<void> {
  const [picker] = await Promise.all([
    admin.page.waitForEvent('filechooser'),
    admin.page.getByRole('button', { name: 'Read a CSV' }).click(),
  ]);
  await picker.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await dialog.getByText(name).waitFor();
}

async function leave(): Promise<void> {
  await admin.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

test('what goes out comes in again and changes nothing', { timeout: 60_000 }, async () => {
  const [download] = await Promise.all([admin.page.waitForEvent('download'), admin.page.getByRole('link', { name: 'Save as CSV' }).click()]);
  assert.equal(download.suggestedFilename(), 'users.csv');
  const text = await readFile(await download.path(), 'utf8');
  assert.match(text, /^\uFEFF?email,name,roles,clients,active,skills,site\r?\n/);
  assert.match(text, /agent2@demo\.test,Agent Two,/);
  await choose('users.csv', text);
  await dialog.getByText(/would add 0 and change 0; \d+ stay/).waitFor();
  await leave();
});

test('a sheet with mistakes names their rows, and mended is taken', { timeout: 120_000 }, async () => {
  const good = `one-${mark}@demo.test,"One, ${mark}",Agent,acme-air,true,lang-en:5,Lisbon`;
  const name = `people-${mark}.csv`;
  await choose(name, [columns, good, `two-${mark}@demo.test,Two,Pilot,acme-air,true,lang-en:11,Lisbon`, `three-${mark}@demo.test,Three,Agent,Nowhere,true,,Atlantis`].join('\n'));
  await dialog.getByRole('alert').getByText(/row 3/).waitFor();
  await dialog.getByRole('alert').getByText(/row 4/).waitFor();
  assert.equal(await dialog.getByText(/row 2:/).count(), 0);
  await inEveryLook(admin.page, 'sheet-errors');
  await leave();

  await choose(name, [columns, good].join('\r\n'));
  await inEveryLook(admin.page, 'sheet-trial');
  await dialog.getByRole('button', { name: 'Take it' }).press('Enter');
  const links = dialog.getByRole('textbox');
  await links.waitFor();
  assert.match(await links.inputValue(), new RegExp(`^one-${mark}@demo\\.test http.*/invite\\?user=`));
  await inEveryLook(admin.page, 'sheet-taken');
  await leave();
  await admin.page.getByRole('row', { name: new RegExp(`One, ${mark}.*one-${mark}@demo\\.test`) }).waitFor();
});

test('too many rows and too large a file are said', { timeout: 60_000 }, async () => {
  await choose('many.csv', [columns, ...Array.from({ length: 1001 }, (_, row) => `many-${String(row)}@demo.test,Many,Agent,acme-air,true,,`)].join('\n'));
  await dialog.getByRole('alert').getByText(/At most 1000 rows/).waitFor();
  await leave();
  await choose('large.csv', `${columns}\n${'x'.repeat(40_000_000)}`);
  await dialog.getByRole('alert').getByText('up to 2 MB').waitFor();
  await inEveryLook(admin.page, 'sheet-large');
  await leave();
  assert.deepEqual(admin.complaints, []);
});
