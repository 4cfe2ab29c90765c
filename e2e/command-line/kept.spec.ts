import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import {
  onWindows,
  runCodex,
  runGatehouse,
  startCodex,
  startGatehouse,
} from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

test.use({ issuerOptions: { deviceIntervalSeconds: 1 } });

const oneMinute = { accessTokenLifetimeSeconds: 60 };
const key = 'sk-test-0123456789abcdef';

test.describe('tokens that came back and cannot go home are kept', () => {
  for (const [name, meanwhile, reason] of [
    ['signs out', (home: Home) => runCodex(['logout'], home), 'signed-out'],
    [
      'stores a key',
      (home: Home) => runCodex(['login', '--with-api-key'], { ...home, stdin: key }),
      'signed-out',
    ],
  ] as const) {
    test(`where the real CLI ${name} in mid-refresh`, async ({ home, issuer }) => {
      await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
      const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
      const refresh = startGatehouse(['refresh', '--json'], home);
      await fault.reached;
      expect((await meanwhile(home)).exitCode).toBe(0);
      fault.release();
      expect((await refresh.end).exitCode).toBe(4);

      const kept = await keptIn(home);
      expect(kept).toMatchObject([{ state: 'usable', reason, email: ada.email }]);
      expect(await filesHave(home, latestRefreshToken(issuer))).toBe(true);
    });
  }

  test('where the real CLI signs in to another account in mid-refresh, and can be used', async ({
    home,
    issuer,
  }) => {
    test.setTimeout(120_000);
    await home.writeAuth(await chatgptRecord(issuer, ada, oneMinute));
    const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
    const refresh = startGatehouse(['refresh', '--json'], home);
    await fault.reached;
    await signInByCodex(home, issuer);
    fault.release();
    expect((await refresh.end).exitCode).toBe(4);
    const [kept] = await keptIn(home);
    expect(kept).toMatchObject({ reason: 'account-replaced', email: ada.email });

    const used = await runGatehouse(['kept', 'use', String(kept?.['id'])], home);
    expect(used).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await keptIn(home)).toMatchObject([{ reason: 'kept-one-used', email: grace.email }]);
    // Whether the issuer still takes it is another matter: `codex login` revokes what it replaces.
    expect((await runCodex(['login', 'status'], home)).exitCode).toBe(0);
  });

  test('a sign-in that a new one replaces is kept, named, and can be removed', async ({
    home,
    issuer,
  }) => {
    test.skip(onWindows, 'there is always a keyring, so that it is saved as an account');
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
    expect(login.stderr).toContain('See "gatehouse kept"');
    expect((await runGatehouse(['status'], home)).stdout).toContain('1 sign-in is kept.');
    const [kept] = await keptIn(home);
    const removed = await runGatehouse(['kept', 'remove', String(kept?.['id'])], home);
    expect(removed).toMatchObject({
      exitCode: 0,
      stdout: `${ada.email} was removed. It was revoked at the issuer.\n`,
    });
    expect(await keptIn(home)).toEqual([]);
  });

  test('a file of a newer version is listed and left alone', async ({ home }) => {
    const folder = path.join(home.folder, 'kept-sign-ins');
    await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
    await runGatehouse(['login', '--with-api-key'], { ...home, stdin: `${key}2` });
    await writeFile(path.join(folder, 'future.json'), '{"version":2}');
    const shown = await runGatehouse(['kept'], home);
    expect(shown.stdout).toContain('from a newer Gatehouse');
    expect((await runGatehouse(['kept', 'remove', 'future'], home)).exitCode).toBe(6);
    expect(await readFile(path.join(folder, 'future.json'), 'utf8')).toBe('{"version":2}');
  });
});

test('an empty account_id, beside a token that names the account, is refreshed and filled in', async ({
  home,
  issuer,
}) => {
  const record = await chatgptRecord(issuer, ada, {
    ...oneMinute,
    idTokenClaims: { 'https://api.openai.com/auth': undefined },
  });
  const tokens = { ...(record['tokens'] as Record<string, unknown>), account_id: '' };
  await home.writeAuth({ ...record, tokens });
  const { exitCode, stdout } = await runGatehouse(['refresh', '--json'], home);
  expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({
    exitCode: 0,
    outcome: 'refreshed',
  });
  expect(await home.readAuth()).toMatchObject({
    tokens: { refresh_token: latestRefreshToken(issuer), account_id: ada.workspaceId },
  });
});

test('a record of Gatehouse has the members of one of the CLI, in their order', async ({
  home,
  issuer,
}) => {
  test.setTimeout(120_000);
  await signInByCodex(home, issuer);
  const ofCodex = await home.readAuth();
  const login = startGatehouse(['login', '--device'], home);
  const [, code = ''] = await login.untilStderr(/([A-Z0-9]{4}-[A-Z0-9]{5})/);
  await approveDevice(`${issuer.origin}/codex/device`, code, grace.email);
  expect((await login.end).exitCode).toBe(0);
  const ofGatehouse = await home.readAuth();
  expect(membersOf(ofGatehouse)).toEqual(membersOf(ofCodex));
  expect(ownerIdOf(ofGatehouse)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(ownerIdOf(ofGatehouse)).not.toBe(ownerIdOf(ofCodex));
  const owner = ownerIdOf(ofGatehouse);
  await runGatehouse(['refresh', '--force'], home);
  expect(ownerIdOf(await home.readAuth())).toBe(owner);
});

async function keptIn(home: Home): Promise<readonly Record<string, unknown>[]> {
  const { stdout } = await runGatehouse(['kept', '--json'], home);
  return (JSON.parse(stdout) as { readonly kept: readonly Record<string, unknown>[] }).kept;
}

async function filesHave({ folder }: Home, text: string): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
  const texts = files.map((file) => readFile(path.join(file.parentPath, file.name), 'utf8'));
  return (await Promise.all(texts)).some((content) => content.includes(text));
}

async function signInByCodex(home: Home, issuer: EmbeddedIssuer): Promise<void> {
  const args = ['login', '--device-auth', '--experimental_issuer', issuer.origin];
  const login = startCodex(args, home);
  const [, code = ''] = await login.untilStdout(/([A-Z0-9]{4}-[A-Z0-9]{5})/);
  await approveDevice(`${issuer.origin}/codex/device`, code, grace.email);
  expect((await login.end).exitCode).toBe(0);
}

function latestRefreshToken(issuer: EmbeddedIssuer): string {
  return issuer.secrets().findLast((secret) => secret.startsWith('rt_')) ?? '';
}

function membersOf(document: Record<string, unknown>): readonly (readonly string[])[] {
  return [Object.keys(document), Object.keys(document['tokens'] as object)];
}

function ownerIdOf(document: Record<string, unknown>): unknown {
  return (document['tokens'] as Record<string, unknown>)['login_owner_id'];
}
