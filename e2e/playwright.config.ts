import { defineConfig } from '@playwright/test';

/**
 * End-to-end tests run the built program. One worker: the two sign-in ports are
 * registered with the provider and belong to the whole machine.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: [
    { name: 'command-line', testMatch: 'command-line/**/*.spec.ts' },
    // Needs neither those ports nor the screen, so that several workers can share it.
    { name: 'stores', testMatch: 'stores/**/*.spec.ts', fullyParallel: true },
    { name: 'app', testMatch: 'app/**/*.spec.ts' },
    { name: 'sandboxed', testMatch: 'sandboxed/**/*.spec.ts' },
    // A sample; `npm run torture` runs the full counts.
    { name: 'torture', testMatch: 'torture/**/*.spec.ts' },
    { name: 'packaged', testMatch: 'packaged/**/*.spec.ts' },
  ],
});
