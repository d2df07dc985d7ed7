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

  const code = (): string => (files[0]?.type === 'chunk' ? files[0].code : '');

  test('is one file of at most 20 kB gzipped', () => {
    expect(files.map((file) => file.fileName)).toEqual(['widget.js']);
    const size = gzipSync(code(), { level: 9 }).length;
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThanOrEqual(20_000);
  });

  test('is a classic script that leaves no global name', () => {
    expect(code()).toMatch(/^\(function\(\)\{/);
    expect(code()).not.toMatch(/\bimport\b|\bexport\b/);
  });

  test('is read the same in every encoding of a page', () => {
    expect(code()).toMatch(/^[\n -~]*$/);
    expect(code()).toContain('\\u00bfTerminar este chat?');
  });

  test('never turns text into markup or code', () => {
    expect(code()).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
  });
});
