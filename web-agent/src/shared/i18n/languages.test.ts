import { afterEach, expect, it } from 'vitest';
import { en } from './en';
import { enAdmin } from './en-admin';
import { enWhatIf } from './en-what-if';
import { es } from './es';
import { chooseLanguage, i18next, startLanguage } from './i18n';
import { pseudo, pseudoText, type Texts } from './pseudo';

function flat(texts: Texts, path = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[path + name, value]] : [...flat(value, `${path}${name}.`)],
    ),
  );
}

const plural = /_(zero|one|two|few|many|other)$/;
const bases = (texts: Map<string, string>) => [...new Set([...texts.keys()].map((key) => key.replace(plural, '')))].sort();
const values = (text: string) => [...new Set(text.match(/\{\{[^}]*\}\}/g))].sort();

const english = flat({ ...en, ...enAdmin, ...enWhatIf });
const spanish = flat(es);

afterEach(async () => {
  await i18next.changeLanguage('en');
  localStorage.clear();
  document.documentElement.dir = 'ltr';
});

it('has the same texts in English and Spanish', () => {
  expect(bases(spanish)).toEqual(bases(english));
});

it.each([['en', english], ['es', spanish]] as const)('has every plural form that the language has: %s', (tag, texts) => {
  const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const counted = new Set([...english.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, '')));
  expect(counted.size).toBeGreaterThan(0);
  for (const base of counted) {
    for (const category of categories) expect(texts.has(`${base}_${category}`), `${base}_${category}`).toBe(true);
  }
});

it('puts the same values into the Spanish texts', () => {
  for (const [key, text] of spanish) {
    const original = english.get(key) ?? english.get(key.replace(plural, '_other')) ?? '';
    // The singular may say the number as a word.
    if (!key.endsWith('_one')) expect(values(text), key).toEqual(values(original));
  }
});

it('leaves no Spanish text empty or in English by mistake', () => {
  const same = [...spanish].filter(([key, text]) => text === '' || (text === english.get(key) && /[a-z]{4,} [a-z]{3,}/.test(text)));
  expect(same).toEqual([]);
});

it('remembers the chosen language, and an address may ask for another', async () => {
  await chooseLanguage('es');
  expect(i18next.t('signIn.submit')).toBe('Entrar');
  expect(document.documentElement.lang).toBe('es');
  await i18next.changeLanguage('en');
  await startLanguage('');
  expect(i18next.language).toBe('es');
  await startLanguage('?lang=en');
  expect(i18next.language).toBe('en');
});

it('has a made-up language from right to left that keeps the names of values', async () => {
  expect(pseudoText('Wait {{time}}')).toMatch(/^W[^a-z]íť \{\{time\}\}·+$/);
  expect(flat(pseudo({ ...en, ...enAdmin, ...enWhatIf })).size).toBe(english.size);
  await startLanguage('?lang=pseudo-rtl');
  expect(document.documentElement.dir).toBe('rtl');
  expect(new Intl.NumberFormat(i18next.language).format(1)).toBe('1');
  expect(localStorage.getItem('cc.language')).toBeNull();
});
