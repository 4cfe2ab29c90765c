import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';

import {
  ada,
  grace,
  katherine,
  type IssuerAccount,
} from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { accountsOutputSchema } from '../../electron/cli/accounts-command.ts';
import { startCodexAppServer } from '../fixtures/codex-app-server.ts';
import { inRepo } from '../../scripts/paths.mjs';
import { chatgptRecord } from '../fixtures/records.ts';
import type { Home } from '../fixtures/command-line.ts';
import { longUnless } from '../fixtures/long-run.ts';
import {
  gatehouseScript,
  listsPrograms,
  onWindows,
  programPath,
  runCodex,
  runGatehouse,
  runProgram,
  startCodex,
  startGatehouse,
  toldPath,
  type ProgramEnd,
} from '../fixtures/programs.ts';
import {
  expect,
  manyProgramsTimeoutMs,
  setting,
  storeVariants,
  test as base,
  type StoreVariant,
} from '../fixtures/stores.ts';
import { withBackend, type Backend } from '../oracle/backend.ts';

/** Saved accounts on the command line, beside the real Codex CLI on the same home. */

const test = base.extend<{ backend: Backend }>({ backend: withBackend });
test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

const key = 'sk-test-0123456789abcdef';
const ofLinux = 'the Secret Service is that of Linux';

type Accounts = ReturnType<typeof accountsOutputSchema.parse>['accounts'];

async function accountsOf(home: Pick<Home, 'env'>): Promise<Accounts> {
  const { stdout, exitCode } = await runGatehouse(['accounts', '--json'], home);
  expect(exitCode).toBe(0);
  return accountsOutputSchema.parse(JSON.parse(stdout)).accounts;
}

async function switchTo(home: Pick<Home, 'env'>, account: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runGatehouse(['switch', account], home);
  expect(exitCode, stderr).toBe(0);
  return stdout;
}

async function signInFor(
  home: Pick<Home, 'env'>,
  { email }: IssuerAccount,
  flags: readonly string[],
): Promise<ProgramEnd> {
  const login = startGatehouse(['login', '--device', ...flags], home);
  const [page] = await login.untilStderr(/http:\S+\/codex\/device/);
  const [, code = ''] = await login.untilStderr(/enter this code.*:\s+(\S+)/);
  await approveDevice(page, code, email);
  return login.end;
}

async function signIn(home: Pick<Home, 'env'>, account: IssuerAccount): Promise<void> {
  const { exitCode, stderr } = await signInFor(home, account, []);
  expect(exitCode, stderr).toBe(0);
}

/** What the real CLI sends to the model. */
async function sentByCodex(home: Home, backend: Backend): Promise<string | null> {
  const { url, request } = backend.expect();
  const run = startCodex(
    [
      'exec',
      '--skip-git-repo-check',
      ...['-C', programPath(home.folder)],
      ...['-c', `openai_base_url="${url}"`],
      'Say nothing.',
    ],
    home,
  );
  const { authorization } = await request;
  run.kill();
  await run.end;
  return authorization;
}

/** Without it an app-server does not say who is signed in. */
function serviceOf(backend: Backend): string {
  return `chatgpt_base_url = "${backend.serve(null).url}"\n`;
}

interface Target {
  readonly name: string;
  readonly status: RegExp;
  readonly email: string | null;
}

const targets: readonly Target[] = [
  { name: ada.email, status: /Logged in using ChatGPT/, email: ada.email },
  { name: 'Key', status: /API key configured - sk-test-\*\*\*bcdef/, email: null },
  { name: grace.email.toUpperCase(), status: /Logged in using ChatGPT/, email: grace.email },
];

/** The CLI itself is asked: `login status`, an app-server, and the request to the model. */
async function requireInUse(home: Home, backend: Backend, { status, email }: Target) {
  expect((await runCodex(['login', 'status'], home)).stderr).toMatch(status);
  const server = await startCodexAppServer(home);
  try {
    expect(await server.account()).toMatchObject(
      email === null ? { type: 'apiKey' } : { type: 'chatgpt', email },
    );
  } finally {
    await server.stop();
  }
  const token = (await runGatehouse(['token'], home)).stdout.trim();
  const sent = await sentByCodex(home, backend);
  expect(sent).toBe(`Bearer ${email === null ? key : token}`);
}

