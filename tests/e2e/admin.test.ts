import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { accessible, launch, type Person, person, setState, shot, signIn } from './support/browser.ts';
import { type OtherSite, startOtherSite } from './support/other-site.ts';

// A new client from nothing: an administrator makes all that it needs in the console, and its first chat arrives.

let browser: Browser;
let site: OtherSite;
let admin: Person;
let agent: Person;
let customer: Person;

const mark = String(Date.now()).slice(-9);
const widgetKey = `nova-${mark}`;
const email = `nova-${mark}@demo.test`;
const secret = 'Quiet-Harbour-41';
const question = `Is the first chat here? ${mark}`;

before(async () => {
  browser = await launch();
  site = await startOtherSite(widgetKey);
  admin = await person(browser);
  agent = await person(browser);
  customer = await person(browser);
});

after(async () => {
  await browser.close();
  await site.stop();
});

async function section(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Administration pages' }).getByRole('link', { name: title, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Opens the form of a new entry, fills it in and saves it. */
async function add(page: Page, button: string, fill: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('dialog', { name: button }).waitFor();
  await fill();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog', { name: button }).waitFor({ state: 'detached' });
}

/** As one who has no mouse: types a few letters and takes what is found. */
async function choose(page: Page, label: string, name: string): Promise<void> {
  const box = page.getByRole('dialog').getByRole('combobox', { name: label });
  await box.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name }).waitFor();
  await page.getByRole('option', { name }).click();
}

test('the administrator makes a client, by keyboard alone', { timeout: 60_000 }, async () => {
  const { page } = admin;
  await signIn(admin, 'admin@demo.test');
  await page.getByRole('link', { name: 'Administration' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
  await page.getByRole('button', { name: 'New client' }).press('Enter');
  await page.getByRole('dialog', { name: 'New client' }).waitFor();
  await page.keyboard.type(`Nova ${mark}`);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Not A Key');
  await page.keyboard.press('Enter');
  await page.getByText('Lower-case letters, digits and single hyphens').waitFor();
  assert.equal(await page.getByLabel('Key').evaluate((field) => field === document.activeElement), true, 'the wrong field has the focus');
  await accessible(page, 'a form with an error');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(widgetKey);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: `Nova ${mark}` }).waitFor();
});

test('a key that is taken is said at its field, and nothing typed is lost', { timeout: 60_000 }, async () => {
  const { page } = admin;
  await page.getByRole('button', { name: 'New client' }).click();
  await page.getByLabel('Name').fill('Another Nova');
  await page.getByLabel('Key').fill(widgetKey);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This key is taken.').waitFor();
  await page.keyboard.press('Escape');
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.waitFor();
  await accessible(page, 'the question before leaving');
  await question.getByRole('button', { name: 'Keep editing' }).click();
  assert.equal(await page.getByLabel('Name').inputValue(), 'Another Nova');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await page.getByText('What you typed here before and did not save is back.').waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), 'Another Nova');
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Discard my changes' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('he makes a skill, a queue, a disposition and a widget for it', { timeout: 90_000 }, async () => {
  const { page } = admin;
  await section(page, 'Skills');
  await add(page, 'New skill', async () => {
    await page.getByLabel('Name').fill(`Stars ${mark}`);
    await page.getByLabel('Key').fill(`stars-${mark}`);
  });
  await section(page, 'Queues');
  await add(page, 'New queue', async () => {
    await choose(page, 'Client', `Nova ${mark}`);
    await page.getByLabel('Name').fill('First aid');
    await choose(page, 'Add a skill', `Stars ${mark}`);
    await page.getByLabel(`Level of Stars ${mark}`).fill('4');
  });
  await section(page, 'Dispositions');
  await add(page, 'New disposition', async () => {
    await choose(page, 'Client', `Nova ${mark}`);
    await page.getByLabel('Label').fill('Helped');
    await page.getByLabel('Key').fill('helped');
  });
  await section(page, 'Widgets');
  await add(page, 'New widget', async () => {
    await choose(page, 'Client', `Nova ${mark}`);
    await choose(page, 'Queue', 'First aid');
    await page.getByRole('textbox', { name: 'Name' }).fill('Website');
    await page.getByRole('textbox', { name: 'Key' }).fill(widgetKey);
    await page.getByRole('textbox', { name: 'Title' }).fill('Nova helps');
    await page.getByRole('textbox', { name: 'Greeting' }).fill('Good evening, traveller.');
    await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('#7a1f5c');
    await page.getByLabel('Sites that may show it').fill(site.url);
    const preview = page.locator('[role=img][aria-label="The widget as a customer sees it"]');
    await preview.getByText('Nova helps').waitFor();
    await preview.getByText('Good evening, traveller.').waitFor();
    await page.getByText('Nobody on duty').click();
    await page.getByLabel('When nobody is on duty').fill('Asleep until eight.');
    await preview.getByText('Asleep until eight.').waitFor();
    await shot(page, 'admin-widget-preview-1280-light');
  });
});

