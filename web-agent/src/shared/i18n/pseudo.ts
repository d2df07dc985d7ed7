// A language for tests: every text accented and a third longer, so that what is not a text by key, or has no room to
// grow, shows itself. It runs from right to left.

const accents: Record<string, string> = {
  a: 'á', c: 'ç', d: 'đ', e: 'é', g: 'ğ', i: 'í', l: 'ł', n: 'ñ', o: 'ö', r: 'ř', s: 'š', t: 'ť', u: 'ü', y: 'ý', z: 'ž',
  A: 'Å', C: 'Ç', D: 'Đ', E: 'É', I: 'Í', L: 'Ł', N: 'Ñ', O: 'Ø', R: 'Ř', S: 'Š', T: 'Ť', U: 'Û', Y: 'Ý', Z: 'Ž',
};

/** What stands in braces is a name of a value and stays. */
export function pseudoText(text: string): string {
  const accented = text
    .split(/(\{\{[^}]*\}\})/)
    .map((part) => (part.startsWith('{{') ? part : part.replace(/[a-zA-Z]/g, (letter) => accents[letter] ?? letter)))
    .join('');
  return accented + '·'.repeat(Math.ceil(text.length / 3));
}

export type Texts = { [name: string]: string | Texts };

export function pseudo(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, typeof value === 'string' ? pseudoText(value) : pseudo(value)]),
  );
}
