import { spawn } from 'node:child_process';
import { copyFile, readFile, symlink } from 'node:fs/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { entriesOf } from '../testing/model/judge.ts';
import { Program } from '../testing/model/program.ts';
import { startGatehouse } from '../testing/model/programs.ts';
import { worldOf } from '../testing/model/switch-model.ts';
import { homeProgramsOf } from './home-programs.ts';
import { homeIn, processName } from './processes.ts';

/** A program called "codex" with these arguments, which ends with the test. */
async function codexIn(home: string, args: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  const program = `${folder}/codex`;
  await copyFile('/bin/sh', program);
  const child = spawn(program, ['-c', 'echo x; read line', ...args], { env: { CODEX_HOME: home } });
  onTestFinished(() => void child.kill());
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return `codex (process ${child.pid})`;
}

describe.runIf(process.platform === 'linux')('the programs of a home', () => {
  it('are told with what they were started with, and since when', async () => {
    const home = await temporaryFolder();
    const before = Date.now();
    await codexIn(home, ['app-server']);
    const [found, ...others] = (await homeProgramsOf('linux', home).list()) ?? [];
    expect(others).toEqual([]);
    expect(found).toMatchObject({ name: 'codex', home: 'this' });
    expect(found?.args.at(-1)).toBe('app-server');
    expect(found?.program).toMatch(/\/codex$/);
    expect(found?.parent).toBe(process.execPath);
    // The clock of the kernel counts whole seconds.
    expect(Math.abs((found?.startedAt ?? 0) - before)).toBeLessThan(60_000);
  });

  it('are found through links to it', async () => {
    const home = await temporaryFolder();
    const link = `${await temporaryFolder()}/link`;
    await symlink(home, link);
    const running = await codexIn(home, ['app-server']);
    expect(await homeProgramsOf('linux', link).running()).toEqual([running]);
  });

  it('are never the one that asks', async () => {
    const environment = await readFile('/proc/self/environ', 'utf8');
    const [title, home] = [process.title, homeIn(environment)];
    process.title = 'codex';
    onTestFinished(() => {
      process.title = title;
    });
    expect(await processName(process.pid)).toBe('codex');
    const found = await homeProgramsOf('linux', home ?? '').list();
    expect(found?.map(({ pid }) => pid)).not.toContain(process.pid);
  });

  it('are without the updater of the background server, which has no account', async () => {
    const home = await temporaryFolder();
    await codexIn(home, ['app-server', 'daemon', 'pid-update-loop']);
    expect(await homeProgramsOf('linux', home).running()).toEqual([]);
  });

  it('are those that run with it, but for one that waits for a sign-in', async () => {
    const home = await temporaryFolder();
    const programs = homeProgramsOf('linux', home);
    expect(await programs.running()).toEqual([]);
    const running = await codexIn(home, ['app-server']);
    expect(await programs.running()).toEqual([running]);
    const waiting = await codexIn(home, ['login']);
    expect(await programs.running()).toEqual([running]);
    expect(await programs.waitingSignIn()).toBe(waiting);
  });

  it('are not those of another home', async () => {
    const home = await temporaryFolder();
    await codexIn(await temporaryFolder(), ['login']);
    expect(await homeProgramsOf('linux', home).running()).toEqual([]);
  });
});

/** What the systems say by their documentation: their listings were not run here. */
describe.each<{
  platform: NodeJS.Platform;
  listing: (args: string) => string;
  home: 'this' | 'unknown';
}>([
  {
    platform: 'darwin',
    home: 'this',
    listing: (args) =>
      ` 1 0 Mon Nov 30 09:00:00 2026 /sbin/launchd\n 42 1 Mon Nov 30 09:00:01 2026 /usr/local/bin/codex ${args}\n`,
  },
  {
    platform: 'win32',
    home: 'unknown',
    listing: (args) =>
      JSON.stringify([
        { ProcessId: 4, ParentProcessId: 0, Name: 'System' },
        { ProcessId: 42, ParentProcessId: 4, Name: 'codex.exe', CommandLine: `codex.exe ${args}` },
      ]),
  },
])('the programs of a home on $platform', ({ platform, listing, home }) => {
  const openFiles = 'p42\nn/home-of-ada/.codex/state_5.sqlite\n';
  const programsWith = (output: string) =>
    homeProgramsOf(platform, '/home-of-ada/.codex', (program) =>
      Promise.resolve(program.endsWith('lsof') ? openFiles : output),
    );

  it('are those that are shown, which a switch goes by', async () => {
    const programs = programsWith(listing('app-server'));
    expect(await programs.list()).toMatchObject([{ pid: 42, home }]);
    expect(await programs.running()).toEqual(['codex (process 42)']);
    expect(await programs.waitingSignIn()).toBeNull();
  });

  it('have one that waits for a sign-in, which holds a switch up', async () => {
    const programs = programsWith(listing('login'));
    expect(await programs.running()).toEqual([]);
    expect(await programs.waitingSignIn()).toBe('codex (process 42)');
  });

  it('are none without a Codex', async () => {
    expect(await programsWith(listing('app-server').replaceAll('codex', 'vim')).running()).toEqual(
      [],
    );
  });

  it.each([
    ['fails', () => Promise.reject(new Error('ENOENT'))],
    ['says nothing', () => Promise.resolve('')],
  ])('are not known, and so may be any, where the listing %s', async (_, run) => {
    const programs = homeProgramsOf(platform, '/home-of-ada/.codex', run);
    expect(await programs.list()).toBeNull();
    expect(await programs.running()).toBeNull();
  });
});

it('the programs of a home are not known on other systems', async () => {
  expect(await homeProgramsOf('freebsd', '/home-of-ada/.codex').running()).toBeNull();
});

describe.each<NodeJS.Platform>(['darwin', 'win32', 'freebsd'])('a switch on %s', (platform) => {
  it('marks what goes as used up for all that it knows, where no programs are shown', async () => {
    const { world, ids } = await worldOf({
      store: { mode: 'file', keyring: 'item' },
      endsSoon: 'neither',
      isSaved: true,
    });
    const unseen = homeProgramsOf(platform, '/home-1', () => Promise.reject(new Error('ENOENT')));
    const program = new Program('test', { isStepped: false });
    const { switching } = await startGatehouse(world, program, '/home-1', {
      programs: (model) => ({ ...model, running: () => unseen.running() }),
    });
    expect(await switching.switchTo(ids.grace)).toMatchObject({ kind: 'switched', programs: null });
    expect(entriesOf(world).find(({ id }) => id === ids.ada)?.health).toMatchObject({
      kind: 'maySpent',
      reason: 'codex-may-have-run',
    });
  });
});
