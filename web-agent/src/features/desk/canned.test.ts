import { describe, expect, test } from 'vitest';
import { ticket } from '@/testing/samples';
import { calledAt, filled, matches, unfilledIn } from './canned';
import { inserted } from './caret-menu';

const reply = (shortcut: string, title: string, text = 'Text', active = true) =>
  ({ id: shortcut, clientId: 'c', shortcut, title, text, active, version: 1 });

describe('a canned reply', () => {
  test('is called by a slash at the start of a line or after a space', () => {
    expect(calledAt('/he', 3)).toEqual({ word: 'he', start: 0 });
    expect(calledAt('Hi /', 4)).toEqual({ word: '', start: 3 });
    expect(calledAt('One\n/bye', 8)).toEqual({ word: 'bye', start: 4 });
    expect(calledAt('and/or', 6)).toBeNull();
    expect(calledAt('/he llo', 7)).toBeNull();
    expect(calledAt('/hello', 3)).toEqual({ word: 'he', start: 0 });
  });

  test('is found by its shortcut, then by its title, and only while it is in use', () => {
    const all = [reply('bye', 'Good-bye'), reply('hello', 'Greeting'), reply('refund', 'Say hello to money'), reply('help', 'Old', 'x', false)];
    expect(matches(all, 'he').map((r) => r.shortcut)).toEqual(['hello', 'refund']);
    expect(matches(all, '').map((r) => r.shortcut)).toEqual(['bye', 'hello', 'refund']);
  });

  test('is filled in with what is known and leaves the rest to be seen', () => {
    const text = 'Hi {{customer}}, {{agent}} of {{client}}, case {{number}} {{other}}';
    const known = { ...ticket(), number: 7, clientName: 'Acme', contact: { ...ticket().contact, name: 'Ann' } };
    expect(filled(reply('a', 'A', text), known, 'Bob')).toBe('Hi Ann, Bob of Acme, case 7 {{other}}');
    expect(filled(reply('a', 'A', 'Hi {{customer}}'), { ...known, contact: { ...known.contact, name: null } }, 'Bob')).toBe('Hi {{customer}}');
    expect(unfilledIn('Hi {{customer}}')).toBe('{{customer}}');
    expect(unfilledIn('Hi {Ann}, 2 {{ 3')).toBeUndefined();
  });

  test('takes the place of its call and nothing else', () => {
    expect(inserted('Well, /he and more', 9, 6, 'Hello')).toEqual({ text: 'Well, Hello and more', caret: 11 });
  });
});
