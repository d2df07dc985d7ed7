import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// One classic script for any customer's site: no chunks, no style file, and the console's build in the same dist stays.
export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    target: 'es2020',
    outDir: here('../dist'),
    emptyOutDir: false,
    lib: { entry: here('./main.ts'), name: 'ContactCenterWidget', formats: ['iife'], fileName: () => 'widget.js' },
  },
  test: { name: 'widget', environment: 'node', include: ['**/*.test.ts'] },
});
