import { expect, test } from 'vitest';
import { sizeText } from './size';

test('sizes are in the unit that people would say', () => {
  expect(sizeText(1, 'en')).toBe('1 byte');
  expect(sizeText(999, 'en')).toBe('999 bytes');
  expect(sizeText(1_250, 'en')).toBe('1.3 kB');
  expect(sizeText(10_485_760, 'en')).toBe('10 MB');
  expect(sizeText(1_500_000, 'es')).toBe('1,5 MB');
});
