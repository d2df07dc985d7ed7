import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base } from './browser.ts';

const readyWithinMs = 90_000;

/** The folder that AppHost was started with; without it nobody knows which process the server is. */
export const canKill = process.env.CC_DATA !== undefined;

let killing: Promise<void> | null = null;

/** As if the machine had lost it: no goodbye to anybody. AppHost starts it again. One at a time. */
export function killServer(): Promise<void> {
  killing ??= kill().finally(() => { killing = null; });
  return killing;
}

async function kill(): Promise<void> {
  const file = join(process.env.CC_DATA ?? '', 'server', 'pid');
  const pid = Number(await readFile(file, 'utf8'));
  process.kill(pid, 'SIGKILL');
  const end = Date.now() + readyWithinMs;
  for (let answered = false; !answered; ) {
    if (Date.now() > end) throw new Error('The server did not come back.');
    await new Promise((done) => setTimeout(done, 250));
    answered = await fetch(`${base}/health/ready`).then((answer) => answer.ok, () => false);
  }
}
