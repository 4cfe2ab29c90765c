import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  // The ports that ChatGPT calls back on are there once for each machine.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // With pictures and the page's content at each step: npx playwright show-trace FILE
  use: { trace: 'retain-on-failure' },
});
