// Starts everything with AppHost unless CC_URL names a running one, runs the tests against it, and stops what it started.
import { spawn } from 'node:child_process';
import { startHost } from './support/host.ts';

// The walk first: without it the rest says little. Names given on the command line run alone.
const named = process.argv.slice(2);
const files = named.length > 0 ? named : ['walk.test.ts', 'desk.test.ts', 'screens.test.ts', 'session.test.ts', 'supervisor.test.ts', 'whatif.test.ts', 'widget.test.ts', 'asking.test.ts', 'admin.test.ts', 'directions.test.ts', 'sheets.test.ts', 'storms.test.ts', 'pace.test.ts'];
// A hundred storms by hand take their hour.
const limitMs = (named.includes('storms.test.ts') ? 90 : 18) * 60_000;

const host = process.env.CC_URL === undefined ? await startHost() : null;
const url = host?.url ?? process.env.CC_URL;
console.log(`Testing ${String(url)}`);

const tests = spawn(
  process.execPath,
  ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-reporter=spec', ...files],
  { stdio: 'inherit', env: { ...process.env, CC_URL: url, ...(host && { CC_DATA: host.data }) }, cwd: import.meta.dirname },
);
const timer = setTimeout(() => tests.kill('SIGKILL'), limitMs);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => tests.kill('SIGTERM'));
const code = await new Promise<number>((done) => tests.once('exit', (exitCode) => { done(exitCode ?? 1); }));
clearTimeout(timer);
await host?.stop();
process.exit(code);
