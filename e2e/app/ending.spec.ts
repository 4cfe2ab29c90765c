import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import { repoFolder } from '../../scripts/paths.mjs';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { expect, test } from '../fixtures/app.ts';
import { sampled } from '../fixtures/long-run.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { electronExecutable, sandboxArguments } from '../fixtures/running-app.ts';
import { screenOf } from '../fixtures/screen.ts';

const slow = { endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' } as const;

for (const [index, signal] of (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const).entries()) {
  test(`${signal}, again and again, ends no app that waits for new tokens${sampled(index, 4)}`, async ({
    home,
    issuer,
    launchApp,
  }) => {
    const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 });
    await home.writeAuth(record);
    const { reached, release } = issuer.fail(slow);
    const app = await launchApp();
    await reached;
    // The window is gone or not: it ends once it has saved, however often it is asked.
    const ended = app.exitCode();
    for (let times = 0; times < 5; times += 1) process.kill(app.pid, signal);
    await expect(app.window.getByRole('main')).toBeVisible();
    for (let times = 0; times < 5; times += 1) process.kill(app.pid, signal);
    release();
    expect(await ended).toBe(0);
    expect((await home.readAuth())['tokens']).not.toEqual(record['tokens']);
    expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
  });
}

test('a sign-in that the person has finished is saved, though the session ends', async ({
  app,
  home,
  issuer,
  window,
}) => {
  const { reached, release } = issuer.fail(slow);
  const screen = screenOf(window);
  await screen.withDeviceCode.click();
  const code = await window.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4,5}$/).textContent();
  await approveDevice(`${issuer.origin}/codex/device`, code ?? '', ada.email);
  await reached;
  const ended = app.exitCode();
  process.kill(app.pid, 'SIGTERM');
  process.kill(app.pid, 'SIGHUP');
  release();
  expect(await ended).toBe(0);
  expect((await runGatehouse(['status'], home)).stdout).toContain(ada.email);
});

test.describe('where it cannot start', () => {
  const lost = 'Gatehouse cannot start: ';
  const cases: readonly (readonly [
    name: string,
    env: Readonly<Record<string, string>>,
    sentence: string,
    exitCode: number,
  ])[] = [
    [
      'CODEX_HOME has a tilde',
      { CODEX_HOME: '~/.codex' },
      'CODEX_HOME points to "~/.codex", but',
      2,
    ],
    ['CODEX_HOME has a variable', { CODEX_HOME: '$HOME/.codex' }, 'CODEX_HOME points to "$HOME', 2],
    ['CODEX_HOME is not there', { CODEX_HOME: '/nowhere' }, 'CODEX_HOME points to "/nowhere"', 2],
    ['HOME is relative', { HOME: 'ada', CODEX_HOME: '' }, 'HOME is "ada", which is not', 2],
    ['GATEHOUSE_DATA has a tilde', { GATEHOUSE_DATA: '~/data' }, 'GATEHOUSE_DATA is "~/data"', 2],
    [
      'its folder is a file',
      { GATEHOUSE_DATA: '/etc/passwd' },
      '/etc/passwd cannot be written: ',
      6,
    ],
    ['its folder cannot be made', { GATEHOUSE_DATA: '/proc/x' }, '/proc/x cannot be written: ', 6],
    ['no screen is named', {}, 'There is no screen: neither DISPLAY nor', 6],
    ['the issuer is in the clear', { GATEHOUSE_ISSUER: 'http://x.example' }, 'GATEHOUSE_ISSUER', 2],
  ];

  for (const [index, [name, env, sentence, exitCode]] of cases.entries()) {
    test(`because ${name}, it says so in one sentence, and ends${sampled(index, 4)}`, async ({
      home,
      desktop,
    }) => {
      const folder = path.join(desktop.folder, 'current');
      await mkdir(folder);
      const all = { ...home.env, ...desktop.env, ...env };
      const program = startIn(folder, all, { hasScreen: false });
      const [end, said] = await program.end();
      expect(end).toEqual([exitCode, null]);
      expect(said).toContain(lost + sentence);
      expect(said).not.toMatch(/^\s+at |index\.js/m);
      expect(await readdir(folder)).toEqual([]);
    });
  }

  test('on a screen it stays with a dialog, which a signal closes @long', async ({
    home,
    desktop,
  }) => {
    const all = { ...home.env, ...desktop.env, CODEX_HOME: '~/.codex' };
    const program = startIn(desktop.folder, all, { hasScreen: true });
    await program.untilStderr(lost);
    await expect(() => {
      const { exitCode, signalCode } = program.child;
      program.child.kill('SIGTERM');
      // By the signal itself where that comes while Chromium still starts.
      expect([2, 'SIGTERM']).toContain(exitCode ?? signalCode);
    }).toPass({ intervals: [500] });
  });

  test('a lock of another computer is told, with what to do', async ({ home, desktop }) => {
    await mkdir(desktop.dataFolder);
    await symlink('elsewhere-4711', path.join(desktop.dataFolder, 'SingletonLock'));
    const program = startIn(desktop.folder, { ...home.env, ...desktop.env }, { hasScreen: false });
    const [end, said] = await program.end();
    expect(end).toEqual([6, null]);
    expect(said).toContain('belongs to another computer, elsewhere. Remove it');
  });

  test('what is in the way of the lock is told, with what to do', async ({ home, desktop }) => {
    await mkdir(path.join(desktop.dataFolder, 'SingletonLock'), { recursive: true });
    await writeFile(path.join(desktop.dataFolder, 'SingletonLock/x'), '');
    const program = startIn(desktop.folder, { ...home.env, ...desktop.env }, { hasScreen: false });
    const [end, said] = await program.end();
    expect(end).toEqual([6, null]);
    expect(said).toContain('is in the way of the lock');
  });
});

const started: ChildProcess[] = [];
test.afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts the app as a session does, in a folder. */
function startIn(
  folder: string,
  { DISPLAY = '', ...env }: Readonly<Record<string, string>>,
  { hasScreen }: { readonly hasScreen: boolean },
) {
  const child = spawn(electronExecutable(), [repoFolder, ...sandboxArguments()], {
    cwd: folder,
    env: hasScreen ? { ...env, DISPLAY } : env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  started.push(child);
  return {
    child,
    /** Its exit code and signal, and what it said on standard error. */
    end: async () => Promise.all([once(child, 'exit'), text(child.stderr)]),
    async untilStderr(words: string): Promise<void> {
      let said = '';
      for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
        said += String(chunk);
        if (said.includes(words)) return;
      }
    },
  };
}
