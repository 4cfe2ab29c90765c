import { defineConfig } from 'eslint/config';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Bans imports by pattern, with the reason that the person who meets the rule needs. */
const banImports = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns }],
});

const noElectron = {
  regex: '^electron($|/)',
  message: 'Only the shell (main, preload, window, tray, desktop) may know Electron.',
};
const noNode = {
  regex: '^node:',
  message: 'Decisions are pure: pass the effect in through electron/ports.ts.',
};
const noTesting = {
  regex: '/testing/',
  message: 'Test support never reaches the product.',
};
const noUpwards = {
  regex: '/(adapters|files|ipc|window|tray|desktop|cli)/',
  message: 'The core knows neither its adapters nor its shells.',
};

const noElectronFolder = {
  regex: '/electron/',
  message: 'The renderer knows shared/ only.',
};

const noOtherOwners = {
  regex: '/(account|policy|sign-in|store)/',
  message: 'What a credential is does not depend on who signs in, keeps or judges it.',
};

export default defineConfig(
  { ignores: ['out/', 'dist/', '.runtime/', 'node_modules/', 'test-results/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, importX.flatConfigs.typescript],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: ['shared', 'electron', 'renderer', 'e2e'].map(
            (folder) => `${folder}/tsconfig.json`,
          ),
          noWarnOnMultipleProjects: true,
        }),
      ],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['shared/*.ts'],
    rules: banImports(noElectron, noNode, { regex: '^\\.\\./', message: 'shared/ stands alone.' }),
  },
  {
    files: ['shared/wording/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: banImports(noElectron, noNode, {
      regex: '^\\.\\./(\\.\\./|testing/)',
      message: 'shared/ stands alone.',
    }),
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...banImports(noElectron, noNode, noElectronFolder),
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts', 'renderer/testing/**'],
    rules: banImports(noElectron, noNode, noElectronFolder, noTesting),
  },
  {
    // Decisions and owners: no Electron, no Node, no adapters.
    files: ['electron/{auth,policy,account,activity,login-item}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: banImports(noElectron, noNode, noTesting, noUpwards),
  },
  {
    files: ['electron/auth/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: banImports(noElectron, noNode, noTesting, noUpwards, noOtherOwners),
  },
  {
    // Effects in plain Node: no Electron.
    files: [
      'electron/{files,store,sign-in,doctor,network,adapters,cli,ipc}/**/*.ts',
      'electron/*.ts',
    ],
    ignores: ['**/*.test.ts', 'electron/main.ts', 'electron/preload.ts'],
    rules: banImports(noElectron, noTesting),
  },
  {
    // See vitest.config.ts.
    files: ['**/*.test.{ts,tsx}'],
    ignores: ['**/*.mocked.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'vi',
          property: 'mock',
          message: 'A file that replaces a module is called *.mocked.test.ts.',
        },
      ],
    },
  },
  {
    files: ['electron/cli/**/*.ts', 'electron/dev/**', 'e2e/**'],
    rules: { 'no-console': 'off' },
  },
);
