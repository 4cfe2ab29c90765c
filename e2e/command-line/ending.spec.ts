import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { approveDevice } from '../../electron/testing/issuer/user-agent.ts';
import { inRepo } from '../../scripts/paths.mjs';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { sampled } from '../fixtures/long-run.ts';
import {
  gatehouseScript,
  runGatehouse,
  runProgram,
  startGatehouse,
  type RunningProgram,
} from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
const oneMinute = { accessTokenLifetimeSeconds: 60 };

/** A sign-in that is due, and an issuer that rotates at once and answers when it is told to. */
async function slowIssuer(home: Home, issuer: EmbeddedIssuer) {
  const record = await chatgptRecord(issuer, ada, oneMinute);
  await home.writeAuth(record);
  const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
  const isSaved = async (): Promise<boolean> => {
    const saved = await home.readAuth();
    return JSON.stringify(saved['tokens']) !== JSON.stringify(record['tokens']);
  };
  return { ...fault, isSaved };
}

/** Asks a program to end until it says why it goes on. Signals of one kind may become one. */
async function insist(running: RunningProgram, signal: NodeJS.Signals): Promise<void> {
  await expect(() => {
    running.send(signal);
    expect(running.printed()).toContain('New tokens are being saved');
  }).toPass();
  running.send(signal);
}

for (const [index, signal] of signals.entries()) {
  for (const command of ['refresh', 'token']) {
    test(`${signal}, again and again, ends no gatehouse ${command} that holds new tokens${sampled(index, 4)}`, async ({
      home,
      issuer,
    }) => {
      const { reached, release, isSaved } = await slowIssuer(home, issuer);
      const running = startGatehouse([command], home);
      await reached;
      await insist(running, signal);
      release();
      expect((await running.end).exitCode).toBe(0);
      expect(await isSaved()).toBe(true);
      // Nothing is due any more, and no token was spent in vain.
      expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
    });
  }

  test(`${signal} does not undo a sign-in that the person has finished${sampled(index, 4)}`, async ({
    home,
    issuer,
  }) => {
    const { reached, release } = issuer.fail({
      endpoint: 'token',
      kind: 'hang',
      takesEffect: 'on-arrival',
    });
    const login = startGatehouse(['login', '--device'], home);
    const [page] = await login.untilStderr(/http:\S+\/codex\/device/);
    const [, code = ''] = await login.untilStderr(/enter this code.*:\s+(\S+)/);
    await approveDevice(page, code, ada.email);
    await reached;
    await insist(login, signal);
    release();
    expect((await login.end).exitCode).toBe(0);
    expect((await runGatehouse(['status'], home)).stdout).toContain(ada.email);
  });

  test(`${signal} ends a sign-in that waits for the person, and leaves nothing${sampled(index, 4)}`, async ({
    home,
  }) => {
    const login = startGatehouse(['login', '--device'], home);
    await login.untilStderr(/http:\S+\/codex\/device/);
    login.send(signal);
    expect((await login.end).exitCode).toBe(1);
  });
}

test('ends what waits for standard input once it is asked again', async ({ home }) => {
  const login = spawn(process.execPath, [gatehouseScript, 'login', '--with-api-key'], {
    env: { PATH: process.env['PATH'], ...home.env },
    stdio: 'pipe',
  });
  await once(login, 'spawn');
  await expect(() => {
    login.kill('SIGHUP');
    expect(login.exitCode ?? login.signalCode).not.toBeNull();
  }).toPass();
});

test.describe('while a file system does not answer', () => {
  const preload = inRepo('e2e/fixtures/stuck-files.cjs');

  async function stuck(home: Home, file: string | null): Promise<Pick<Home, 'env'>> {
    const pipe = path.join(home.settingsFolder, 'pipe');
    await runProgram('mkfifo', [pipe], home);
    const env = { ...home.env, NODE_OPTIONS: `--require=${preload}`, STUCK_PIPE: pipe };
    return { env: file === null ? env : { ...env, STUCK_FILE: path.join(home.folder, file) } };
  }

  for (const [index, command] of ['status', 'refresh', 'logout'].entries()) {
    for (const signal of signals) {
      test(`${signal} ends gatehouse ${command}${sampled(index + signals.indexOf(signal), 5)}`, async ({
        home,
        issuer,
      }) => {
        const record = await chatgptRecord(issuer, ada, oneMinute);
        await home.writeAuth(record);
        const running = startGatehouse([command], await stuck(home, 'config.toml'));
        await running.untilStderr(/waiting/);
        running.send(signal);
        expect((await running.end).exitCode).toBe(null);
        expect(issuer.requests).toEqual([]);
        expect(await home.readAuth()).toEqual(record);
      });
    }
  }

  test('a thread that waits for it holds up no end', async ({ home }) => {
    const login = startGatehouse(['login', '--device'], await stuck(home, null));
    await login.untilStderr(/http:\S+\/codex\/device/);
    let isOver = false;
    void login.end.then(() => (isOver = true));
    await expect(() => {
      login.send('SIGINT');
      expect(isOver).toBe(true);
    }).toPass();
  });
});

/** Runs a command on a terminal of its own, and closes that when it is told to. */
const terminal = `
import os, pty, sys
pid, master = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
sys.stdin.readline()
os.close(master)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
`;

for (const command of ['refresh', 'token --show']) {
  test(`a terminal that is closed ends no gatehouse ${command} that holds new tokens`, async ({
    home,
    issuer,
  }) => {
    const { reached, release, isSaved } = await slowIssuer(home, issuer);
    const line = ['-c', terminal, process.execPath, gatehouseScript, ...command.split(' ')];
    const session = spawn('python3', line, { env: { PATH: process.env['PATH'], ...home.env } });
    await reached;
    session.stdin.write('close\n');
    // The hang-up is there at once, and the answer after it.
    release();
    const [exitCode] = (await once(createInterface(session.stdout), 'line')) as [string];
    // What was to be printed could not be.
    expect(['0', '5']).toContain(exitCode);
    expect(await isSaved()).toBe(true);
    expect((await runGatehouse(['refresh', '--force'], home)).exitCode).toBe(0);
  });

  test(`whoever reads what gatehouse ${command} prints may be gone`, async ({ home, issuer }) => {
    const { reached, release, isSaved } = await slowIssuer(home, issuer);
    const running = spawn(process.execPath, [gatehouseScript, ...command.split(' ')], {
      env: { PATH: process.env['PATH'], ...home.env },
      stdio: 'pipe',
    });
    await reached;
    for (const stream of running.stdio) stream?.destroy();
    running.kill('SIGHUP');
    release();
    expect(await once(running, 'exit')).toEqual([0, null]);
    expect(await isSaved()).toBe(true);
  });
}
