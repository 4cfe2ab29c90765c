import { access, chmod, mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { connectToCodex, controlSocketOf } from '../../electron/adapters/codex-socket.ts';
import { ada, grace, type IssuerAccount } from '../../electron/testing/issuer/accounts.ts';
import type { ProgramUse } from '../../shared/running-codex.ts';
import {
  askByTerminal,
  settingsFor,
  startBackgroundServer,
  withCodexOnPath,
  withoutServerAfterwards,
} from '../fixtures/background-server.ts';
import { startCodexAppServer, type CodexAppServer } from '../fixtures/codex-app-server.ts';
import { expect, test as base, type Home } from '../fixtures/command-line.ts';
import { besideCodex, codexWithHome } from '../fixtures/installed-codex.ts';
import { sampled } from '../fixtures/long-run.ts';
import {
  gatehouseScript,
  runGatehouse,
  runProgram,
  type ProgramEnd,
} from '../fixtures/programs.ts';
import { requirePublishedShape } from '../fixtures/published-schemas.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { writeSavedAccounts } from '../fixtures/saved-accounts.ts';
import { statusOf } from '../fixtures/status.ts';
import { withBackend, type Backend } from '../oracle/backend.ts';

/** The Codex programs that run, the background server among them, and what Codex itself says. */

const test = base.extend<{ backend: Backend }>({
  backend: withBackend,
  home: withoutServerAfterwards,
});

const programsTimeoutMs = 120_000;

/** Where the real Codex CLI is installed for all users. */
async function besideInstalled(
  home: Home,
  args: readonly string[],
  prepare?: string,
): Promise<ProgramEnd> {
  const command = besideCodex([process.execPath, gatehouseScript, ...args], prepare);
  const [program = '', ...rest] = command;
  const end = await runProgram(program, rest, { env: withCodexOnPath(home) });
  if (args.includes('--json') && end.stdout !== '') {
    requirePublishedShape(args[0] ?? '', end.stdout);
  }
  return end;
}

const dataFolder = (home: Home) => path.join(home.settingsFolder, 'Gatehouse');

async function bearerOf(home: Home): Promise<string> {
  return `Bearer ${(await runGatehouse(['token'], home)).stdout.trim()}`;
}

/** The turn of a terminal that was closed takes a moment to end. */
async function restartOnceFree(home: Home): Promise<ProgramEnd> {
  await expect.poll(async () => (await statusOf(home)).report.running.isServerBusy).toBe(false);
  return besideInstalled(home, ['codex', 'restart']);
}

const stillAda = `The background server of Codex still uses ${ada.email} until it is restarted.`;

test('a switch and a sign-out say that the background server goes on, until it is restarted', async ({
  home,
  issuer,
  backend,
}) => {
  test.setTimeout(programsTimeoutMs);
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  const adas = await bearerOf(home);
  // Plain `codex` leaves it behind.
  expect(await askByTerminal(home, backend)).toBe(adas);
  const { report: before } = await statusOf(home);
  expect(before.running).toMatchObject({
    programs: [
      {
        kind: 'backgroundServer',
        home: 'this',
        uses: { how: 'asked', who: { kind: 'chatgpt', email: ada.email } },
        differs: false,
      },
    ],
    stillUsed: [],
  });

  await writeSavedAccounts(dataFolder(home), [{ record: await chatgptRecord(issuer, grace) }]);
  const switched = await runGatehouse(['switch', grace.email], home);
  expect(switched.stdout).toContain(`You’re using ${grace.email}.`);
  expect(switched.stdout).toContain(stillAda);
  expect(switched.stdout).toContain(
    `that would sign out ${grace.email} on this device and revoke that sign-in.`,
  );
  expect(switched.stdout).toContain('Restart it: gatehouse codex restart');
  // It is so: a new terminal is ada still.
  expect(await askByTerminal(home, backend)).toBe(adas);
  const graces = await bearerOf(home);
  expect(graces).not.toBe(adas);

  const restarted = await restartOnceFree(home);
  expect(restarted, restarted.stderr).toMatchObject({
    exitCode: 0,
    stdout: 'The background server of Codex was restarted.\n',
  });
  const { stdout: activity } = await runGatehouse(['activity', '--json'], home);
  expect(JSON.parse(activity)).toMatchObject({
    entries: expect.arrayContaining([
      expect.objectContaining({
        actor: 'command-line',
        action: 'restart-codex',
        account: grace.workspaceId.slice(0, 8),
        outcome: 'done',
      }),
    ]) as unknown,
  });
  expect(await askByTerminal(home, backend)).toBe(graces);
  expect((await statusOf(home)).report.running).toMatchObject({
    programs: [{ kind: 'backgroundServer', differs: false }],
    stillUsed: [],
  });

  const out = await runGatehouse(['logout', '--json'], home);
  expect(JSON.parse(out.stdout)).toMatchObject({
    outcome: 'signedOut',
    stillUsed: [expect.stringContaining(`still uses ${grace.email} until it is restarted.`)],
  });
  expect(await askByTerminal(home, backend)).toBe(graces);
  const doctor = await runGatehouse(['codex'], home);
  expect(doctor.stdout).toMatch(/^The background server of Codex, since .+: grace@example\.com$/m);
  const { stderr } = await restartOnceFree(home);
  expect(stderr).toContain('and are signed out then.');
  expect((await statusOf(home)).report.running).toMatchObject({
    programs: [{ kind: 'backgroundServer', uses: { how: 'asked', who: { kind: 'nobody' } } }],
    stillUsed: [],
  });
});

test('the variable with a credential that the server was started with is named, and nothing of it kept', async ({
  home,
  issuer,
  backend,
}) => {
  await home.configure(settingsFor(home, backend, `${backend.origin}/no`));
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const whoami = { CODEX_AUTHAPI_BASE_URL: `${backend.origin}/pro/whoami/${ada.workspaceId}` };
  const secret = 'at-of-one-terminal';
  const env = { ...home.env, ...whoami, CODEX_ACCESS_TOKEN: secret };
  await startBackgroundServer({ ...home, env });
  const { stdout } = await runGatehouse(['codex', '--json'], home);
  expect(JSON.parse(stdout)).toMatchObject({
    running: { serverVariables: ['CODEX_ACCESS_TOKEN'] },
  });
  expect(stdout).not.toContain(secret);
  // A look that nobody asked for does not read it.
  expect((await statusOf(home)).report.running.serverVariables).toBeNull();
});

/** In the workspace of ada. */
const bob: IssuerAccount = { ...ada, email: 'bob@example.com', name: 'Bob', userId: 'user-bob' };

interface Change {
  readonly name: string;
  readonly change: (home: Home) => Promise<unknown>;
  readonly uses: ProgramUse['how'];
  /** Whom the CLI is at once, and after it was made to refresh. */
  readonly now: string;
  readonly later: string;
}

const changes: readonly Change[] = [
  {
    name: 'a switch to another workspace',
    change: (home) => runGatehouse(['switch', grace.email], home),
    uses: 'told',
    now: ada.email,
    later: ada.email,
  },
  {
    name: 'a switch to another person of the same workspace',
    change: (home) => runGatehouse(['switch', bob.email], home),
    uses: 'told',
    now: ada.email,
    later: bob.email,
  },
  {
    name: 'a sign-out',
    change: (home) => runGatehouse(['logout'], home),
    uses: 'told',
    now: ada.email,
    later: ada.email,
  },
  {
    name: 'a sign-in with an API key',
    change: (home) =>
      runGatehouse(['login', '--with-api-key'], { ...home, stdin: 'sk-test-0123456789' }),
    uses: 'told',
    now: ada.email,
    later: ada.email,
  },
];

for (const [index, { name, change, uses, now, later }] of changes.entries()) {
  test(`what is told of a program that runs is what the CLI says after ${name}${sampled(index, 3)}`, async ({
    home,
    issuer,
    backend,
  }) => {
    await home.configure(settingsFor(home, backend, `${backend.origin}/no`));
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await writeSavedAccounts(dataFolder(home), [
      { record: await chatgptRecord(issuer, grace) },
      { record: await chatgptRecord(issuer, bob) },
    ]);
    // Since when ada is there is known from its file.
    const longAgo = new Date(Date.now() - 60_000);
    await agedFile(home.authFile, longAgo);
    await statusOf(home);
    const server = await startCodexAppServer(home);
    try {
      expect(await server.account()).toMatchObject({ email: ada.email });
      await startedLongEnough(home);
      await change(home);
      const [told] = (await statusOf(home)).report.running.programs;
      expect(told).toMatchObject({ kind: 'appServer', home: 'this', uses: { how: uses } });
      expect(namesIn(told?.uses)).toEqual([now, ...(now === later ? [] : [later])]);
      expect(told?.differs).toBe(true);
      expect(await server.account()).toMatchObject({ email: now });
      await refreshed(server);
      expect(await server.account()).toMatchObject({ email: later });
    } finally {
      await server.stop();
    }
  });
}

/** Of one that starts while another account is put there, nobody could say which it has read. */
async function startedLongEnough(home: Home): Promise<void> {
  const [server] = (await statusOf(home)).report.running.programs;
  const startedAt = Date.parse(server?.startedAt ?? '');
  await expect.poll(() => Date.now() - startedAt).toBeGreaterThan(2_500);
}

async function refreshed(server: CodexAppServer): Promise<void> {
  await server.authStatus({ force: true });
}

/** Whom a program is told to use, and whom after its next refresh. */
function namesIn(uses: ProgramUse | undefined): readonly (string | null)[] {
  if (uses?.how !== 'told') return [];
  return [uses.who, ...(uses.next === null ? [] : [uses.next])].map(({ email }) => email);
}

async function agedFile(file: string, time: Date): Promise<void> {
  await utimes(file, time, time);
}

test('Codex itself is asked on the home, and says the same', async ({ home, issuer, backend }) => {
  await home.configure(settingsFor(home, backend, `${backend.origin}/no`));
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const { exitCode, stdout } = await besideInstalled(home, ['codex', 'ask', '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    crossCheck: {
      kind: 'asked',
      version: '0.171.0',
      agrees: true,
      facts: [
        { about: 'account', codex: ada.email, gatehouse: ada.email, agrees: true },
        { about: 'loginMethods', codex: 'ChatGPT and API key', agrees: true },
      ],
    },
  });
  expect(issuer.requests.filter(({ path: asked }) => asked === '/oauth/token')).toEqual([]);
});

