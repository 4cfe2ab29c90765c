import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rmdir,
  symlink,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { refreshByCodex } from '../fixtures/codex-app-server.ts';
import type { Home } from '../fixtures/command-line.ts';
import { filesIn, isLockFile } from '../fixtures/folder-contents.ts';
import { sampled } from '../fixtures/long-run.ts';
import { runGatehouse, startGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { statusOf } from '../fixtures/status.ts';
import {
  expect,
  manyProgramsTimeoutMs,
  recordItem,
  setting,
  storeVariants,
  test,
} from '../fixtures/stores.ts';

const key = 'sk-test-0123456789abcdef';
const run = promisify(execFile);

const inTheKeyring = storeVariants.filter(({ source }) => source === 'keyring');
for (const [index, variant] of inTheKeyring.entries()) {
  test.describe(`${variant.name} that stops to answer`, () => {
    test.beforeEach(async ({ home, issuer, secretService }) => {
      test.setTimeout(manyProgramsTimeoutMs);
      await home.configure(variant.config);
      await variant.write({ home, secretService }, await chatgptRecord(issuer, ada));
      expect((await statusOf(home)).exitCode).toBe(0);
    });

    test(`locked: a named state with one action; nothing is changed${sampled(index, 4)}`, async ({
      home,
      issuer,
      secretService,
    }) => {
      await secretService.lock();
      const before = await bytesBelow(home.folder, secretService.env['XDG_DATA_HOME'] ?? '');
      await expectRefusals(home, 'keyring-prompt-dismissed', /Unlock it and try again/);
      expect(issuer.requests).toEqual([]);
      expect(await bytesBelow(home.folder, secretService.env['XDG_DATA_HOME'] ?? '')).toEqual(
        before,
      );
    });

    test(`gone between two calls: a named state with one action; nothing is changed${sampled(index, 4)}`, async ({
      home,
      issuer,
      secretService,
    }) => {
      await secretService.crash();
      const before = await bytesBelow(home.folder, secretService.env['XDG_DATA_HOME'] ?? '');
      await expectRefusals(home, 'keyring-unavailable', /Start GNOME .* or store .* in a file/);
      expect(issuer.requests).toEqual([]);
      expect(await bytesBelow(home.folder, secretService.env['XDG_DATA_HOME'] ?? '')).toEqual(
        before,
      );
    });

    test(`gone while tokens are refreshed: the command waits for it, and loses nothing${sampled(index, 4)}`, async ({
      home,
      issuer,
      secretService,
    }) => {
      const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
      const refresh = startGatehouse(['refresh', '--force', '--json'], home);
      await fault.reached;
      await secretService.crash();
      fault.release();
      await refresh.untilStderr(/could not be saved yet\. Trying again/);
      await secretService.restart();
      const { exitCode, stdout } = await refresh.end;
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'refreshed' });
      expect(await refreshByCodex(home)).toMatchObject({ authMethod: 'chatgpt' });
    });
  });
}

for (const state of ['locked', 'gone'] as const) {
  test(`auto with a keyring that is ${state}, and another sign-in in the file: no word of "signed out"`, async ({
    home,
    issuer,
    secretService,
  }) => {
    test.setTimeout(manyProgramsTimeoutMs);
    await home.configure(setting('auto'));
    const item = await recordItem(home);
    const inKeyring = JSON.stringify(await chatgptRecord(issuer, ada));
    await secretService.store(item, inKeyring);
    expect((await statusOf(home)).report).toMatchObject({ source: 'keyring' });
    await (state === 'locked' ? secretService.lock() : secretService.crash());
    // As the Codex CLI would have left it meanwhile.
    await home.writeAuth({ auth_mode: 'apikey', OPENAI_API_KEY: key });
    expect((await statusOf(home)).report).toMatchObject({ method: 'apiKey', source: 'file' });

    const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: `${key}-new` });
    expect(login.exitCode).toBe(6);
    expect(login.stderr).toContain('is not put into auth.json meanwhile');
    expect(await home.readAuth()).toMatchObject({ OPENAI_API_KEY: key });

    for (const args of [['logout'], ['logout', '--json']]) {
      const { exitCode, stdout, stderr } = await runGatehouse(args, home);
      expect(exitCode, args.join(' ')).toBe(6);
      expect(stdout + stderr).toMatch(/the keyring \(item .?"Codex Auth.?"\)/);
      expect(stdout + stderr).not.toMatch(/signed out|not signed in/i);
    }
    const left = ['auth.json.in-keyring', 'config.toml', 'kept-sign-ins'];
    expect(await filesIn(home.folder)).toEqual(left);
    expect(await filesIn(path.join(home.folder, 'kept-sign-ins'))).toEqual([]);
    const { exitCode, report } = await statusOf(home);
    expect([exitCode, report.signedIn]).toEqual([6, false]);
    expect(report.problem?.code).toMatch(/^keyring-/);
  });
}

