import { expect, test } from 'vitest';
import { overflowOf, plainOverflow, validOverflow } from './pool-field';

test('an overflow needs another pool and a time of a day at most', () => {
  expect(validOverflow({ pool: 'night', afterSeconds: 60 }, 'main')).toBe(true);
  expect(validOverflow({ pool: 'main', afterSeconds: 60 }, 'main')).toBe(false);
  for (const afterSeconds of ['', 0, 1.5, 86_401]) expect(validOverflow({ pool: 'night', afterSeconds }, 'main')).toBe(false);
});

test('without a pool nothing overflows, whatever the seconds say', () => {
  expect(validOverflow({ pool: null, afterSeconds: '' }, 'main')).toBe(true);
  expect(plainOverflow({ pool: null, afterSeconds: 60 })).toBeNull();
});

test('what is stored comes back as it was', () => {
  const stored = { pool: 'night', afterSeconds: 45 };
  expect(plainOverflow(overflowOf(stored))).toEqual(stored);
  expect(plainOverflow(overflowOf(null))).toBeNull();
});