interface OtherHome {
  readonly name: string;
  readonly settings: string;
  readonly record?: object;
  readonly says: string;
  readonly methods?: string;
}

const ownProvider = [
  'model_provider = "mine"',
  'model_providers.mine.name = "Mine"',
  'model_providers.mine.base_url = "http://127.0.0.1:9"',
].join('\n');

/** Where a Gatehouse that looked at the stored sign-in alone would say something else. */
const otherHomes: readonly OtherHome[] = [
  {
    name: 'a provider that needs no sign-in',
    settings: ownProvider,
    says: 'nobody: its provider needs no sign-in',
  },
  {
    name: 'a rule for API keys alone',
    settings: 'forced_login_method = "api"',
    says: 'nobody',
    methods: 'API key',
  },
  {
    name: 'a rule for another workspace',
    settings: 'forced_chatgpt_workspace_id = "another"',
    says: 'nobody',
  },
  {
    name: 'a key beside tokens',
    settings: '',
    record: { auth_mode: null, OPENAI_API_KEY: 'sk-test-0123456789' },
    says: 'an API key',
  },
];

for (const [index, { name, settings, record, says, methods }] of otherHomes.entries()) {
  test(`Codex says the same as Gatehouse of a home with ${name}${sampled(index, 4)}`, async ({
    home,
    issuer,
    backend,
  }) => {
    const basis = settingsFor(home, backend, `${backend.origin}/no`);
    await home.configure(`${settings}\n${basis}`);
    await home.writeAuth({ ...(await chatgptRecord(issuer, ada)), ...record });
    const { exitCode, stdout } = await besideInstalled(home, ['codex', 'ask', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      crossCheck: {
        agrees: true,
        facts: [
          { about: 'account', codex: says, agrees: true },
          { about: 'loginMethods', codex: methods ?? 'ChatGPT and API key', agrees: true },
        ],
      },
    });
  });
}

