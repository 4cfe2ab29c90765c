import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { refreshByCodex } from '../fixtures/codex-app-server.ts';
import type { Home } from '../fixtures/command-line.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { runCodex, runGatehouse, startCodex, startGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { statusOf } from '../fixtures/status.ts';
import {
  expect,
  manyProgramsTimeoutMs,
  storeVariants,
  test,
  type StoreVariant,
} from '../fixtures/stores.ts';
import { counts } from '../torture/counts.ts';

// So that both programs, which poll, do not wait for long.
test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

const key = 'sk-test-0123456789abcdef';

for (const variant of storeVariants) {
  test.describe(`the real Codex CLI and Gatehouse share the store: ${variant.name}`, () => {
    test.beforeEach(async ({ home }) => {
      test.setTimeout(manyProgramsTimeoutMs);
      await home.configure(variant.config);
    });

    test(`Gatehouse reads a key of the CLI; the CLI reads and signs out a ChatGPT sign-in of Gatehouse${longUnless(isFirstEncrypted(variant))}`, async ({
      home,
    }) => {
      await runCodex(['login', '--with-api-key'], { ...home, stdin: key });
      expect(await statusOf(home)).toMatchObject({
        exitCode: 0,
        report: { method: 'apiKey', source: variant.source, problem: null },
      });

      await signInByGatehouse(home);
      expect(await codexStatus(home)).toEqual([0, 'Logged in using ChatGPT']);
      expect((await runCodex(['logout'], home)).stderr).toContain('Successfully logged out');
      expect(await statusOf(home)).toMatchObject({
        exitCode: 1,
        report: { signedIn: false, problem: null },
      });
    });

    test(`the CLI reads a key of Gatehouse; Gatehouse reads and signs out a ChatGPT sign-in of the CLI${longUnless(isPlain(variant, 'keyring'))}`, async ({
      home,
      issuer,
    }) => {
      await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
      expect(await codexStatus(home)).toEqual([0, 'API key configured - sk-test-***bcdef']);

      await signInByCodex(home, issuer);
      expect(await statusOf(home)).toMatchObject({
        exitCode: 0,
        report: {
          method: 'chatgpt',
          source: variant.source,
          store: { mode: variant.mode },
          account: { email: grace.email, workspaceId: grace.workspaceId },
          problem: null,
        },
      });
      const logout = await runGatehouse(['logout', '--json'], home);
      expect(JSON.parse(logout.stdout)).toMatchObject({ outcome: 'signedOut', unreached: [] });
      expect(await codexStatus(home)).toEqual([1, 'Not logged in']);
    });

    if (!variant.isEncrypted) {
      test(`each signs out a key of the other${longUnless(isPlain(variant, 'auto'))}`, async ({
        home,
        secretService,
      }) => {
        for (const [signIn, signOut] of [
          [runGatehouse, runCodex],
          [runCodex, runGatehouse],
        ] as const) {
          await signIn(['login', '--with-api-key'], { ...home, stdin: key });
          expect(await variant.read({ home, secretService })).toMatchObject({
            auth_mode: 'apikey',
          });
          await signOut(['logout'], home);
          expect(await variant.read({ home, secretService })).toBeNull();
        }
      });
    }

    const turns = turnsOf(variant);
    test(`refreshes in turns, ${turns} by each; what Gatehouse does not know survives its own${longUnless(isPlain(variant, 'file') || isPlain(variant, 'keyring'))}`, async ({
      home,
      issuer,
      secretService,
    }) => {
      const world = { home, secretService };
      const record = await chatgptRecord(issuer, ada);
      const tokens = { ...(record['tokens'] as object), also_here: 1 };
      const unknown = { from_the_future: { keep: [1, 2] } };
      await variant.write(world, { ...record, ...unknown, tokens });

      const accessTokens = new Set<unknown>();
      for (let turn = 0; turn < turns; turn += 1) {
        const refresh = await runGatehouse(['refresh', '--force', '--json'], home);
        expect(JSON.parse(refresh.stdout)).toMatchObject({ outcome: 'refreshed' });
        if (turn === 0) {
          const saved = await variant.read(world);
          expect(saved).toMatchObject({ ...unknown, tokens: { also_here: 1 } });
        }
        const { authMethod, authToken } = await refreshByCodex(home);
        expect(authMethod).toBe('chatgpt');
        accessTokens.add(authToken);
      }
      expect(accessTokens.size).toBe(turns);
      const stored = await variant.read(world);
      expect(stored?.['tokens']).toMatchObject({ access_token: [...accessTokens].at(-1) });
      // The issuer takes each refresh token once, so that each was that of the other's refresh.
      expect(new Set(redeemedTokens(issuer)).size).toBe(2 * turns);
      expect(redeemedTokens(issuer)).toHaveLength(2 * turns);
    });
  });
}

/** Each look into the encrypted file costs a second. Two turns have each program refresh after the other. */
function turnsOf({ isEncrypted }: StoreVariant): number {
  if (counts.isFull) return 10;
  return isEncrypted ? 1 : 2;
}

function isPlain({ isEncrypted, mode }: StoreVariant, which: StoreVariant['mode']): boolean {
  return !isEncrypted && mode === which;
}

/** The places of `auto` are those of `keyring`. */
function isFirstEncrypted({ isEncrypted, mode }: StoreVariant): boolean {
  return isEncrypted && mode === 'keyring';
}

/** Exit code and verdict of `codex login status`, which may begin with warnings. */
async function codexStatus(home: Home): Promise<[number | null, string]> {
  const { exitCode, stderr } = await runCodex(['login', 'status'], home);
  const verdict = /^(?:Logged in|Not logged in|API key|Error).*$/m.exec(stderr)?.[0] ?? stderr;
  return [exitCode, verdict];
}

async function signInByGatehouse(home: Home): Promise<void> {
  const login = startGatehouse(['login', '--device'], home);
  const [page] = await login.untilStderr(/http:\S+\/codex\/device/);
  const [, code = ''] = await login.untilStderr(/enter this code.*:\s+(\S+)/);
  await approveDevice(page, code, ada.email);
  expect(await login.end).toMatchObject({ exitCode: 0 });
}

async function signInByCodex(home: Home, issuer: EmbeddedIssuer): Promise<void> {
  const login = startCodex(
    ['login', '--device-auth', '--experimental_issuer', issuer.origin],
    home,
  );
  const [, code = ''] = await login.untilStdout(/([A-Z0-9]{4}-[A-Z0-9]{5})/);
  await approveDevice(`${issuer.origin}/codex/device`, code, grace.email);
  expect(await login.end).toMatchObject({ exitCode: 0 });
}

function redeemedTokens(issuer: EmbeddedIssuer): readonly unknown[] {
  const refreshes = issuer.requests.filter(({ grant }) => grant === 'refresh_token');
  return refreshes.map(({ params }) => params['refresh_token']);
}
