import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ now: Date.parse('2026-11-20T10:00:00Z') });
});

afterEach(() => vi.useRealTimers());

it('follows the server when the desk runs four minutes behind', async () => {
  const { learnServerTime, serverNow } = await import('./clock');
  const now = Date.now();
  learnServerTime('Fri, 20 Nov 2026 10:04:00 GMT', now - 20, now);
  expect(Math.abs(serverNow() - Date.parse('2026-11-20T10:04:00.500Z'))).toBeLessThan(50);
});

it('keeps its own time within the error of the measurement, and without a measurement', async () => {
  const { learnServerTime, serverNow } = await import('./clock');
  learnServerTime(null, 0, 0);
  learnServerTime('Fri, 20 Nov 2026 10:00:00 GMT', Date.now() - 20, Date.now());
  expect(serverNow()).toBe(Date.now());
});

it('trusts the answer with the shortest round trip', async () => {
  const { learnServerTime, serverNow } = await import('./clock');
  const now = Date.now();
  learnServerTime('Fri, 20 Nov 2026 10:04:00 GMT', now - 20, now);
  learnServerTime('Fri, 20 Nov 2026 10:04:00 GMT', now - 9000, now);
  expect(Math.abs(serverNow() - now - 240_500)).toBeLessThan(50);
});
