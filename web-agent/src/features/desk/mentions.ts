import type { Colleague } from '@/shared/api/types';
import type { Call } from './caret-menu';

// A colleague is called by "@" and his name, which may hold spaces, at the start of a line or after a space or bracket.
const call = /(^|[\s(])@([^\s@][^@\n]{0,39})?$/;

export function namedAt(text: string, caret: number): Call | null {
  const found = call.exec(text.slice(0, caret));
  if (!found) return null;
  const word = found[2] ?? '';
  return { word, start: caret - word.length - 1 };
}

/** Those one of whose names begins so; at most so many that all can be seen. A whole name needs no list any more. */
export function colleaguesFor(colleagues: readonly Colleague[], word: string, most = 8): Colleague[] {
  const looked = word.toLowerCase();
  return colleagues
    .filter(({ name }) => {
      const own = name.toLowerCase();
      return own !== looked && (own.startsWith(looked) || own.split(' ').some((part) => part.startsWith(looked)));
    })
    .slice(0, most);
}

/** Whom the text names, by whole names; of two names that begin alike the longer one counts. */
export function namedIn(text: string, colleagues: readonly Colleague[]): string[] {
  let left = text;
  const named: string[] = [];
  for (const { id, name } of colleagues.toSorted((a, b) => b.name.length - a.name.length)) {
    const without = left.replace(new RegExp(`(^|[\\s(])@${escaped(name)}(?![\\p{L}\\p{N}])`, 'giu'), '$1');
    if (without !== left) named.push(id);
    left = without;
  }
  return named;
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
