import { defineConfig } from 'vitest/config';

const mocked = '{shared,electron,renderer,qa,scripts}/**/*.mocked.test.ts';

/**
 * Test files share processes, which takes half the time. Those that put another
 * module in the place of one (`vi.mock`) would do so for the files after them:
 * they are called `*.mocked.test.ts` and have a process of their own.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    environment: 'node',
    restoreMocks: true,
    setupFiles: ['shared/testing/speak-english.ts'],
    // Only what fails takes so long, and a machine under load is no failure.
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    // Usually one fewer than there are processors, so one of two.
    maxWorkers: '100%',
    // What was transformed for an earlier run, in node_modules.
    experimental: { fsModuleCache: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'shared process',
          include: ['{shared,electron,renderer,qa,scripts}/**/*.test.{ts,tsx}'],
          exclude: [mocked],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'process of its own', include: [mocked] } },
    ],
  },
});
