import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// What needs types, and circles, are oxlint's (.oxlintrc.json). Here are the walls.

/**
 * The floors of `electron/`, from the roof to the ground: what stands on one may use what
 * stands below it, and nothing above it. docs/developing.md says what each is for.
 */
export const floors = [
  'main.ts',
  'window',
  'desktop',
  'config.ts',
  'cli',
  'tray',
  'ipc',
  'doctor',
  'core.ts',
  'adapters',
  'login-item',
  'storage',
  'account',
  'codex-programs',
  'settings',
  'saved-accounts',
  'codex-server',
  'sign-in',
  'store',
  'files',
  'policy-report',
  'activity',
  'policy',
  'auth',
  'network',
  'base',
  'redaction',
  'ports.ts',
];

/** The floors that decide: pure functions and owners, whose effects are passed in. */
const pure = [
  'account',
  'activity',
  'auth',
  'codex-programs',
  'codex-server',
  'login-item',
  'policy',
  'policy-report',
];

/** The floors that may know Electron. */
const shell = ['main.ts', 'window', 'desktop', 'tray'];

const tests = ['**/*.test.{ts,tsx}', '**/testing/**'];

/** @param {string} room */
const isFolder = (room) => !room.endsWith('.ts');

/** @param {string} room */
const filesOf = (room) => (isFolder(room) ? `electron/${room}/**/*` : `electron/${room}`);

/**
 * Lets the files of one element import files of the named elements, and no others.
 * @param {string} element
 * @param {string} files
 * @param {string[]} allowed
 * @returns {import('eslint').Linter.Config}
 */
const wall = (element, files, ...allowed) => ({
  files: [files],
  ignores: tests,
  rules: {
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        policies: [
          { allow: { to: { element: { types: { anyOf: allowed } } } } },
          { allow: { to: { file: { categories: { anyOf: allowed } } } } },
        ],
        message: `${element} may import ${allowed.join(', ')}: see the floors in eslint.config.js.`,
      },
    ],
  },
});

const noElectron = {
  regex: '^electron($|/)',
  message: 'Only the shell (main, preload, window, tray, desktop) may know Electron.',
};
const noNode = {
  regex: '^node:',
  message: 'Decisions are pure: pass the effect in through electron/ports.ts.',
};

const noThreads = {
  regex: '^node:fs/promises$',
  importNames: ['access', 'lstat', 'readdir', 'readFile', 'readlink', 'realpath', 'stat'],
  message: 'Look through electron/files/look.ts: a command waits for the system, the app does not.',
};

const noTesting = {
  regex: '/(testing|qa)/',
  message: 'Test support never reaches the product.',
};
const noRunner = {
  regex: '^@playwright/test$',
  message: 'Of the kit, only qa/test.ts knows a test runner: take playwright-core.',
};

/**
 * Bans imports by pattern.
 * @param {string[]} files
 * @param {{ regex: string, message: string }[]} patterns
 * @returns {import('eslint').Linter.Config}
 */
const ban = (files, ...patterns) => ({
  files,
  ignores: tests,
  rules: { 'no-restricted-imports': ['error', { patterns: [...patterns, noTesting] }] },
});

export default defineConfig(
  { ignores: ['out/', 'dist/', '.runtime/', 'node_modules/', 'test-results/'] },
  { files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } },
  {
    files: ['{electron,renderer,shared}/**/*.{ts,tsx,cjs}'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [
        { type: 'shared', pattern: 'shared' },
        { type: 'renderer', pattern: 'renderer' },
        ...floors.filter(isFolder).map((room) => ({ type: room, pattern: `electron/${room}` })),
      ],
      'boundaries/files': ['preload.ts', ...floors]
        .filter((room) => !isFolder(room))
        .map((room) => ({ category: room, pattern: `electron/${room}` })),
      'import/resolver': { node: { extensions: ['.ts', '.tsx'] } },
    },
  },
  wall('shared', 'shared/**/*', 'shared'),
  wall('renderer', 'renderer/**/*', 'renderer', 'shared'),
  wall('preload.ts', 'electron/preload.ts', 'shared'),
  ...floors.map((room, floor) =>
    wall(room, filesOf(room), 'shared', room, ...floors.slice(floor + 1)),
  ),
  ban(['shared/**/*', 'renderer/**/*'], noElectron, noNode),
  ban(pure.map(filesOf), noElectron, noNode),
  ban(
    floors.filter((room) => !pure.includes(room) && !shell.includes(room)).map(filesOf),
    noElectron,
    noThreads,
  ),
  { files: ['electron/files/look.ts'], rules: { 'no-restricted-imports': 'off' } },
  ban(shell.map(filesOf)),
  {
    files: ['qa/**/*.ts'],
    ignores: ['qa/test.ts', 'qa/examples/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noRunner] }] },
  },
  { ...reactHooks.configs.flat.recommended, files: ['renderer/**/*.tsx'] },
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
);
