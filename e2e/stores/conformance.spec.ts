import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { approveDevice, signInWith } from '../../electron/testing/issuer/user-agent.ts';
import { refreshByCodex } from '../fixtures/codex-app-server.ts';
import type { Home } from '../fixtures/command-line.ts';
import { runCodex, runGatehouse, startCodex, startGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { statusOf } from '../fixtures/status.ts';
import { expect, storeVariants, test, type StoreVariant, type World } from '../fixtures/stores.ts';

// So that the CLI, which polls, does not wait for long.
test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

// The encrypted file is the same one under "auto", and each turn costs seconds.
const turnsIn: Readonly<Record<string, number>> = {
  file: 20,
  'auto with the encrypted file': 1,
};

const key = 'sk-test-0123456789abcdef';

for (const variant of storeVariants) {
  test.describe(`the real Codex CLI and Gatehouse share the store: ${variant.name}`, () => {
    // Each look into the encrypted file costs both programs 2^18 rounds of scrypt.
    test.beforeEach(async ({ home }) => {
      test.setTimeout(180_000);
      await home.configure(variant.config);
    });

    test('a ChatGPT sign-in made here', async ({ home, secretService }) => {
      await signInHere(home);
      expect(await variant.read({ home, secretService })).toMatchObject({ auth_mode: 'chatgpt' });
      expect(await codexStatus(home)).toEqual([0, 'Logged in using ChatGPT']);
      expect(await statusOf(home)).toMatchObject({
        exitCode: 0,
        report: { source: variant.source, store: { mode: variant.mode }, problem: null },
      });

      expect((await runCodex(['logout'], home)).stderr).toContain('Successfully logged out');
      expect(await statusOf(home)).toMatchObject({
        exitCode: 1,
        report: { signedIn: false, problem: null },
      });
      expect(await variant.read({ home, secretService })).toBeNull();
    });

    test('a ChatGPT sign-in made by the CLI', async ({ home, issuer, secretService }) => {
      const login = startCodex(
        ['login', '--device-auth', '--experimental_issuer', issuer.origin],
        home,
      );
      const [, code = ''] = await login.untilStdout(/([A-Z0-9]{4}-[A-Z0-9]{5})/);
      await approveDevice(`${issuer.origin}/codex/device`, code, grace.email);
      expect(await login.end).toMatchObject({ exitCode: 0 });
      expect(await statusOf(home)).toMatchObject({
        exitCode: 0,
        report: {
          method: 'chatgpt',
          source: variant.source,
          account: { email: grace.email, workspaceId: grace.workspaceId },
          problem: null,
        },
      });

      const logout = await runGatehouse(['logout', '--json'], home);
      expect(JSON.parse(logout.stdout)).toMatchObject({ outcome: 'signedOut', unreached: [] });
      expect(await codexStatus(home)).toEqual([1, 'Not logged in']);
      expect(await variant.read({ home, secretService })).toBeNull();
    });

    test('an API key stored here', async ({ home }) => {
      await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
      expect(await codexStatus(home)).toEqual([0, 'API key configured - sk-test-***bcdef']);
      await runCodex(['logout'], home);
      expect((await statusOf(home)).exitCode).toBe(1);
    });

    test('an API key stored by the CLI', async ({ home }) => {
      await runCodex(['login', '--with-api-key'], { ...home, stdin: key });
      expect(await statusOf(home)).toMatchObject({
        exitCode: 0,
        report: { method: 'apiKey', source: variant.source, problem: null },
      });
      await runGatehouse(['logout'], home);
      expect(await codexStatus(home)).toEqual([1, 'Not logged in']);
    });

    const turns = turnsIn[variant.name] ?? 5;
    test(`refreshes in turns, ${turns} by each`, async ({ home, issuer, secretService }) => {
      test.setTimeout(600_000);
      const world = { home, secretService };
      await signInHere(home);
      const seen = new Set([await refreshTokenIn(variant, world)]);
      const before = tokenRequests(issuer);
      for (let turn = 0; turn < turns; turn += 1) {
        const refresh = await runGatehouse(['refresh', '--force', '--json'], home);
        expect(JSON.parse(refresh.stdout)).toMatchObject({ outcome: 'refreshed' });
        seen.add(await refreshTokenIn(variant, world));
        const status = await refreshByCodex(home);
        const tokens = await tokensIn(variant, world);
        seen.add(tokens['refresh_token']);
        expect(status).toEqual({ authMethod: 'chatgpt', authToken: tokens['access_token'] });
      }
      expect(seen.size).toBe(2 * turns + 1);
      expect(tokenRequests(issuer) - before).toBe(2 * turns);
      expect((await statusOf(home)).report).toMatchObject({ signedIn: true, problem: null });
    });

    test('members that Gatehouse does not know survive its refresh', async ({
      home,
      issuer,
      secretService,
    }) => {
      const world = { home, secretService };
      const record = await chatgptRecord(issuer, ada);
      const tokens = { ...(record['tokens'] as object), also_here: 1 };
      await variant.write(world, { ...record, tokens, from_the_future: { keep: [1, 2] } });
      const before = await refreshTokenIn(variant, world);
      const refresh = await runGatehouse(['refresh', '--force', '--json'], home);
      expect(JSON.parse(refresh.stdout)).toMatchObject({ outcome: 'refreshed' });
      const after = await variant.read(world);
      expect(after).toMatchObject({ tokens: { also_here: 1 }, from_the_future: { keep: [1, 2] } });
      expect(await refreshTokenIn(variant, world)).not.toBe(before);
    });
  });
}

/** Exit code and verdict of `codex login status`, which may begin with warnings. */
async function codexStatus(home: Home): Promise<[number | null, string]> {
  const { exitCode, stderr } = await runCodex(['login', 'status'], home);
  const verdict = /^(?:Logged in|Not logged in|API key|Error).*$/m.exec(stderr)?.[0] ?? stderr;
  return [exitCode, verdict];
}

async function signInHere(home: Home): Promise<void> {
  const login = startGatehouse(['login'], home);
  const [url] = await login.untilStderr(/http:\S+\/oauth\/authorize\S+/);
  await signInWith(url, ada.email);
  expect(await login.end).toMatchObject({ exitCode: 0 });
}

async function tokensIn(variant: StoreVariant, world: World): Promise<Record<string, unknown>> {
  const record = await variant.read(world);
  return (record?.['tokens'] ?? {}) as Record<string, unknown>;
}

async function refreshTokenIn(variant: StoreVariant, world: World): Promise<unknown> {
  return (await tokensIn(variant, world))['refresh_token'];
}

function tokenRequests(issuer: EmbeddedIssuer): number {
  return issuer.requests.filter(({ endpoint }) => endpoint === 'token').length;
}
