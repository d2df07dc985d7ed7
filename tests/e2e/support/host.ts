import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Host {
  url: string;
  data: string;
  stop: () => Promise<void>;
}

// A fresh machine installs PostgreSQL and Redis and builds the console first.
const readyWithinMs = 8 * 60_000;
const endsWithinMs = 30_000;

/** Runs AppHost on a free port with data of its own, as a newcomer would. */
export async function startHost(): Promise<Host> {
  const data = await mkdtemp(join(tmpdir(), 'contact-center-e2e-'));
  // Started by root, the databases run as another user, who must get through.
  await chmod(data, 0o711);
  const repository = join(import.meta.dirname, '../../..');
  const child = spawn(
    'dotnet',
    ['run', '--project', 'src/ContactCenter.AppHost', '--', '--port', String(await freePort()), '--data', data],
    // A process group of its own, so that `dotnet run` and what it runs end together.
    {
      cwd: repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      // A thousand customers come from one address here.
      env: { ...process.env, RateLimits__VisitorSessionsPerMinute: '100000' },
    },
  );
  const lines: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  const ended = once(child, 'exit');

  const stop = async () => {
    if (child.exitCode === null && child.pid !== undefined) {
      process.kill(-child.pid, 'SIGINT');
      const late = setTimeout(() => { process.kill(-(child.pid ?? 0), 'SIGKILL'); }, endsWithinMs);
      await ended;
      clearTimeout(late);
    }
    await rm(data, { recursive: true, force: true });
  };

  try {
    const url = await new Promise<string>((ready, fail) => {
      const timer = setTimeout(() => { fail(new Error('not ready in time')); }, readyWithinMs);
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        const match = /^ready (http:\/\/\S+)/.exec(line);
        if (match?.[1] === undefined) return;
        clearTimeout(timer);
        ready(match[1]);
      });
      child.once('exit', (code) => { fail(new Error(`AppHost ended with ${String(code)}`)); });
    });
    return { url, data, stop };
  } catch (error) {
    console.error(lines.join('\n'));
    await stop();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
