import { cornerName, tomlCorners } from '../../electron/testing/toml-corners.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import { codexBinary, startProgram } from '../fixtures/programs.ts';

/** What the table of corners says of the Codex CLI, by the CLI itself. */
test.describe('the Codex CLI loads a config.toml', () => {
  for (const [index, { toml, isLoaded }] of tomlCorners.entries()) {
    test(`${cornerName(toml)}: ${isLoaded}${sampled(index, 6)}`, async ({ home }) => {
      await home.configure(toml);
      const { exitCode, stderr } = await startProgram(codexBinary, ['login', 'status'], home).end;
      expect(exitCode).toBe(1);
      expect(stderr).toContain(isLoaded ? 'Not logged in' : 'Error loading configuration');
    });
  }
});
