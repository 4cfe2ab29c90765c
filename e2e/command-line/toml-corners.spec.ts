import { cornerName, tomlCorners } from '../../electron/testing/toml-corners.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { codexBinary, startProgram } from '../fixtures/programs.ts';

/** What the table of corners says of the Codex CLI, by the CLI itself. */
test.describe('the Codex CLI loads a config.toml', () => {
  for (const { toml, isLoaded } of tomlCorners) {
    test(`${cornerName(toml)}: ${isLoaded}`, async ({ home }) => {
      await home.configure(toml);
      const { exitCode, stderr } = await startProgram(codexBinary, ['login', 'status'], home).end;
      expect(exitCode).toBe(1);
      expect(stderr).toContain(isLoaded ? 'Not logged in' : 'Error loading configuration');
    });
  }
});