test('auto with a locked keyring that holds the sign-in: locked, and no second one in the file', async ({
  home,
  issuer,
  secretService,
}) => {
  await home.configure(setting('auto'));
  const item = await recordItem(home);
  await secretService.store(item, JSON.stringify(await chatgptRecord(issuer, ada)));
  await secretService.lock();
  await expectRefusals(home, 'keyring-prompt-dismissed', /Unlock it and try again/);
  expect(await filesIn(home.folder)).toEqual(['config.toml']);
});

test('a keyring that goes while the person signs in: refused, and nothing in plain text', async ({
  home,
  secretService,
}) => {
  await home.configure(setting('keyring'));
  const login = startGatehouse(['login', '--device', '--json'], home);
  const [page] = await login.untilStderr(/http:\S+\/codex\/device/);
  const [, code = ''] = await login.untilStderr(/enter this code.*:\s+(\S+)/);
  await secretService.crash();
  await approveDevice(page, code, ada.email);
  const { exitCode, stdout } = await login.end;
  expect(exitCode).toBe(6);
  expect(JSON.parse(stdout)).toMatchObject({ problem: { code: 'keyring-unavailable' } });
  expect(await filesIn(home.folder)).toEqual(['config.toml']);
});

test('a keyring item that is no record: told, and kept aside by a new sign-in', async ({
  home,
  secretService,
}) => {
  await home.configure(setting('keyring'));
  const item = await recordItem(home);
  await secretService.store(item, 'no record');
  await expectProblem(home, 'record-invalid', /Sign in again\. The old file will be backed up/);
  expect(await secretService.lookUp(item)).toBe('no record');
  const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
  expect(login.exitCode).toBe(0);
  const [, account = ''] = /account "([^"]+)"/.exec(login.stderr) ?? [];
  expect(await secretService.lookUp({ ...item, username: account })).toBe('no record');
});

