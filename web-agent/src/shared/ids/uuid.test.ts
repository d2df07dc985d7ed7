import { expect, it } from 'vitest';
import { uuidV7 } from './uuid';

it('is a version 7 UUID that sorts by its instant', () => {
  const early = uuidV7(1_790_000_000_000);
  const late = uuidV7(1_790_000_000_001);
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
  expect(uuidV7()).not.toBe(uuidV7());
});