test('a Codex that says something else is told first, with what to do', async ({
  home,
  issuer,
  backend,
}) => {
  const settings = settingsFor(home, backend, `${backend.origin}/no`);
  await home.configure(settings);
  await home.writeAuth(await chatgptRecord(issuer, ada));
  const other = path.join(home.settingsFolder, 'other-home');
  await mkdir(other);
  await writeFile(path.join(other, 'config.toml'), settings);
  await writeFile(
    path.join(other, 'auth.json'),
    JSON.stringify(await chatgptRecord(issuer, grace)),
  );
  const prepare = await codexWithHome(home.settingsFolder, other);
  const { exitCode, stdout } = await besideInstalled(home, ['codex', 'ask'], prepare);
  expect(exitCode).toBe(4);
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    'Account',
    `  Codex says:      ${grace.email}`,
    `  Gatehouse says:  ${ada.email}`,
    '  They differ.',
    expect.stringMatching(/^Codex has the last word .+ to your help desk\.$/),
  ]);
});

/** What `/logout` of a terminal asks the background server for. */
async function signOutThroughServer(home: Home): Promise<void> {
  const connection = await connectToCodex(controlSocketOf(home.folder));
  if (connection === null) throw new Error('the background server does not answer');
  try {
    const call = (id: number, method: string, params?: object): Promise<unknown> =>
      new Promise((resolve, reject) => {
        connection.onMessage((text) => {
          const answer = JSON.parse(text) as { id?: number; result?: unknown; error?: unknown };
          if (answer.id !== id) return;
          if (answer.error === undefined) resolve(answer.result);
          else reject(new Error(`the CLI refuses: ${JSON.stringify(answer.error)}`));
        });
        connection.send(JSON.stringify({ id, method, params }));
      });
    await call(1, 'initialize', {
      clientInfo: { name: 'gatehouse-tests', title: null, version: '0' },
    });
    connection.send(JSON.stringify({ method: 'initialized' }));
    await call(2, 'account/logout');
  } finally {
    await connection.close();
  }
}

