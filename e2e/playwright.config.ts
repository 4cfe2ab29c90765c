import { defineConfig } from '@playwright/test';

import '../shared/testing/speak-english.ts';
import { keyringCrash } from '../qa/keyring-crash.ts';
import { findElectronRuntime } from '../scripts/electron-runtime.mjs';
import { repoFolder } from '../scripts/paths.mjs';

// What the kit is told by everybody who tests with it.
process.env['GATEHOUSE_APP'] ??= repoFolder;
const electron = findElectronRuntime()?.executable;
if (electron !== undefined) process.env['GATEHOUSE_ELECTRON'] ??= electron;

/** Specs that take the two sign-in ports, which the machine has only once. */
const takingPorts = '**/*.ports.spec.ts';

/** `npm test` counts a second try as a failure where anything but the keyring's end led to it. */
const ofTheKeyring = { retries: 1, metadata: { repeatedOnlyFor: keyringCrash } };

/**
 * Wine shares the machine with others, and a program that starts in it takes a second at the least.
 * Of the tests that other systems have as well, it runs a sample.
 */
const patient = { timeout: 3_600_000, expect: { timeout: 120_000 }, grepInvert: / @long$/ };

/** Tests of the command line that need nothing of Linux. */
const alsoOnWindows = [
  'accounts',
  'for-people',
  'inputs',
  'json-outputs',
  'kept',
  'kinds',
  'logout',
  'policy',
  'refresh',
  'status',
  'token',
].map((name) => `e2e/command-line/${name}.spec.ts`);

/** What runs for an hour or more, and only where it is asked for: `npm run keyrings`, `npm run soak`, `npm run windows`. */
const longRuns = ['keyrings', 'soak', 'windows']
  .filter((name) => name === process.env['GATEHOUSE_LONG_RUN'])
  .map((name) => ({
    name,
    testMatch: [`e2e/${name}/**/*.spec.ts`, ...(name === 'windows' ? alsoOnWindows : [])],
    fullyParallel: true,
    ...(name === 'windows' ? patient : {}),
  }));

/** End-to-end tests run the built program. One worker, but where a run asks for more. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 30_000 },
  projects: [
    // One after the other, for the ports are there once; beside the others, and first, for it is the longest.
    { name: 'sign-in-ports', testMatch: takingPorts, workers: 1 },
    // Several workers can share these.
    { name: 'stores', testMatch: 'stores/**/*.spec.ts', fullyParallel: true, ...ofTheKeyring },
    { name: 'command-line', testMatch: 'command-line/**/*.spec.ts', testIgnore: takingPorts },
    { name: 'app', testMatch: 'app/**/*.spec.ts', testIgnore: takingPorts },
    // A sample; `npm run torture` runs the full counts.
    { name: 'torture', testMatch: 'torture/**/*.spec.ts', ...ofTheKeyring },
    // A sample; `npm run oracle` runs any number of cases of any seed.
    { name: 'oracle', testMatch: 'e2e/oracle/**/*.spec.ts' },
    { name: 'gallery', testMatch: 'gallery/**/*.spec.ts', testIgnore: takingPorts },
    { name: 'packaged', testMatch: 'packaged/**/*.spec.ts' },
    ...longRuns,
  ],
});
