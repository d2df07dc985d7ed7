import { expect, test } from 'vitest';
import { colleaguesFor, namedAt, namedIn } from './mentions';

const people = ['Agent One', 'Agent One Two', 'Ana (Night)', 'Bo'].map((name) => ({ id: name, name }));

test('a colleague is called by an at sign, and his name may have spaces', () => {
  expect(namedAt('@', 1)).toEqual({ word: '', start: 0 });
  expect(namedAt('ask @Agent O', 12)).toEqual({ word: 'Agent O', start: 4 });
  expect(namedAt('write to ann@acme', 17)).toBeNull();
  expect(namedAt('@Bo\nnext', 8)).toBeNull();
});

test('he is found by the beginning of any of his names, and no more once he is written out', () => {
  const names = (word: string) => colleaguesFor(people, word).map((one) => one.name);
  expect(names('a')).toEqual(['Agent One', 'Agent One Two', 'Ana (Night)']);
  expect(names('two')).toEqual(['Agent One Two']);
  expect(names('agent one')).toEqual(['Agent One Two']);
  expect(names('bo')).toEqual([]);
});

test('whoever stands in the text is named, whole names only', () => {
  expect(namedIn('@Bo look', people)).toEqual(['Bo']);
  expect(namedIn('@Bob look, bo@acme', people)).toEqual([]);
  expect(namedIn('see @agent one two.', people)).toEqual(['Agent One Two']);
  expect(namedIn('see @Agent One, @Ana (Night)', people).toSorted()).toEqual(['Agent One', 'Ana (Night)']);
});
