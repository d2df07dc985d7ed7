import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch, person, shot, signIn } from './support/browser.ts';

// The console in a language of our own making: half as long again, and read from right to left.

let browser: Browser;

before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const routes = [
  '/tickets', '/live', '/password', '/admin/clients', '/admin/queues?open=new', '/admin/skills?open=new', '/admin/agents', '/admin/users?open=new',
  '/admin/roles?open=new', '/admin/widgets?open=new', '/admin/dispositions', '/admin/canned-replies', '/admin/break-reasons', '/admin/calendars', '/admin/sites?open=new', '/admin/pools', '/admin/pools?open=00000000-0000-8000-8000-736861726573', '/admin/drafts', '/admin/failed-events',
];

test('every page has room for longer texts from right to left', { timeout: 120_000 }, async () => {
  const reader = await person(browser);
  const { page } = reader;
  await page.goto('/sign-in?lang=pseudo-rtl');
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.deepEqual(await outside(page), [], '/sign-in');
  await page.goto('/');
  await signIn(reader, 'admin@demo.test');
  for (const path of routes) {
    await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=pseudo-rtl`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    if (path.includes('open=new')) await page.getByRole('dialog').locator('form').waitFor();
    await page.waitForLoadState('networkidle');
    assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
    assert.deepEqual(await outside(page), [], path);
    await shot(page, `rtl${path.replace(/\?.*/, '').replaceAll('/', '-')}-1280-light`);
  }
  assert.deepEqual(reader.complaints, []);
  await reader.context.close();
});

/** What the page pushes over its own edge, and texts that their boxes cut off. Frames that scroll are meant to. */
function outside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${String(scrollWidth)} wide in ${String(clientWidth)}`);
    const main = document.querySelector('main');
    if (main !== null && main.scrollWidth > main.clientWidth) found.push(`main is ${String(main.scrollWidth)} wide in ${String(main.clientWidth)}`);
    for (const node of Array.from(document.querySelectorAll('button, a, label, h1, h2, legend, th'))) {
      const box = node.getBoundingClientRect();
      if (box.width === 0 || node.closest('[role=group][tabindex]') !== null) continue;
      const cut = getComputedStyle(node).overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1;
      if (box.left < -1 || box.right > clientWidth + 1 || cut) found.push(`${node.tagName}: ${node.textContent}`);
    }
    return found;
  });
}