test('he writes down when people are there, and from where', { timeout: 90_000 }, async () => {
  const { page } = admin;
  await section(page, 'Calendars');
  await add(page, 'New calendar', async () => {
    await page.getByRole('textbox', { name: 'Name' }).fill(`Hours ${mark}`);
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Asia/Man');
    await page.getByRole('option', { name: 'Asia/Manila' }).click();
    await page.getByLabel('Monday').fill('nine to five');
    await page.getByText('Write it like 09:00-12:30, 14:00-18:00.').first().waitFor();
    for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']) await page.getByLabel(day).fill('00:00-24:00');
    await page.getByText('With these hours: always open.').waitFor();
    await page.getByRole('button', { name: 'Add a special day' }).click();
    const special = page.getByRole('group', { name: 'Special day 1' });
    await special.getByLabel('Date').fill('2090-12-25');
    await special.getByLabel('Name of the day').fill('Christmas');
    await accessible(page, 'a new calendar');
    await shot(page, 'admin-calendar-new-1280-light');
  });
  await page.getByRole('row', { name: new RegExp(`Hours ${mark}.*always open`) }).waitFor();
  await section(page, 'Sites');
  await add(page, 'New site', async () => {
    await page.getByRole('textbox', { name: 'Name' }).fill(`Manila ${mark}`);
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Asia/Man');
    await page.getByRole('option', { name: 'Asia/Manila' }).click();
    await choose(page, 'Calendar', `Hours ${mark}`);
  });
  await page.getByRole('row', { name: new RegExp(`Manila ${mark}.*Asia/Manila.*Hours ${mark}: always open`) }).waitFor();
});

