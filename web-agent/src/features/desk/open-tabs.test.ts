import { afterEach, expect, it } from 'vitest';
import { beside, closeTab, openTab } from './open-tabs';

afterEach(() => { sessionStorage.clear(); });

const open = () => sessionStorage.getItem('cc.tabs.u')?.split(' ');

it('opens each ticket once and lets the oldest go when there is no room', () => {
  for (const id of ['a', 'b', 'a', 'c']) openTab('u', id);
  expect(open()).toEqual(['a', 'b', 'c']);
  for (const id of ['d', 'e', 'f', 'g', 'h', 'i']) openTab('u', id);
  expect(open()).toEqual(['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
  closeTab('u', 'd');
  expect(open()).toEqual(['b', 'c', 'e', 'f', 'g', 'h', 'i']);
});

it('goes round the end', () => {
  expect(beside(['a', 'b', 'c'], 'c', 1)).toBe('a');
  expect(beside(['a', 'b', 'c'], 'a', -1)).toBe('c');
  expect(beside(['a', 'b'], undefined, 1)).toBe('a');
  expect(beside(['a', 'b'], 'gone', -1)).toBe('b');
  expect(beside([], 'a', 1)).toBeUndefined();
});
