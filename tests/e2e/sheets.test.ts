import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { inEveryLook, launch, type Person, person, signIn } from './support/browser.ts';
import { Staff } from './support/staff.ts';

// What comes in as a file: people as a sheet, a good one, one with mistakes that is mended, and too much; holidays as a calendar.

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
});

test('holidays come out of an iCalendar file, mended once, and are kept when they are saved', { timeout: 120_000 }, async () => {
  const { page } = admin;
  const staff = await Staff.signIn('admin@demo.test');
  const calendar = await staff.post<{ id: string }>('calendars', { name: `Holidays ${mark}`, timeZone: 'Europe/Lisbon', windows: [{ day: 'monday', from: '09:00', to: '17:00' }] });
  const year = new Date().getUTCFullYear() + 1;
  const file = (second: string) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', `DTSTART;VALUE=DATE:${String(year)}0425`, 'SUMMARY:Freedom', ' Day', 'END:VEVENT', 'BEGIN:VEVENT', second, 'SUMMARY:Labour Day', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
  const read = async (text: string) => {
    const [picker] = await Promise.all([page.waitForEvent('filechooser'), dialog.getByRole('button', { name: 'Read holidays (iCal)…' }).click()]);
    await picker.setFiles({ name: 'holidays.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) });
  };
  await page.goto(`/admin/calendars?open=${calendar.id}`);
  await read(file(`DTSTART:${String(year)}0501T090000Z`));
  await dialog.getByRole('alert').getByText(/^line 9: DTSTART is no whole day/).waitFor();
  await inEveryLook(page, 'holidays-wrong');
  await read(file(`DTSTART;VALUE=DATE:${String(year)}0501`));
  await dialog.getByText('2 days added above; save to keep them.').waitFor();
  assert.equal(await dialog.getByLabel('Name of the day').nth(0).inputValue(), 'FreedomDay');
  await inEveryLook(page, 'holidays-read');
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const { versions } = await staff.get<{ versions: { specialDays: { date: string; windows: unknown[] }[] }[] }>(`calendars/${calendar.id}`);
  await staff.leave();
  assert.deepEqual(versions.at(-1)?.specialDays.map((day) => [day.date, day.windows.length]), [[`${String(year)}-04-25`, 0], [`${String(year)}-05-01`, 0]]);
  assert.deepEqual(admin.complaints, []);
});
