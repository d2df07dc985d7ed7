import { expect, it } from 'vitest';
import { clockText, spanText } from './duration';

it.each([
  [-5, '0:00'],
  [999, '0:00'],
  [20_000, '0:20'],
  [75_000, '1:15'],
  [3_700_000, '1:01:40'],
])('%d ms on the clock is %s', (milliseconds, text) => {
  expect(clockText(milliseconds)).toBe(text);
});

it.each([
  [40_000, '40s'],
  [61_000, '1m'],
  [7_300_000, '2h'],
  [200_000_000, '2d'],
])('%d ms as a span is %s', (milliseconds, text) => {
  expect(spanText(milliseconds, 'en')).toBe(text);
});
