import { expect, test } from '../fixtures/command-line.ts';
import { codexScript, runCodex, runGatehouse, runProgram } from '../fixtures/programs.ts';
import { statusOf } from '../fixtures/status.ts';

test.describe('with the real Codex CLI on the same folder', () => {
  test('the CLI has the API key that was stored here', async ({ home }) => {
    await runGatehouse(['login', '--with-api-key'], { ...home, stdin: 'sk-test-0123456789abcdef' });
    const { exitCode, stderr } = await runCodex(['login', 'status'], home);
    expect(stderr).toContain('API key configured - sk-test-***bcdef');
    expect(exitCode).toBe(0);
    // Other tests start the binary, which is what this script does.
    const byNpm = await runProgram(process.execPath, [codexScript, 'login', 'status'], home);
    expect(byNpm).toEqual({ exitCode, stderr, stdout: '' });
  });

  test('Gatehouse has the API key that the CLI stored', async ({ home }) => {
    const stdin = 'sk-from-cli-0123456789';
    const login = await runCodex(['login', '--with-api-key'], { ...home, stdin });
    expect(login.exitCode).toBe(0);
    expect(await statusOf(home)).toMatchObject({
      exitCode: 0,
      report: { signedIn: true, method: 'apiKey', source: 'file', problem: null },
    });
  });

  test('Gatehouse does not take the empty record for a sign-in, as the CLI does', async ({
    home,
  }) => {
    await home.writeAuth({});
    const cli = await runCodex(['login', 'status'], home);
    expect(cli.stderr).toContain('Logged in using ChatGPT');
    expect(await statusOf(home)).toMatchObject({
      exitCode: 1,
      report: { signedIn: false, method: null, problem: { code: 'tokens-missing' } },
    });
  });
});
