import { statusReportSchema, type StatusReport } from '../../electron/cli/status-schema.ts';
import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { runCodex, runGatehouse } from './programs.ts';
import { tell } from './row.ts';
import {
  apiKey as key,
  codexStatus,
  expect,
  shownTokens,
  signInByCodex,
  signInByGatehouse,
  startCodexServer,
  test,
  type WindowsHome,
} from './world.ts';

/** With what is the default for the keyring on Windows, the encrypted file. */
const stores = [
  { name: 'file', source: 'file', config: '' },
  { name: 'keyring', source: 'keyring', config: 'cli_auth_credentials_store = "keyring"\n' },
  { name: 'auto', source: 'keyring', config: 'cli_auth_credentials_store = "auto"\n' },
] as const;

for (const { name, source, config } of stores) {
  test.describe(`the command and codex.exe share the store: ${name}`, () => {
    test.beforeEach(async ({ home }) => {
      await home.configure(config);
    });

    test('each reads and signs out what the other signed in', async ({ home, issuer }) => {
      expect(await statusOf(home)).toMatchObject({ exitCode: 1, report: { signedIn: false } });
      expect(await codexStatus(home)).toEqual([1, 'Not logged in']);

      await signInByGatehouse(home, ada);
      expect(await codexStatus(home)).toEqual([0, 'Logged in using ChatGPT']);
      expect((await runCodex(['logout'], home)).stderr).toContain('Successfully logged out');
      expect(await statusOf(home)).toMatchObject({ exitCode: 1, report: { problem: null } });

      await signInByCodex(home, issuer);
      expect(await statusOf(home)).toMatchObject({
        exitCode: 0,
        report: { method: 'chatgpt', source, problem: null, account: { email: grace.email } },
      });
      expect(await runGatehouse(['logout'], home)).toMatchObject({ exitCode: 0 });
      expect(await codexStatus(home)).toEqual([1, 'Not logged in']);
    });

    test('each uses the API key of the other', async ({ home }) => {
      await runCodex(['login', '--with-api-key'], { ...home, stdin: key });
      expect(await statusOf(home)).toMatchObject({ exitCode: 0, report: { method: 'apiKey' } });
      expect(await runGatehouse(['logout'], home)).toMatchObject({ exitCode: 0 });
      expect(await codexStatus(home)).toEqual([1, 'Not logged in']);
      await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
      expect(await codexStatus(home)).toEqual([0, 'API key configured - sk-test-***bcdef']);
    });

    test('20 refreshes by each, in turns', async ({ home, issuer }, testInfo) => {
      const turns = 20;
      await signInByGatehouse(home, ada);
      for (let turn = 0; turn < turns; turn += 1) {
        const refresh = await runGatehouse(['refresh', '--force', '--json'], home);
        expect(JSON.parse(refresh.stdout)).toMatchObject({ outcome: 'refreshed' });
        const server = await startCodexServer(home);
        const { authToken } = await server.authStatus({ force: true });
        await server.stop();
        const token = await runGatehouse(['token'], home);
        expect(token).toMatchObject({ exitCode: 0, stdout: `${authToken}\n` });
      }
      // The issuer takes each refresh token once, so that each was that of the other's refresh.
      expect(new Set(shownTokens(issuer)).size).toBe(2 * turns);
      expect(shownTokens(issuer)).toHaveLength(2 * turns);
      expect(issuer.reuses()).toBe(0);
      tell(testInfo, { count: `${2 * turns} refreshes` });
    });
  });
}

test.describe('a keyring without the encrypted file, whose entries the Credential Manager limits', () => {
  const withoutFile = '[features]\nsecret_auth_storage = false\n';

  test('keeps an API key, and no ChatGPT sign-in, which Gatehouse puts aside', async ({
    home,
    issuer,
  }) => {
    await home.configure(`cli_auth_credentials_store = "keyring"\n${withoutFile}`);
    await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
    expect(await codexStatus(home)).toEqual([0, 'API key configured - sk-test-***bcdef']);

    await expect(signInByGatehouse(home, ada)).rejects.toThrow(
      /larger than this keyring takes\..*Your new sign-in is not lost/s,
    );
    expect(await codexStatus(home)).toEqual([0, 'API key configured - sk-test-***bcdef']);

    // The CLI does away with what was stored before it knows that it can store the other.
    await expect(signInByCodex(home, issuer)).rejects.toThrow(/platform limit/);
    expect(await codexStatus(home)).toEqual([1, 'Not logged in']);
  });

  test('with "auto", both keep a ChatGPT sign-in in the file', async ({ home, issuer }) => {
    await home.configure(`cli_auth_credentials_store = "auto"\n${withoutFile}`);
    for (const signIn of [() => signInByCodex(home, issuer), () => signInByGatehouse(home, ada)]) {
      await signIn();
      expect(await codexStatus(home)).toEqual([0, 'Logged in using ChatGPT']);
      expect(await statusOf(home)).toMatchObject({ exitCode: 0, report: { source: 'file' } });
    }
  });
});

async function statusOf(
  home: WindowsHome,
): Promise<{ readonly exitCode: number | null; readonly report: StatusReport }> {
  const { exitCode, stdout } = await runGatehouse(['status', '--json'], home);
  return { exitCode, report: statusReportSchema.parse(JSON.parse(stdout)) };
}