test.describe('auth.json that cannot be used is told with what to do, and left as it is', () => {
  const record = { auth_mode: 'apikey', OPENAI_API_KEY: key };
  const text = JSON.stringify(record);
  const contents: readonly [string, string | Uint8Array][] = [
    ['0 bytes', ''],
    ['10 MB', text.padEnd(10_000_000)],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['a byte order mark', `\uFEFF${text}`],
    ['duplicate keys', '{"OPENAI_API_KEY":"a","OPENAI_API_KEY":"b"}'],
    ['deep nesting', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ];
  for (const [index, [name, content]] of contents.entries()) {
    test(`${name}${sampled(index, 6)}`, async ({ home }) => {
      await writeFile(home.authFile, content);
      const before = await readFile(home.authFile);
      // At once: each takes a second to believe that nobody is writing the file.
      const [refresh] = await Promise.all([
        runGatehouse(['refresh'], home),
        expectProblem(home, 'record-invalid', /Sign in again\. The old file will be backed up/),
      ]);
      expect(refresh.exitCode).toBe(6);
      expect((await readFile(home.authFile)).equals(before)).toBe(true);

      const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
      expect(login.exitCode).toBe(0);
      const kept = (await filesIn(home.folder)).filter((n) => n.startsWith('auth.json.kept-'));
      expect(kept).toHaveLength(1);
      const copy = await readFile(path.join(home.folder, kept[0] ?? ''));
      expect(copy.equals(before)).toBe(true);
    });
  }

  test('a folder', async ({ home }) => {
    await mkdir(home.authFile);
    await writeFile(path.join(home.authFile, 'inside'), 'x');
    await expectProblem(home, 'store-unreadable', /Move it away, then sign in again/);
    const login = await runGatehouse(['login', '--with-api-key'], { ...home, stdin: key });
    expect(login.exitCode).toBe(6);
    expect((await runGatehouse(['logout'], home)).exitCode).toBe(6);
    expect(await readFile(path.join(home.authFile, 'inside'), 'utf8')).toBe('x');
    // The key that had nowhere to go.
    expect(await filesIn(home.folder)).toEqual(['auth.json', 'kept-sign-ins']);
  });

  test('a link to nothing', async ({ home }) => {
    await symlink('not-there/auth.json', home.authFile);
    await expectProblem(home, 'store-unreadable', /Bring that file back, or sign in again/);
    expect(await filesIn(home.folder)).toEqual(['auth.json']);
  });

  test('the line ends of Windows are no fault, and stay until something is saved', async ({
    home,
  }) => {
    const withCrLf = JSON.stringify(record, null, 2).replaceAll('\n', '\r\n');
    await home.writeAuth(withCrLf);
    expect(await statusOf(home)).toMatchObject({ exitCode: 0, report: { method: 'apiKey' } });
    expect(await readFile(home.authFile, 'utf8')).toBe(withCrLf);
  });
});

test.describe('a disk that takes nothing', () => {
  test.skip(
    process.platform !== 'linux' || process.getuid?.() !== 0,
    'Only root can mount a disk.',
  );

  test('full: the sign-in and the refresh are refused, the old bytes stay', async ({
    home,
    issuer,
  }) => {
    await withDisk(home, async (onDisk) => {
      await onDisk.writeAuth(await chatgptRecord(issuer, ada));
      await writeFile(path.join(onDisk.folder, 'filler'), Buffer.alloc(1024 * 1024)).catch(
        () => undefined,
      );
      await expectUnwritable(onDisk);
    });
  });

  test('read-only: the sign-in, the refresh and the sign-out are refused', async ({
    home,
    issuer,
  }) => {
    await withDisk(home, async (onDisk) => {
      await onDisk.writeAuth(await chatgptRecord(issuer, ada));
      await run('mount', ['-o', 'remount,ro', onDisk.folder]);
      await expectUnwritable(onDisk);
      const logout = await runGatehouse(['logout'], onDisk);
      expect(logout).toMatchObject({ exitCode: 6 });
      expect(logout.stderr).toContain('the disk is read-only');
      await access(onDisk.authFile);
    });
  });
});

/** Every command refuses by this code and says what to do. */
async function expectRefusals(home: Home, code: string, action: RegExp): Promise<void> {
  await expectProblem(home, code, action);
  const login = await runGatehouse(['login', '--with-api-key', '--json'], { ...home, stdin: key });
  expect(login.exitCode).toBe(6);
  expect(JSON.parse(login.stdout)).toMatchObject({ problem: { code } });
  for (const args of [['refresh', '--force'], ['logout']]) {
    const end = await runGatehouse(args, home);
    expect(end.exitCode).toBe(6);
    expect(end.stderr).toMatch(action);
  }
}

async function expectProblem(home: Home, code: string, action: RegExp): Promise<void> {
  const { exitCode, report } = await statusOf(home);
  expect(exitCode).toBe(6);
  expect(report).toMatchObject({ signedIn: false, problem: { code } });
  expect(report.problem?.message).toMatch(action);
}

async function expectUnwritable(home: Home): Promise<void> {
  const before = await readFile(home.authFile);
  // The key may find room where sign-ins are kept that have nowhere else to go.
  const otherFiles = async () =>
    (await filesIn(home.folder)).filter((name) => name !== 'kept-sign-ins');
  const files = await otherFiles();
  const login = await runGatehouse(['login', '--with-api-key', '--json'], { ...home, stdin: key });
  expect(login.exitCode).toBe(6);
  const { problem } = JSON.parse(login.stdout) as { problem: { code: string; message: string } };
  expect(problem.code).toBe('store-unwritable');
  expect(problem.message).toMatch(/Check the permissions of its folder and the free space/);
  expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(6);
  expect((await readFile(home.authFile)).equals(before)).toBe(true);
  expect(await otherFiles()).toEqual(files);
}

/** A home on a disk of 64 KiB of its own. */
async function withDisk(home: Home, use: (onDisk: Home) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=0700', 'tmpfs', folder]);
  try {
    const authFile = path.join(folder, 'auth.json');
    await use({
      ...home,
      folder,
      authFile,
      env: { ...home.env, CODEX_HOME: folder },
      writeAuth: (content) => writeFile(authFile, JSON.stringify(content)),
    });
  } finally {
    await run('umount', [folder]);
    await rmdir(folder);
  }
}

/** Every file below these folders, with the digest of its content. */
async function bytesBelow(...folders: string[]): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || isLockFile(entry.name)) continue;
      const file = path.join(entry.parentPath, entry.name);
      all[file] = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
    }
  }
  return all;
}
