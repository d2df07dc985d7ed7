import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, request } from 'playwright-core';
import { base, launch, password, person, signIn } from './support/browser.ts';

let browser: Browser;

before(async () => {
  browser = await launch();
});

after(() => browser.close());

const email = `new-${String(Date.now())}@demo.test`;
const first = 'Quiet-Harbour-41';
const second = 'Loud-Mountain-73';

test('who is invited opens his account by the link, once', { timeout: 60_000 }, async () => {
  const link = await invite();
  const guest = await person(browser);
  const { page } = guest;
  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill('short');
  await page.getByLabel('New password again').fill('short');
  await page.getByRole('button', { name: 'Open my account' }).click();
  await page.getByText(/at least/i).waitFor();
  await page.getByLabel('New password', { exact: true }).fill(first);
  await page.getByLabel('New password again').fill(second);
  await page.getByRole('button', { name: 'Open my account' }).click();
  await page.getByText('The two new passwords differ.').waitFor();
  await page.getByLabel('New password again').fill(first);
  await page.getByRole('button', { name: 'Open my account' }).click();
  await page.getByText('Your account is open.').waitFor();

  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill(second);
  await page.getByLabel('New password again').fill(second);
  await page.getByRole('button', { name: 'Open my account' }).click();
  await page.getByText('This invitation is used up or too old.').waitFor();
  await guest.context.close();
});

test('a changed password is the one that counts, and the session goes on', { timeout: 60_000 }, async () => {
  const user = await person(browser);
  const { page } = user;
  await signIn(user, email, first);
  await page.getByRole('button', { name: 'Newcomer' }).click();
  await page.getByRole('menuitem', { name: 'Change password' }).click();
  await page.getByLabel('Current password').fill('wrong');
  await page.getByLabel('New password', { exact: true }).fill(second);
  await page.getByLabel('New password again').fill(second);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('This is not the password.').waitFor();
  await page.getByLabel('Current password').fill(first);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your password is changed.').waitFor();

  await page.getByRole('button', { name: 'Newcomer' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in' && url.search === '');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(user, email, second);
  assert.deepEqual(user.complaints, []);
  await user.context.close();
});

/** By the API; what the administrator does in his pages is admin.test.ts. */
async function invite(): Promise<string> {
  const admin = await request.newContext({ baseURL: base });
  try {
    const signedIn = await admin.post('/api/v1/session', { data: { email: 'admin@demo.test', password } });
    const { antiforgeryToken } = (await signedIn.json()) as { antiforgeryToken: string };
    const roles = (await (await admin.get('/api/v1/roles')).json()) as { items: { id: string; name: string }[] };
    const agent = roles.items.filter((role) => role.name === 'agent').map((role) => role.id);
    const added = await admin.post('/api/v1/users', {
      headers: { 'X-CSRF-TOKEN': antiforgeryToken },
      data: { email, name: 'Newcomer', roles: agent, allClients: true },
    });
    assert.equal(added.status(), 201, await added.text());
    return ((await added.json()) as { inviteUrl: string }).inviteUrl;
  } finally {
    await admin.dispose();
  }
}