for (const variant of storeVariants) {
  test(`after each switch the real CLI uses the account that was asked for: ${variant.name}${longUnless(isQuick(variant))}`, async ({
    home,
    issuer,
    secretService,
    backend,
  }) => {
    test.skip(onWindows && !isQuick(variant), ofLinux);
    test.setTimeout(manyProgramsTimeoutMs);
    await home.configure(`${serviceOf(backend)}${variant.config}`);
    const world = { home, secretService };
    await variant.write(world, await chatgptRecord(issuer, ada));
    const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
    expect(login.stderr).toContain(`${ada.email} is saved.`);
    const first = await accountsOf(home);
    expect(first.map(({ kind, state }) => [kind, state])).toEqual([
      ['apiKey', 'inUse'],
      ['chatgpt', 'ready'],
    ]);
    await runGatehouse(['accounts', 'rename', first[0]?.id ?? '', 'Key'], home);
    await signIn(home, grace);
    expect((await accountsOf(home)).map(({ state }) => state)).toEqual(['inUse', 'ready', 'ready']);
    for (const target of [...targets, ...targets.slice(0, 1)]) {
      await switchTo(home, target.name);
      await requireInUse(home, backend, target);
    }
    expect(issuer.reuses()).toBe(0);
    // Nothing lives on in one store alone: each is refreshed, and once more after a switch.
    for (const { name } of [targets[2], targets[0]].filter((one) => one !== undefined)) {
      await switchTo(home, name).catch(() => '');
      const refresh = await runGatehouse(['refresh', '--force', '--json'], home);
      expect(JSON.parse(refresh.stdout)).toMatchObject({ outcome: 'refreshed' });
    }
    expect(issuer.reuses()).toBe(0);
  });
}

function isQuick({ name }: StoreVariant): boolean {
  return name === 'file';
}

test.describe('an upgrade from before there were saved accounts', () => {
  test.skip(onWindows, ofLinux);

  for (const mode of ['file', 'keyring'] as const) {
    test(`keeps a refresh that was not saved, and what was put aside: ${mode}`, async ({
      home,
      issuer,
      secretService,
      backend,
    }) => {
      test.setTimeout(manyProgramsTimeoutMs);
      await home.configure(`${serviceOf(backend)}${setting(mode)}`);
      const variant = storeVariants.find(({ name }) => name === mode);
      if (variant === undefined) throw new TypeError(mode);
      const spent = await chatgptRecord(issuer, ada);
      await variant.write({ home, secretService }, spent);
      const answer = await redeem(issuer, spent);
      const journal = JSON.stringify({
        version: 1,
        redeemed: JSON.stringify(spent),
        tokens: answer,
      });
      if (mode === 'file') await writeFile(`${home.authFile}.refresh-journal`, journal);
      else {
        const account = `refresh-journal|${await digestOf(home)}`;
        await secretService.store({ service: 'Gatehouse', username: account }, journal);
      }
      await writeKept(home, await chatgptRecord(issuer, grace));

      const said = await switchTo(home, grace.email);
      expect(said).toContain(`You’re using ${grace.email}.`);
      await requireInUse(home, backend, { ...targets[2], name: grace.email } as Target);
      expect(await readdir(path.join(home.folder, 'kept-sign-ins')).catch(() => [])).toEqual([]);
      await switchTo(home, ada.email);
      const [adaTarget] = targets;
      if (adaTarget !== undefined) await requireInUse(home, backend, adaTarget);
      const refresh = await runGatehouse(['refresh', '--force', '--json'], home);
      expect(JSON.parse(refresh.stdout)).toMatchObject({ outcome: 'refreshed' });
      expect(issuer.reuses()).toBe(0);
    });
  }
});

