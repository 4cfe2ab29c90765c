import { defineConfig } from '@playwright/test';

import { keyringCrash } from './fixtures/keyring-crash.ts';

/** Specs that take the two sign-in ports, which the machine has only once. */
const takingPorts = '**/*.ports.spec.ts';

/**
 * On a loaded machine a window may miss its time, so that these are tried once more; a run
 * names them and says what the first try met.
 */
const ofTheWindow = { retries: 1 };

/** What would cost a sign-in has one try alone: `npm test` counts a second one as a failure. */
const ofTheKeyring = { retries: 1, metadata: { repeatedOnlyFor: keyringCrash } };

/** What runs for an hour or more, and only where it is asked for: `npm run keyrings`, `npm run soak`. */
const longRuns = ['keyrings', 'soak']
  .filter((name) => name === process.env['GATEHOUSE_LONG_RUN'])
  .map((name) => ({ name, testMatch: `e2e/${name}/**/*.spec.ts`, fullyParallel: true }));

/** End-to-end tests run the built program. One worker, but where a run asks for more. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  projects: [
    // One after the other, for the ports are there once; beside the next three.
    { name: 'sign-in-ports', testMatch: takingPorts, workers: 1, ...ofTheWindow },
    // Several workers can share these.
    { name: 'stores', testMatch: 'stores/**/*.spec.ts', fullyParallel: true, ...ofTheKeyring },
    { name: 'command-line', testMatch: 'command-line/**/*.spec.ts', testIgnore: takingPorts },
    { name: 'app', testMatch: 'app/**/*.spec.ts', testIgnore: takingPorts, ...ofTheWindow },
    // One after the other, with nothing beside: the time that is measured, or the whole machine.
    { name: 'sandboxed', testMatch: 'sandboxed/**/*.spec.ts', ...ofTheWindow },
    // A sample; `npm run torture` runs the full counts.
    { name: 'torture', testMatch: 'torture/**/*.spec.ts', ...ofTheKeyring },
    // A sample; `npm run oracle` runs any number of cases of any seed.
    { name: 'oracle', testMatch: 'e2e/oracle/**/*.spec.ts' },
    { name: 'packaged', testMatch: 'packaged/**/*.spec.ts', ...ofTheWindow },
    ...longRuns,
  ],
});
