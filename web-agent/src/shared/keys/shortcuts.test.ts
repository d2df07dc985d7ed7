import { expect, it } from 'vitest';
import { commandOf, isPressed, type Key, keyText, shortcuts } from './shortcuts';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });

it('knows a command by its letter, or by its place where Alt makes another character of it', () => {
  expect(commandOf(press('y', { altKey: true }))).toBe('accept');
  expect(commandOf(press('¥', { altKey: true, code: 'KeyY' }))).toBe('accept');
  expect(commandOf(press('k', { ctrlKey: true }))).toBe('palette');
  expect(commandOf(press('k', { metaKey: true }))).toBe('palette');
  expect(commandOf(press('k', { altKey: true }))).toBe('previous');
  expect(commandOf(press('?', { shiftKey: true }))).toBe('help');
  expect(commandOf(press('y'))).toBeNull();
  expect(commandOf(press('y', { altKey: true, ctrlKey: true }))).toBeNull();
});

it('leaves to a text box what is its own', () => {
  expect(commandOf(press('Enter'))).toBeNull();
  expect(isPressed('send', press('Enter'))).toBe(true);
  expect(isPressed('send', press('Enter', { shiftKey: true }))).toBe(false);
  expect(isPressed('newLine', press('Enter', { shiftKey: true }))).toBe(true);
});

it('has no key twice, and none by which a browser opens its menus', () => {
  const bound = shortcuts.filter((shortcut) => shortcut.local !== true).flatMap((shortcut) => shortcut.keys);
  expect(new Set(bound.map(keyText)).size).toBe(bound.length);
  const browsers: Key['key'][] = ['d', 'e', 'f', 'v', 's', 'b', 't', 'h'];
  expect(bound.filter((key) => key.alt === true && browsers.includes(key.key))).toEqual([]);
});
