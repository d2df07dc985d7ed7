import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { accessible, launch, person, type Scheme, shot, signIn } from './support/browser.ts';

let browser: Browser;

before(async () => {
  browser = await launch();
});

after(() => browser.close());

const schemes: Scheme[] = ['light', 'dark'];

for (const scheme of schemes) {
  test(`the pages before the sign-in are accessible, ${scheme}`, { timeout: 60_000 }, async () => {
    const visitor = await person(browser, scheme);
    for (const path of ['/sign-in', '/sign-in?expired=true', '/invite', '/invite?user=u&token=t', '/no-such-page']) {
      await visitor.page.goto(path);
      await visitor.page.getByRole('heading', { level: 1 }).waitFor();
      await accessible(visitor.page, path);
    }
    await visitor.page.goto('/sign-in');
    await shot(visitor.page, `sign-in-1280-${scheme}`);
    await visitor.page.getByLabel('Email').fill(`nobody-${String(Date.now())}@demo.test`);
    await visitor.page.getByLabel('Password', { exact: true }).fill('wrong');
    await visitor.page.getByRole('button', { name: 'Sign in' }).click();
    await visitor.page.getByText('The email or the password is wrong.').waitFor();
    await accessible(visitor.page, 'a failed sign-in');
    assert.deepEqual(visitor.complaints, []);
    await visitor.context.close();
  });

  for (const width of [1280, 1920]) {
    test(`the supervisor's pages are accessible, ${scheme}, ${String(width)} wide`, { timeout: 60_000 }, async () => {
      const supervisor = await person(browser, scheme, width, width === 1280 ? 800 : 1080);
      const { page } = supervisor;
      await signIn(supervisor, 'supervisor@demo.test');
      await page.getByRole('heading', { name: /^Agents/ }).waitFor();
      await accessible(page, '/live');
      await shot(page, `live-${String(width)}-${scheme}`);
      await page.getByRole('link', { name: 'What if' }).click();
      await page.getByRole('link', { name: 'New run' }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
      await accessible(page, '/what-if/new');
      await shot(page, `what-if-new-run-${String(width)}-${scheme}`);
      await page.getByRole('link', { name: 'My tickets' }).click();
      await page.getByRole('heading', { name: 'My tickets' }).waitFor();
      await accessible(page, '/tickets');
      await shot(page, `tickets-${String(width)}-${scheme}`);
      await page.getByRole('button', { name: 'Supervisor' }).click();
      await page.getByRole('menuitem', { name: 'Change password' }).waitFor();
      await accessible(page, 'the account menu');
      await page.getByRole('menuitem', { name: 'Change password' }).click();
      await page.getByRole('heading', { name: 'Change password' }).waitFor();
      await accessible(page, '/password');
      assert.deepEqual(supervisor.complaints, []);
      await supervisor.context.close();
    });
  }
}

const adminPages = [
  ['clients', 'Clients'],
  ['queues', 'Queues'],
  ['pools', 'Pools and shares'],
  ['skills', 'Skills'],
  ['agents', 'Agents'],
  ['users', 'Users'],
  ['roles', 'Roles'],
  ['widgets', 'Widgets'],
  ['dispositions', 'Dispositions'],
  ['canned-replies', 'Canned replies'],
  ['break-reasons', 'Break reasons'],
  ['calendars', 'Calendars'],
  ['sites', 'Sites'],
] as const;

for (const scheme of schemes) {
  for (const width of [1280, 1920]) {
    test(`the administration pages are accessible, ${scheme}, ${String(width)} wide`, { timeout: 180_000 }, async () => {
      const admin = await person(browser, scheme, width, width === 1280 ? 800 : 1080);
      const { page } = admin;
      const look = async (name: string) => {
        // What axe judges does not depend on the width here; the pictures do.
        if (width === 1280) await accessible(page, name);
        await shot(page, `admin-${name}-${String(width)}-${scheme}`);
      };
      await signIn(admin, 'admin@demo.test');
      await page.getByRole('link', { name: 'Administration' }).click();
      await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
      for (const [path, title] of adminPages) {
        await page.getByRole('navigation', { name: 'Administration pages' }).getByRole('link', { name: title, exact: true }).click();
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await page.getByRole('table').waitFor();
        await look(path);
        await page.getByRole('button', { name: /^New / }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Save' }).waitFor();
        await look(`${path}-new`);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByRole('table').getByRole('link').first().press('Enter');
        await page.getByRole('dialog').getByRole('button', { name: /^(Save|Close)$/ }).last().waitFor();
        await look(`${path}-entry`);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await page.getByRole('link', { name: 'Queues', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
      await page.getByRole('table').getByRole('link').first().click();
      await page.getByLabel('Answer target (seconds)').fill('77');
      await page.getByRole('button', { name: 'Keep as draft' }).click();
      const asked = page.getByRole('dialog', { name: 'Keep as draft' });
      const draft = `Looks ${scheme} ${String(width)}`;
      await asked.getByLabel('Name').fill(draft);
      await look('save-draft');
      await asked.getByRole('button', { name: 'Keep as draft' }).click();
      await page.getByRole('dialog').first().waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Drafts' }).click();
      await page.getByRole('link', { name: draft }).waitFor();
      await look('drafts');
      await page.getByRole('link', { name: draft }).click();
      await page.getByRole('button', { name: 'Put live' }).waitFor();
      await look('drafts-entry');
      await page.getByRole('button', { name: 'Discard' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Failed events' }).click();
      await page.getByRole('heading', { level: 1, name: 'Failed events' }).waitFor();
      await look('failed-events');
      assert.deepEqual(admin.complaints, []);
      await admin.context.close();
    });
  }
}

test('a client viewer sees his own board and no command', { timeout: 60_000 }, async () => {
  const viewer = await person(browser);
  await signIn(viewer, 'client@acme-air.test');
  await viewer.page.getByRole('heading', { name: 'Queues' }).waitFor();
  const main = await viewer.page.getByRole('main').innerText();
  assert.doesNotMatch(main, /Bright Bank/i);
  assert.equal(await viewer.page.getByRole('button', { name: /Assign/ }).count(), 0);
  assert.equal(await viewer.page.getByRole('link', { name: 'My tickets' }).count(), 0);
  await viewer.context.close();
});

test('who signs out is asked to sign in again', { timeout: 60_000 }, async () => {
  const agent = await person(browser);
  await signIn(agent, 'agent3@demo.test');
  await agent.page.getByRole('button', { name: /Agent|agent3/ }).last().click();
  await agent.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await agent.page.waitForURL((url) => url.pathname === '/sign-in' && url.search === '');
  await agent.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await agent.page.goto('/tickets');
  await agent.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await agent.context.close();
});
