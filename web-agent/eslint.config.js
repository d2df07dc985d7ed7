import js from '@eslint/js';
import globals from 'globals';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// House rule: web files are kebab-case.
const house = {
  rules: {
    'kebab-case-files': {
      create(context) {
        return {
          Program(node) {
            const name = context.filename.split(/[\\/]/).pop();
            if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name)) {
              context.report({ node, message: `File name '${name}' is not kebab-case.` });
            }
          },
        };
      },
    },
  },
};

const features = ['session', 'desk', 'live', 'admin', 'what-if'];
const noClimbing = { group: ['../*'], message: 'Import across folders by @/.' };
const notFrom = (...group) => ({ group, message: 'Against the arrows: app -> features -> shared.' });

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/shared/api/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx,js,cjs}'],
    plugins: { house },
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'house/kebab-case-files': 'error',
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      eqeqeq: ['error', 'smart'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ...jsxA11y.flatConfigs.recommended,
    rules: {
      ...jsxA11y.flatConfigs.recommended.rules,
      // A page whose whole purpose is one form starts in its first field.
      'jsx-a11y/no-autofocus': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules },
  },
  { files: ['*.cjs'], languageOptions: { globals: globals.node } },
  // Arrows: app -> features -> shared. A feature knows shared, never another feature.
  {
    files: ['src/shared/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noClimbing, notFrom('@/features/**', '@/app/**')] }] },
  },
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            noClimbing,
            notFrom('@/app/**', ...features.filter((other) => other !== feature).map((other) => `@/features/${other}/**`)),
          ],
        },
      ],
    },
  })),
  {
    files: ['src/app/**', 'src/testing/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noClimbing] }] },
  },
);
