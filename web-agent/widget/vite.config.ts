import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { translations } from './texts/all';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A script is read in its page's encoding, and not every page is UTF-8: what is not ASCII is written as an escape. */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};

/** A file of words a language, beside the script: a customer loads his own only. */
const texts: Plugin = {
  name: 'texts',
  generateBundle() {
    for (const [language, words] of Object.entries(translations)) {
      this.emitFile({ type: 'asset', fileName: `widget-texts/${language}.json`, source: JSON.stringify(words) });
    }
  },
};

// One classic script for any customer's site: no chunks, no style file, and the console's build in the same dist stays.
export default defineConfig({
  root: here('.'),
  publicDir: false,
  plugins: [asciiOnly, texts],
  build: {
    target: 'es2020',
    outDir: here('../dist'),
    emptyOutDir: false,
    lib: { entry: here('./main.ts'), name: 'ContactCenterWidget', formats: ['iife'], fileName: () => 'widget.js' },
  },
  test: { name: 'widget', environment: 'node', include: ['**/*.test.ts'] },
});