test('a sign-out through a background server with the account before removes and revokes the stored one', async ({
  home,
  issuer,
  backend,
}) => {
  await home.configure(settingsFor(home, backend, `${backend.origin}/no`));
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await chmod(home.authFile, 0o600);
  await startBackgroundServer(home);
  await writeSavedAccounts(dataFolder(home), [{ record: await chatgptRecord(issuer, grace) }]);
  const switched = await runGatehouse(['switch', grace.email], home);
  expect(switched.stdout).toContain(stillAda);
  expect(switched.stdout).toContain(
    `Do not sign out inside of Codex until then: that would sign out ${grace.email} on this device and revoke that sign-in.`,
  );
  const living = () => issuer.liveRefreshTokens().map(({ account }) => account.email);
  expect(living().toSorted()).toEqual([ada.email, grace.email]);

  await signOutThroughServer(home);
  // It is so: ada, whom the server had, can be used still.
  await expect(access(home.authFile)).rejects.toThrow('ENOENT');
  expect(living()).toEqual([ada.email]);
  expect(issuer.requests.filter(({ endpoint }) => endpoint === 'revoke')).toHaveLength(1);
  expect((await statusOf(home)).report.method).toBeNull();
});

test('Codex is not asked where its tokens end soon and cannot be refreshed', async ({
  home,
  issuer,
}) => {
  await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 10 * 60 }));
  issuer.fail({ endpoint: 'token', kind: 'status', status: 503, body: {} });
  const { exitCode, stderr } = await besideInstalled(home, ['codex', 'ask']);
  expect(exitCode).toBe(5);
  expect(stderr).toContain('less than 15 minutes are left');
  await expect(access(path.join(home.folder, 'state_5.sqlite'))).rejects.toThrow('ENOENT');
});

test('a codex that is older than tested is neither asked nor made to restart anything', async ({
  home,
  issuer,
  backend,
}) => {
  await home.configure(settingsFor(home, backend, `${backend.origin}/no`));
  await home.writeAuth(await chatgptRecord(issuer, ada));
  await startBackgroundServer(home);
  const marks = path.join(home.settingsFolder, 'marks');
  await mkdir(marks);
  const old = path.join(home.settingsFolder, 'old-codex');
  await writeFile(
    old,
    `#!/bin/sh\nif [ "$1" = --version ]; then echo codex-cli 0.170.0; else touch ${marks}/ran; fi\n`,
  );
  const prepare = `umount /srv/bin/codex; cp ${old} /srv/bin/codex; chmod 755 /srv/bin/codex`;
  const asked = await besideInstalled(home, ['codex', 'ask'], prepare);
  expect(asked.stderr).toContain('Gatehouse does not know version 0.170.0');
  const restart = await besideInstalled(home, ['codex', 'restart'], prepare);
  expect(restart.stderr).toContain('codex app-server daemon restart');
  await expect(access(path.join(marks, 'ran'))).rejects.toThrow('ENOENT');
});
