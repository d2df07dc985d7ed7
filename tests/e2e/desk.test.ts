import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { inEveryLook, launch, type Person, person, setState, signIn } from './support/browser.ts';
import { quietFloor } from './support/floor.ts';

// An agent's hour: three chats at once, a canned reply, files both ways, a supervisor's whisper, a transfer, wrap-up, a break.

let browser: Browser;
let agent: Person;
let supervisor: Person;
const customers: Person[] = [];
const names = ['Ida Moor', 'Ben Hill', 'Cleo Bay'];

// A picture of one point.
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAwS2OUAAAAABJRU5ErkJggg==', 'base64');

before(async () => {
  await quietFloor();
  browser = await launch();
  agent = await person(browser);
  supervisor = await person(browser);
  for (const name of names) {
    // His clock is not the agent's.
    const customer = await person(browser, 'light', 1280, 800, 'Asia/Tokyo');
    customers.push(customer);
    await customer.page.goto('/demo/acme-air');
    await customer.page.getByRole('button', { name: 'Open chat' }).click();
    await customer.page.getByText('Add your name and email').click();
    await customer.page.getByLabel('Name', { exact: true }).fill(name);
  }
});

after(() => browser.close());

const customer = (index: number) => (customers[index] as Person).page;
const open = (name: string) => agent.page.getByRole('region', { name: 'My tickets' }).getByRole('link', { name: new RegExp(name) }).click();
const reply = () => agent.page.getByLabel('Your reply');

test('three customers write and one agent takes all three', { timeout: 120_000 }, async () => {
  await signIn(agent, 'agent1@demo.test');
  await setState(agent, 'Ready');
  for (const [index, name] of names.entries()) {
    await customer(index).getByLabel('Write a message').fill(`${name} has a question`);
    await customer(index).getByLabel('Write a message').press('Enter');
    await agent.page.getByRole('region', { name: 'Offer' }).waitFor();
    await agent.page.keyboard.press('Alt+y');
    await agent.page.getByRole('heading', { name }).waitFor();
  }
  const mine = agent.page.getByRole('region', { name: 'My tickets' }).getByRole('link');
  // The list is fetched after the ticket is shown.
  await mine.nth(2).waitFor();
  assert.equal(await mine.count(), 3);
});

test('a canned reply is found by keys and arrives filled in', { timeout: 60_000 }, async () => {
  await open('Ida Moor');
  await reply().pressSequentially('/he');
  await agent.page.getByRole('option', { name: /hello/ }).waitFor();
  await inEveryLook(agent.page, 'canned');
  await agent.page.keyboard.press('Enter');
  await agent.page.waitForFunction(() => document.querySelector('textarea')?.value.startsWith('Hello Ida Moor, this is Agent One of Acme Air'));
  await agent.page.keyboard.press('Enter');
  await customer(0).getByRole('log').getByText('Hello Ida Moor, this is Agent One of Acme Air').waitFor();
});

test('files go both ways, survive a reload before they are sent, and are seen', { timeout: 90_000 }, async () => {
  await agent.page.locator('input[type=file]').setInputFiles({ name: 'form.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 form') });
  await agent.page.getByRole('list', { name: 'Files to send along' }).getByText('form.pdf').waitFor();
  await agent.page.getByLabel('Sending the file').waitFor({ state: 'detached' });
  await agent.page.reload();
  await agent.page.getByRole('list', { name: 'Files to send along' }).getByText('form.pdf').waitFor();
  await reply().fill('Please fill this in.');
  await reply().press('Enter');
  const saved = customer(0).waitForEvent('download');
  await customer(0).getByRole('button', { name: 'Save form.pdf' }).click();
  assert.equal((await saved).suggestedFilename(), 'form.pdf');

  const chooser = customer(0).waitForEvent('filechooser');
  await customer(0).getByRole('button', { name: 'Send a file' }).click();
  await (await chooser).setFiles({ name: 'bag.png', mimeType: 'image/png', buffer: picture });
  const shown = agent.page.getByRole('log').getByRole('img', { name: 'bag.png' });
  await shown.waitFor();
  assert.equal(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)), 1);
  await inEveryLook(agent.page, 'files');
});

test('a supervisor reads along and whispers', { timeout: 90_000 }, async () => {
  await signIn(supervisor, 'supervisor@demo.test');
  await supervisor.page.getByRole('region', { name: /^With agents/ }).getByRole('link', { name: /Ida Moor/ }).click();
  await supervisor.page.getByRole('log').getByText('Please fill this in.').waitFor();
  await customer(0).getByLabel('Write a message').fill('Done, thank you.');
  await customer(0).getByLabel('Write a message').press('Enter');
  await supervisor.page.getByRole('log').getByText('Done, thank you.').waitFor();
  await supervisor.page.getByLabel(/^Your note/).fill('Offer her a voucher.');
  await supervisor.page.getByLabel(/^Your note/).press('Enter');
  await agent.page.getByRole('log').getByText('Offer her a voucher.').waitFor();
  assert.equal(await customer(0).getByText('voucher').count(), 0);
});

