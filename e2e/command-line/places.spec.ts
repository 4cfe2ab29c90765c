import {
  chmod,
  chown,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { fileLockOf } from '../../electron/adapters/file-lock.ts';
import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import {
  codexScript,
  gatehouseScript,
  runCodex,
  runGatehouse,
  runProgram,
  startGatehouse,
  startProgram,
  type ProgramEnd,
} from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

const isRoot = process.geteuid?.() === 0;
const lockFile = fileLockOf(process.platform);
const due = { accessTokenLifetimeSeconds: 120 };

test.describe('auth.json as a mount of its own', () => {
  test.skip(!isRoot, 'mounts need root');

  let outside: string;
  test.beforeEach(async ({ home, issuer }) => {
    outside = path.join(await mkdtemp(path.join(os.tmpdir(), 'gatehouse-host-')), 'auth.json');
    await writeFile(outside, JSON.stringify(await chatgptRecord(issuer, ada, due)));
    await writeFile(home.authFile, '');
  });
  test.afterEach(() => rm(path.dirname(outside), { recursive: true }));

  /** Runs a command where auth.json is the mounted file, in a namespace that ends with it. */
  function inContainer(
    home: Home,
    script: string,
    args: readonly string[],
    stdin = '',
  ): Promise<ProgramEnd> {
    const shell = 'mount --bind "$OUTSIDE" "$CODEX_HOME/auth.json" && exec "$@"';
    return runProgram(
      'unshare',
      [
        '-m',
        '--propagation',
        'private',
        'sh',
        '-c',
        shell,
        'sh',
        process.execPath,
        script,
        ...args,
      ],
      { env: { ...home.env, OUTSIDE: outside }, stdin },
    );
  }

  test('is never refreshed: nothing is asked of the issuer, and the mount is named', async ({
    home,
    issuer,
  }) => {
    const before = await readFile(outside, 'utf8');
    const { exitCode, stderr } = await inContainer(home, gatehouseScript, ['refresh']);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('~/auth.json is a mount of this one file');
    expect(stderr).toContain('Mount its folder instead.');
    expect(issuer.requests).toEqual([]);
    expect(await readFile(outside, 'utf8')).toBe(before);
  });

  test('hands out the access token that is still valid', async ({ home, issuer }) => {
    const { tokens } = JSON.parse(await readFile(outside, 'utf8')) as {
      tokens: { access_token: string };
    };
    const { exitCode, stdout } = await inContainer(home, gatehouseScript, ['token', '--show']);
    expect([exitCode, stdout.trim()]).toEqual([0, tokens.access_token]);
    expect(issuer.requests).toEqual([]);
  });

  test('takes a new sign-in in place, which the Codex CLI reads', async ({ home }) => {
    const key = 'sk-new-0123456789abcdef';
    const { exitCode } = await inContainer(home, gatehouseScript, ['login', '--with-api-key'], key);
    expect(exitCode).toBe(0);
    expect(JSON.parse(await readFile(outside, 'utf8'))).toMatchObject({ OPENAI_API_KEY: key });
    const status = await inContainer(home, codexScript, ['login', 'status']);
    expect(status.exitCode).toBe(0);
    expect(status.stderr + status.stdout).toContain('API key');
  });

  for (const args of [['logout'], ['logout', '--everywhere']]) {
    test(`is not signed out of by ${args.join(' ')}, which changes nothing`, async ({
      home,
      issuer,
    }) => {
      const journal = `${home.authFile}.refresh-journal`;
      await writeFile(journal, '{"version":2}');
      const before = await readFile(outside, 'utf8');
      const { exitCode, stderr } = await inContainer(home, gatehouseScript, args);
      expect(exitCode).toBe(6);
      expect(stderr).toContain('cannot be removed here');
      expect(await readFile(outside, 'utf8')).toBe(before);
      expect(await readFile(journal, 'utf8')).toBe('{"version":2}');
      expect(issuer.requests).toEqual([]);
    });
  }
});

test.describe('root at work in the home of a person', () => {
  test.skip(!isRoot, 'needs root');
  const person = 65534;

  test('leaves the files to that person, who goes on with the Codex CLI', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada, due));
    for (const one of [home.folder, home.authFile, home.settingsFolder])
      await chown(one, person, person);
    expect(await runGatehouse(['refresh'], home)).toMatchObject({ exitCode: 0 });
    for (const folder of [home.folder, home.settingsFolder]) {
      const names = await readdir(folder, { recursive: true });
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        expect([name, (await lstat(path.join(folder, name))).uid]).toEqual([name, person]);
      }
    }
    const asPerson = ['--reuid', String(person), '--regid', String(person), '--clear-groups'];
    const command = [...asPerson, process.execPath, codexScript, 'login', 'status'];
    expect(await runProgram('setpriv', command, home)).toMatchObject({ exitCode: 0 });
    const again = [...asPerson, process.execPath, gatehouseScript, 'refresh', '--force'];
    expect(await runProgram('setpriv', again, home)).toMatchObject({ exitCode: 0 });
  });
});