test.describe('two Codex homes of one person', () => {
  test('share the list; what one uses the other names, and takes only its token', async ({
    home,
    issuer,
  }) => {
    const folder = await realpath(await mkdtemp(path.join(home.settingsFolder, 'work-')));
    const data = { GATEHOUSE_DATA: programPath(home.settingsFolder) };
    const here = { env: { ...home.env, ...data } };
    const work = { env: { ...here.env, CODEX_HOME: programPath(folder) } };
    try {
      await home.configure('');
      await home.writeAuth(await chatgptRecord(issuer, ada));
      await runGatehouse(['accounts', 'rename', ada.email, 'Ada'], here);
      await runGatehouse(['accounts', 'plain-files', 'on'], here);
      await runGatehouse(['accounts', 'rename', ada.email, 'Ada'], here);
      await signIn(work, grace);
      await runGatehouse(['accounts', 'rename', grace.email, 'Work'], work);
      expect(await accountsOf(here)).toMatchObject([
        { label: 'Ada', state: 'inUse' },
        { label: 'Work', state: 'inUseElsewhere', home: programPath(folder) },
      ]);
      const refused = await runGatehouse(['switch', 'Work'], here);
      expect([refused.exitCode, refused.stdout]).toEqual([5, '']);
      expect(refused.stderr).toContain(toldPath(folder));
      const token = await runGatehouse(['token', '--account', 'Work'], here);
      expect(token.stdout).toBe((await runGatehouse(['token'], work)).stdout);
      expect(token.exitCode).toBe(0);

      await runGatehouse(['login', '--with-api-key'], { ...work, stdin: key });
      await switchTo(here, 'Work');
      expect((await runCodex(['login', 'status'], here)).stderr).toContain('ChatGPT');
      expect(issuer.reuses()).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test.describe('gatehouse login for another purpose than to use the account now', () => {
  test('--keep-for-later leaves what is in use as it is', async ({
    home,
    issuer,
    secretService,
  }) => {
    if (!onWindows) {
      const item = { service: 'Gatehouse', username: 'saved-accounts' };
      expect(await secretService.lookUp(item)).toBe(null);
    }
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const before = await home.readAuth();
    const { exitCode, stdout } = await signInFor(home, grace, ['--keep-for-later', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'signedIn',
      message: expect.stringContaining('is saved for later') as unknown as string,
      status: { account: { email: ada.email }, accounts: { saved: 1 } },
    });
    expect(await home.readAuth()).toEqual(before);
    await switchTo(home, grace.email);
    expect((await runCodex(['login', 'status'], home)).stderr).toContain('using ChatGPT');
    const keyed = await runGatehouse(['login', '--with-api-key', '--keep-for-later'], {
      ...home,
      stdin: key,
    });
    expect([keyed.exitCode, keyed.stdout]).toEqual([0, 'API key is saved for later.\n']);
    // One that a Codex may have used meanwhile.
    const left = listsPrograms ? 'ready' : 'maySpent';
    expect((await accountsOf(home)).map(({ state }) => state)).toEqual(['inUse', 'ready', left]);
  });

  test('--account renews that one alone, and what it replaces is revoked', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await signInFor(home, grace, ['--keep-for-later']);
    const renewed = await signInFor(home, grace, ['--account', grace.email]);
    expect(renewed.exitCode).toBe(0);
    expect(await accountsOf(home)).toHaveLength(2);
    const other = await signInFor(home, katherine, ['--account', grace.email]);
    expect([other.exitCode, other.stdout]).toEqual([1, '']);
    expect(other.stderr).toContain(`You signed in as ${katherine.email}`);
    expect(other.stderr).toContain('The new sign-in was revoked.');
    expect(await accountsOf(home)).toHaveLength(2);
    const revoked = issuer.requests.filter(({ endpoint }) => endpoint === 'revoke');
    expect(revoked).toHaveLength(2);
    await switchTo(home, grace.email);
    const refresh = await runGatehouse(['refresh', '--force', '--json'], home);
    expect(JSON.parse(refresh.stdout)).toMatchObject({ outcome: 'refreshed' });
    expect(issuer.reuses()).toBe(0);
  });

  test('--account renews the one in use where it is', async ({ home, issuer }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const { exitCode } = await signInFor(home, ada, ['--account', ada.email]);
    expect(exitCode).toBe(0);
    const refresh = await runGatehouse(['refresh', '--force', '--json'], home);
    expect(JSON.parse(refresh.stdout)).toMatchObject({ outcome: 'refreshed' });
    expect(await accountsOf(home)).toHaveLength(1);
  });
});

test('sealing an account prints no warning of Node, which called X25519 experimental', async ({
  home,
  issuer,
}) => {
  test.skip(onWindows, 'the hook is given to the Node of this system');
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const hook = inRepo('e2e/fixtures/experimental-x25519.cjs');
  const seal = [gatehouseScript, 'accounts', 'rename', ada.email, 'Ada'];
  const { exitCode, stderr } = await runProgram(
    process.execPath,
    ['--require', hook, ...seal],
    home,
  );
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(await accountsOf(home)).toMatchObject([{ label: 'Ada', protection: 'sealed' }]);
});

test('without a keyring nothing is saved in plain text, unless the person agrees', async ({
  home,
  issuer,
}) => {
  test.skip(onWindows, ofLinux);
  const bare = { env: { ...home.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' } };
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const refused = await runGatehouse(['accounts', 'rename', ada.email, 'Ada'], bare);
  expect(refused.exitCode).toBe(6);
  const agreed = await runGatehouse(['accounts', 'plain-files', 'on'], bare);
  expect(agreed.exitCode).toBe(0);
  await runGatehouse(['accounts', 'rename', ada.email, 'Ada'], bare);
  expect(await accountsOf(bare)).toMatchObject([{ label: 'Ada', protection: 'plain' }]);
});

async function redeem(issuer: EmbeddedIssuer, record: Record<string, unknown>): Promise<unknown> {
  const { refresh_token } = record['tokens'] as { refresh_token: string };
  const response = await fetch(`${issuer.origin}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
      grant_type: 'refresh_token',
      refresh_token,
    }),
  });
  expect(response.status).toBe(200);
  const answer = (await response.json()) as Record<string, string | undefined>;
  return {
    id_token: answer['id_token'] ?? null,
    access_token: answer['access_token'] ?? null,
    refresh_token: answer['refresh_token'] ?? null,
  };
}

async function writeKept(home: Home, record: Record<string, unknown>): Promise<void> {
  const folder = path.join(home.folder, 'kept-sign-ins');
  await mkdir(folder, { mode: 0o700 });
  const kept = {
    version: 1,
    keptAt: '2026-01-22T16:48:43.123Z',
    reason: 'sign-in-replaced',
    store: 'file',
    successorOf: null,
    record: JSON.stringify(record),
  };
  const file = path.join(folder, '20260122T164843.123Z-a1b2c3.json');
  await writeFile(file, JSON.stringify(kept), { mode: 0o600 });
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(kept);
}

async function digestOf({ folder }: Home): Promise<string> {
  const text = await realpath(folder);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