test('the customer stands beside the talk, with tags, his clock and his other tickets', { timeout: 120_000 }, async () => {
  const { page } = agent;
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByText('Ida Moor').waitFor();
  await details.getByText('Tokyo (GMT+9)').waitFor();
  await page.getByRole('log').getByText(/there$/).first().waitFor();
  await details.getByText('This is the first one.').waitFor();
  await details.getByLabel('Add a tag').fill(' Lost  BAG ');
  await details.getByLabel('Add a tag').press('Enter');
  await details.getByRole('button', { name: 'Remove the tag lost bag' }).waitFor();
  await page.getByRole('link', { name: /Ida Moor.*lost bag/s }).waitFor();
  await inEveryLook(page, 'details');
});

test('a colleague is named in a note and finds it', { timeout: 180_000 }, async () => {
  const { page } = agent;
  // Whoever has the ticket open has read what names him there.
  await supervisor.page.goto('/live');
  await supervisor.page.getByRole('button', { name: 'Mentions, 0 new' }).waitFor();
  await page.keyboard.press('Alt+n');
  const note = page.getByLabel(/^Your note/);
  await note.pressSequentially('Please see, @Superv');
  await page.getByRole('option', { name: 'Supervisor' }).waitFor();
  await inEveryLook(page, 'mention');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Please see, @Supervisor ');
  await page.keyboard.press('Enter');
  await supervisor.page.getByRole('button', { name: /^Mentions, [1-9]/ }).click();
  await supervisor.page.getByRole('menuitem', { name: /Agent One.*Please see/s }).first().waitFor();
  await inEveryLook(supervisor.page, 'mentions');
  await supervisor.page.getByRole('menuitem', { name: /Agent One.*Please see/s }).first().click();
  await supervisor.page.getByRole('heading', { name: 'Ida Moor' }).waitFor();
  await supervisor.page.getByRole('button', { name: 'Mentions, 0 new' }).waitFor();
  await page.keyboard.press('Alt+n');
  await reply().waitFor();
});

test('all of it can be reached by keys: tabs, the palette, the help, the state with its times', { timeout: 180_000 }, async () => {
  const { page } = agent;
  assert.equal(await page.getByRole('navigation', { name: 'Open tickets' }).getByRole('link').count(), 3);
  await page.keyboard.press('Alt+j');
  await page.getByRole('heading', { name: 'Ben Hill' }).waitFor();
  await page.keyboard.press('Alt+k');
  await page.getByRole('heading', { name: 'Ida Moor' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Look for a ticket/ }).fill('cleo');
  await page.getByRole('option', { name: /Cleo Bay/ }).first().waitFor();
  await inEveryLook(page, 'palette');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Cleo Bay' }).waitFor();
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await inEveryLook(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Change your state/ }).click();
  await page.getByText('With customers').waitFor();
  await inEveryLook(page, 'state');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Agent One' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Sound' }).waitFor();
  await inEveryLook(page, 'account');
  await page.keyboard.press('Escape');
});

test('one is transferred with a note, one is wrapped up', { timeout: 60_000 }, async () => {
  const { page } = agent;
  await open('Ben Hill');
  await page.getByRole('button', { name: 'Transfer…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Transfer the ticket' });
  await dialog.getByRole('combobox', { name: 'Which queue?' }).click();
  await page.getByRole('option', { name: 'Viajeros' }).click();
  await dialog.getByLabel('Note for the next agent').fill('He asks for Spanish.');
  await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
  await page.getByText('The ticket was transferred.').waitFor();
  await open('Cleo Bay');
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByText(/Wrap-up ends in/).waitFor();
  await customer(2).getByText('The chat has ended').first().waitFor();
  await close();
});

test('a break asked for while working begins with the end of the work', { timeout: 60_000 }, async () => {
  await setState(agent, 'Lunch');
  await agent.page.getByRole('button', { name: /^Change your state:.*Lunch/ }).waitFor();
  await open('Ida Moor');
  await close();
  await agent.page.getByRole('button', { name: 'Change your state: Break: Lunch' }).waitFor();
  await agent.page.getByRole('region', { name: 'My tickets' }).getByRole('link').first().waitFor({ state: 'detached' });
});

test('no browser complained', () => {
  for (const { complaints } of [agent, supervisor, ...customers]) assert.deepEqual(complaints, []);
});

async function close(): Promise<void> {
  await agent.page.getByRole('button', { name: 'Close…' }).click();
  const dialog = agent.page.getByRole('dialog', { name: 'Close the ticket' });
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('button', { name: 'Close ticket' }).click();
  await agent.page.getByText(/^This ticket is closed: /).waitFor();
}