test.describe('gatehouse logout while another program is at work', () => {
  test('leaves a sign-in that was stored while it waited for the lock', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const account = path.join(home.folder, 'auth.lock');
    const lock = await lockFile(account, { timeoutMs: 0 });
    const logout = startGatehouse(['logout'], home);
    await expect.poll(() => opens(logout.pid, account)).toBe(true);
    const others = await chatgptRecord(issuer, grace);
    await home.writeAuth(others);
    lock.release();
    const { exitCode, stderr } = await logout.end;
    expect(exitCode).toBe(5);
    expect(stderr).toContain('stored a different sign-in meanwhile');
    expect(await home.readAuth()).toEqual(others);
  });

  test('leaves the key that the Codex CLI stored while the issuer was asked', async ({
    home,
    issuer,
  }) => {
    await home.writeAuth(await chatgptRecord(issuer, ada));
    const hanging = issuer.fail({ endpoint: 'revoke', kind: 'hang', takesEffect: 'on-arrival' });
    const logout = startGatehouse(['logout', '--everywhere', '--json'], home);
    await hanging.reached;
    const key = 'sk-from-cli-0123456789';
    const login = await runCodex(['login', '--with-api-key'], { ...home, stdin: key });
    expect(login.exitCode).toBe(0);
    hanging.release();
    const { exitCode, stdout } = await logout.end;
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'changed', revoked: true });
    expect(await home.readAuth()).toMatchObject({ OPENAI_API_KEY: key });
  });

  test('is not held up for ever by a lock of another user, which it names @long', async ({
    home,
    issuer,
  }) => {
    test.skip(!isRoot, 'needs another user');
    await home.writeAuth(await chatgptRecord(issuer, ada));
    await chmod(home.folder, 0o755);
    const account = path.join(home.folder, 'auth.lock');
    await writeFile(account, '', { mode: 0o644 });
    const holding = [
      '--reuid',
      '4711',
      '--clear-groups',
      'flock',
      account,
      'sh',
      '-c',
      'echo held; cat <&3',
    ];
    const holder = startProgram(
      'sh',
      ['-c', `exec 3<>"$FIFO"; exec setpriv "$@"`, 'sh', ...holding],
      {
        env: { ...home.env, FIFO: await fifoIn(home.settingsFolder) },
      },
    );
    await holder.untilStdout(/held/);
    const { exitCode, stdout, stderr } = await runGatehouse(['logout'], home);
    holder.kill();
    expect([exitCode, stdout]).toEqual([0, 'Signed out on this device\n']);
    expect(stderr).toMatch(/Stopped waiting: .*auth\.lock is locked by \S+ \(process \d+\)/);
    expect(await readdir(home.folder)).not.toContain('auth.json');
  });
});

test('gatehouse logout keeps what it cannot read, names it, and store remove-copies removes it @long', async ({
  home,
}) => {
  await home.writeAuth('{"tokens": {');
  const { exitCode, stderr } = await runGatehouse(['logout'], home);
  const [, name = ''] = /~\/(auth\.json\.kept-\S+Z)/.exec(stderr) ?? [];
  const kept = path.join(home.folder, name);
  expect(exitCode).toBe(0);
  expect(await readFile(kept, 'utf8')).toBe('{"tokens": {');
  expect((await runGatehouse(['store'], home)).stdout).toContain(path.basename(kept));
  const { checks } = JSON.parse((await runGatehouse(['doctor', '--json'], home)).stdout) as {
    checks: { id: string; detail: string }[];
  };
  expect(checks.find(({ id }) => id === 'kept-copies')?.detail).toContain(path.basename(kept));
  expect(await runGatehouse(['store', 'remove-copies'], home)).toMatchObject({ exitCode: 0 });
  expect(await readdir(home.folder)).not.toContain(path.basename(kept));
});

/** Whether a program has a file open. */
async function opens(pid: number | undefined, file: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map((name) => readlink(path.join(folder, name)).catch(() => '')),
  );
  return files.includes(file);
}

async function fifoIn(folder: string): Promise<string> {
  const fifo = path.join(folder, 'fifo');
  await runProgram('mkfifo', [fifo], { env: {} });
  return fifo;
}
