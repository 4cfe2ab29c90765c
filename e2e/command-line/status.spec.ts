import { ada } from '../../electron/testing/issuer/accounts.ts';
import { expect, test } from '../fixtures/command-line.ts';
import { listsPrograms, programPath, runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { statusOf } from '../fixtures/status.ts';

const nobody = { uses: 'nothing', message: null };

test.describe('gatehouse status', () => {
  test('has null for everything that is not there', async ({ home }) => {
    const env = { ...home.env, CODEX_REFRESH_TOKEN_URL_OVERRIDE: '' };
    expect(await statusOf({ env })).toEqual({
      exitCode: 1,
      report: {
        schema: 2,
        schemaVersion: 2,
        signedIn: false,
        method: null,
        source: null,
        account: null,
        token: null,
        provider: { id: 'openai', needsSignIn: true },
        codex: { exec: nobody, terminal: nobody, apps: nobody },
        store: { mode: 'file', location: programPath(home.authFile) },
        restrictions: { verdict: 'allowed', message: null, explanation: null },
        cloudRules: { kind: 'none', because: null, message: null },
        problem: null,
        tokenOverrides: [],
        environmentAccount: null,
        kept: [],
        accounts: { saved: 0, inUse: null },
        running: {
          areShown: listsPrograms,
          stored: { kind: 'nobody', email: null, accountId: null, workspaceName: null },
          programs: [],
          isServerBusy: null,
          serverVariables: null,
          stillUsed: [],
        },
      },
    });
  });

  test('names a key of the environment beside what is stored', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const env = { ...home.env, CODEX_API_KEY: ' sk-from-the-environment ' };
    const credential = { kind: 'apiKey', variable: 'CODEX_API_KEY', setIn: 'environment' };
    const stored = { uses: 'stored' };
    expect(await statusOf({ env })).toMatchObject({
      exitCode: 0,
      report: {
        method: 'chatgpt',
        source: 'file',
        codex: { exec: { uses: 'environment', credential }, terminal: stored, apps: stored },
      },
    });
  });

  test('says that what is stored is not used while a token is set', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const env = { ...home.env, CODEX_ACCESS_TOKEN: 'at-from-the-environment' };
    const { exitCode, stdout } = await runGatehouse(['status'], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Codex uses CODEX_ACCESS_TOKEN of this terminal\n/);
    expect(stdout).toContain(
      `the ChatGPT sign-in of ${ada.email}, not used while CODEX_ACCESS_TOKEN is set`,
    );
    expect(stdout).toContain('A Codex started elsewhere may have other credentials.');
    expect(stdout).not.toContain('at-from-the-environment');
  });

  test('ends with 0 where a token is set, and nothing is stored', async ({ home }) => {
    const env = { ...home.env, CODEX_ACCESS_TOKEN: 'at-from-the-environment' };
    expect(await statusOf({ env })).toMatchObject({ exitCode: 0, report: { signedIn: false } });
  });

  const broken = {
    'an empty file': '',
    'half a record': '{"tokens": {',
    'a list': '[]',
    'an ID token that is none': {
      tokens: { id_token: 'x', access_token: 'a', refresh_token: 'r', account_id: null },
    },
  };
  for (const [name, content] of Object.entries(broken)) {
    test(`ends with 6 for ${name}`, async ({ home }) => {
      await home.writeAuth(content);
      const { exitCode, report } = await statusOf(home);
      expect(exitCode).toBe(6);
      expect(report).toMatchObject({ signedIn: false, problem: { code: 'record-invalid' } });
    });
  }

  test('ends with 3 for a violated rule, quotes it and removes nothing', async ({
    home,
    issuer,
  }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    await home.configure('forced_chatgpt_workspace_id = ["ws-a", "ws-b"]');
    expect(await statusOf(home)).toMatchObject({
      exitCode: 3,
      report: {
        restrictions: {
          verdict: 'violated',
          message: `Login is restricted to workspace(s) ws-a, ws-b, but current credentials belong to ${ada.workspaceId}. Logging out.`,
        },
      },
    });
    expect(await home.readAuth()).toEqual(record);
  });

  test('ends with 6 where the rules cannot be read, and tells nothing of what is not used', async ({
    home,
    issuer,
  }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    await home.configure('forced_login_method = "nope"');
    expect(await statusOf(home)).toMatchObject({
      exitCode: 6,
      report: {
        signedIn: false,
        account: null,
        restrictions: { verdict: 'unknown' },
        problem: { code: 'not-judged' },
      },
    });
    expect(await home.readAuth()).toEqual(record);
  });

  test('blames the environment variable and keeps the stored credential', async ({
    home,
    issuer,
  }) => {
    const record = await chatgptRecord(issuer, ada);
    await home.writeAuth(record);
    await home.configure('forced_login_method = "chatgpt"');
    const env = { ...home.env, CODEX_API_KEY: 'sk-from-the-environment' };
    const { exitCode, report } = await statusOf({ env });
    expect(exitCode).toBe(3);
    expect(report.restrictions.message).toContain('CODEX_API_KEY');
    expect(await home.readAuth()).toEqual(record);
  });

  test('prints no secret in either form', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const json = await runGatehouse(['status', '--json'], home);
    const text = await runGatehouse(['status'], home);
    const output = [json.stdout, json.stderr, text.stdout, text.stderr].join('\n');
    expect(text.stdout).toContain(ada.email);
    for (const secret of issuer.secrets()) expect(output).not.toContain(secret);
  });

  test('ends with 2 for what it does not understand', async ({ home }) => {
    for (const args of [[], ['nope'], ['status', '--force'], ['login', 'sk-as-argument']]) {
      const { exitCode, stderr } = await runGatehouse(args, home);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('gatehouse help');
      expect(stderr).not.toContain('sk-as-argument');
    }
  });
});
