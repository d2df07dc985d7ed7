import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';

describe('widget.js', () => {
  let files: (Rollup.OutputChunk | Rollup.OutputAsset)[];

  beforeAll(async () => {
    const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
    const built = (await build({ configFile, mode: 'production', logLevel: 'silent', build: { write: false } })) as Rollup.RollupOutput[];
    files = built.flatMap((output) => output.output);
  }, 60_000);

  const languageFile = (name: string): string => {
    const file = files.find((one) => one.fileName === `widget-texts/${name}.json`);
    return file?.type === 'asset' ? String(file.source) : '';
  };
  const code = (): string => (files[0]?.type === 'chunk' ? files[0].code : '');

  test('is one file and one of words a language, together at most 20 kB gzipped', () => {
    const words = ['es', 'de', 'fr', 'pt', 'ar'];
    expect(files.map((file) => file.fileName).sort()).toEqual(['widget.js', ...words.map((language) => `widget-texts/${language}.json`)].sort());
    const size = (text: string): number => gzipSync(text, { level: 9 }).length;
    expect(size(code())).toBeGreaterThan(1_000);
    expect(size(code()) + Math.max(...words.map((language) => size(languageFile(language))))).toBeLessThanOrEqual(20_000);
  });

  test('is a classic script that leaves no global name', () => {
    expect(code()).toMatch(/^\(function\(\)\{/);
    expect(code()).not.toMatch(/\bimport\b|\bexport\b/);
  });

  test('is read the same in every encoding of a page', () => {
    expect(code()).toMatch(/^[\n -~]*$/);
    expect(code()).toContain('Reconnecting\\u2026');
    expect(languageFile('es')).toContain('¿Terminar este chat?');
  });

  test('never turns text into markup or code', () => {
    expect(code()).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
  });
});
