import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['{shared,electron,renderer}/**/*.test.{ts,tsx}'],
    environment: 'node',
    restoreMocks: true,
  },
});
