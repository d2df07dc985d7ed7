import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export const base = process.env.CC_URL ?? 'http://127.0.0.1:8080';
export const password = 'Demo!2345';
export type Scheme = 'light' | 'dark';

const repository = join(import.meta.dirname, '../../..');
const artifacts = join(repository, 'artifacts');

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

/** One person at a browser of his own; what the browser complains about is kept. */
export interface Person {
  page: Page;
  context: BrowserContext;
  complaints: string[];
}

export async function person(browser: Browser, scheme: Scheme = 'light', width = 1280, height = 800, timezoneId?: string): Promise<Person> {
  const context = await browser.newContext({
    baseURL: base,
    colorScheme: scheme,
    viewport: { width, height },
    ...(timezoneId === undefined ? {} : { timezoneId }),
    // What fades in is judged as it will be.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    // A refused request shows itself on the screen and is part of some tests; a broken policy or script never is.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(text);
    if (/Content Security Policy/i.test(text)) complaints.push(text);
  });
  return { page, context, complaints };
}

export async function signIn(who: Person, email: string, secret = password): Promise<void> {
  const { page } = who;
  await page.goto('/');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

export async function setState(who: Person, state: string): Promise<void> {
  await who.page.getByRole('button', { name: /^Change your state/ }).click();
  await who.page.getByRole('menuitem', { name: state, exact: true }).click();
}

export async function shot(page: Page, name: string): Promise<void> {
  await mkdir(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`) });
}

/** The page as it stands in both schemes and two widths: a picture and a check of each. */
export async function inEveryLook(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [[1920, 1080], [1280, 800]] as const) {
      await page.setViewportSize({ width, height });
      await shot(page, `${name}-${String(width)}-${colorScheme}`);
    }
    await accessible(page, `${name}, ${colorScheme}`);
  }
}

/** The README's picture, taken only when asked for. */
export async function docsShot(page: Page): Promise<void> {
  if (process.env.CC_DOCS_SHOT !== '1') return;
  await mkdir(join(repository, 'docs'), { recursive: true });
  await page.screenshot({ path: join(repository, 'docs', 'console.png') });
}

/** No violation of WCAG 2.2 A and AA on the page as it stands. */
export async function accessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const found = violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.html} ${node.failureSummary ?? ''}`),
  );
  assert.deepEqual(found, [], `${where} is not accessible`);
}