test('he invites an agent, shows the link once, and gives him the skill', { timeout: 90_000 }, async () => {
  const { page } = admin;
  await section(page, 'Users');
  await add(page, 'New user', async () => {
    await page.getByLabel('Name').fill(`Nova Agent ${mark}`);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Agent', { exact: true }).check();
    await page.getByLabel(`Nova ${mark}`, { exact: true }).check();
  });
  const link = page.getByRole('dialog', { name: `Invitation of Nova Agent ${mark}` });
  await link.waitFor();
  await accessible(page, 'the invitation');
  await shot(page, 'admin-invitation-1280-light');
  const url = await link.getByLabel('Invitation link').inputValue();
  await link.getByRole('button', { name: 'Close' }).last().click();
  await link.waitFor({ state: 'detached' });
  assert.equal(await page.getByText(url).count(), 0);

  await section(page, 'Agents');
  await page.getByRole('button', { name: 'New agent' }).click();
  await choose(page, 'User', `Nova Agent ${mark}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog', { name: `Agent: Nova Agent ${mark}` }).waitFor();
  await choose(page, 'Add a skill', `Stars ${mark}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('row', { name: new RegExp(`Nova Agent ${mark}.*5`) }).waitFor();

  await agent.page.goto(url);
  await agent.page.getByLabel('New password', { exact: true }).fill(secret);
  await agent.page.getByLabel('New password again').fill(secret);
  await agent.page.getByRole('button', { name: 'Open my account' }).click();
  await agent.page.getByText('Your account is open.').waitFor();
});

test('the first chat of the new client reaches its agent, who closes it with the new disposition', { timeout: 90_000 }, async () => {
  await signIn(agent, email, secret);
  assert.equal(await agent.page.getByRole('link', { name: 'Administration' }).count(), 0, 'an agent administers nothing');
  await setState(agent, 'Ready');
  await agent.page.getByRole('button', { name: 'Change your state: Ready' }).waitFor();
  await customer.page.goto(site.url);
  await customer.page.getByRole('button', { name: 'Open chat' }).click();
  await customer.page.getByText('Good evening, traveller.').waitFor();
  await customer.page.getByLabel('Write a message').fill(question);
  await customer.page.getByLabel('Write a message').press('Enter');
  const offer = agent.page.getByRole('region', { name: 'Offer' });
  await offer.getByText(question).first().waitFor();
  await agent.page.keyboard.press('Alt+y');
  await agent.page.getByRole('log').getByText(question).waitFor();
  await agent.page.getByRole('button', { name: 'Close…' }).click();
  const dialog = agent.page.getByRole('dialog', { name: 'Close the ticket' });
  await dialog.getByLabel('Helped').check();
  await dialog.getByRole('button', { name: 'Close ticket' }).click();
  await agent.page.getByText('This ticket is closed: Helped.').waitFor();
});

test('a quicker answer target is saved as a draft, put live and rolled back', { timeout: 90_000 }, async () => {
  const { page } = admin;
  const target = async () => {
    await section(page, 'Queues');
    await page.getByRole('row', { name: `Nova ${mark}` }).getByRole('link').click();
    return page.getByLabel('Answer target (seconds)');
  };
  await (await target()).fill('25');
  await page.getByRole('button', { name: 'Keep as draft' }).click();
  const asked = page.getByRole('dialog', { name: 'Keep as draft' });
  await asked.getByLabel('Name').fill(`Quicker ${mark}`);
  await accessible(page, 'saving a draft');
  await shot(page, 'admin-save-draft-1280-light');
  await asked.getByRole('button', { name: 'Keep as draft' }).click();
  await asked.waitFor({ state: 'detached' });
  assert.equal(await (await target()).inputValue(), '60');
  await page.keyboard.press('Escape');

  await section(page, 'Drafts');
  await page.getByRole('link', { name: `Quicker ${mark}` }).click();
  await page.getByRole('row', { name: 'Answer target (seconds) 60 25' }).waitFor();
  await accessible(page, 'a draft');
  await shot(page, 'admin-draft-1280-light');
  await page.getByRole('button', { name: 'Put live' }).click();
  await page.getByRole('button', { name: 'Roll back' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await (await target()).inputValue(), '25');
  await page.keyboard.press('Escape');

  await section(page, 'Drafts');
  await page.getByRole('link', { name: `Quicker ${mark}` }).click();
  await page.getByRole('button', { name: 'Roll back' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await (await target()).inputValue(), '60');
  await page.keyboard.press('Escape');
});

test('he makes a pool, lets a queue overflow to it, and takes it away again', { timeout: 90_000 }, async () => {
  const { page } = admin;
  const night = `night-${mark}`;
  const queue = async () => {
    await section(page, 'Queues');
    await page.getByRole('row', { name: `Nova ${mark}` }).getByRole('link').click();
    return page.getByRole('group', { name: 'Overflow', exact: true });
  };
  const save = async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await section(page, 'Pools and shares');
  await add(page, 'New pool', async () => {
    await page.getByLabel('Name').fill('Night');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('2 to 30 small letters, digits and hyphens.').waitFor();
    await page.getByLabel('Name').fill(night);
  });
  let overflow = await queue();
  await choose(page, 'To the pool', night);
  await overflow.getByLabel('After so many seconds').fill('0');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Another pool, after 1 to 86,400 seconds.').waitFor();
  await overflow.getByLabel('After so many seconds').fill('45');
  await accessible(page, 'a queue that overflows');
  await shot(page, 'admin-queue-overflow-1280-light');
  await save();
  overflow = await queue();
  assert.equal(await overflow.getByLabel('After so many seconds').inputValue(), '45');
  await page.keyboard.press('Escape');

  await section(page, 'Agents');
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Pool' }).waitFor();
  await page.keyboard.press('Escape');

  await section(page, 'Pools and shares');
  await page.getByRole('link', { name: night }).click();
  await page.getByRole('button', { name: 'Remove the pool' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('A queue, an agent or an open ticket is still in this pool.').waitFor();
  await accessible(page, 'a pool that is in use');
  await shot(page, 'admin-pool-in-use-1280-light');
  await page.keyboard.press('Escape');
  overflow = await queue();
  await overflow.getByRole('combobox', { name: 'To the pool' }).press('Backspace');
  await overflow.locator('.mantine-InputClearButton-root').click();
  await save();
  await section(page, 'Pools and shares');
  await page.getByRole('link', { name: night }).click();
  await page.getByRole('button', { name: 'Remove the pool' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('link', { name: night }).waitFor({ state: 'detached' });
});

test('two administrators who change the same entry both hear of it', { timeout: 60_000 }, async () => {
  const { page } = admin;
  const other = await person(browser);
  await signIn(other, 'admin@demo.test');
  await section(page, 'Skills');
  await page.getByRole('link', { name: `Stars ${mark}` }).click();
  await page.getByLabel('Name').fill(`Moons ${mark}`);
  await other.page.goto('/admin/skills');
  await other.page.getByRole('link', { name: `Stars ${mark}` }).click();
  await other.page.getByLabel('Name').fill(`Suns ${mark}`);
  await other.page.getByRole('button', { name: 'Save' }).click();
  await other.page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Someone else changed this meanwhile').waitFor();
  await page.getByText(`Name (now: Suns ${mark})`).waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), `Moons ${mark}`);
  await accessible(page, 'a conflict');
  await shot(page, 'admin-conflict-1280-light');
  await page.getByRole('button', { name: 'Load the newer one' }).click();
  assert.equal(await page.getByLabel('Name').inputValue(), `Suns ${mark}`);
  await page.getByLabel('Name').fill(`Moons ${mark}`);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: `Moons ${mark}` }).waitFor();
  await other.context.close();
});

test('the console speaks Spanish when asked to, and remembers it', { timeout: 60_000 }, async () => {
  const { page } = admin;
  await page.getByRole('button', { name: 'Administrator', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Español' }).click();
  await page.getByRole('heading', { level: 1, name: 'Habilidades' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Habilidades' }).waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'es');
  await accessible(page, 'a page in Spanish');
  await shot(page, 'admin-spanish-1280-light');
});

test('no browser complained', () => {
  for (const { complaints } of [admin, agent, customer]) assert.deepEqual(complaints, []);
});
