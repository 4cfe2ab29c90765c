import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { build } from 'vite';

import { temporaryFolder } from '../testing/codex-home.ts';
import type { LockingAnswer, LockingOrder } from '../testing/locking-orders.ts';
import { asOrdinaryUser, giveToOrdinaryUser } from '../testing/ordinary-user.ts';
import { fileLockOf } from './file-lock.ts';

let outDir: string;

/** The program is built once, since Node runs no TypeScript by itself. */
beforeAll(async () => {
  outDir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-lock-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: path.join(import.meta.dirname, '../testing/locking-program.ts'),
      rolldownOptions: {
        external: ['koffi'],
        output: { format: 'es', entryFileNames: 'locking-program.mjs' },
      },
    },
    ssr: { noExternal: true, external: ['koffi'] },
  });
  await symlink(
    path.join(import.meta.dirname, '../../node_modules'),
    path.join(outDir, 'node_modules'),
  );
}, 60_000);
afterAll(() => rm(outDir, { recursive: true, force: true }));

interface LockingProgram {
  readonly process: ChildProcess;
  /** As an error names it. */
  readonly name: string;
  ask(order: LockingOrder): Promise<LockingAnswer>;
  kill(): Promise<void>;
}

function start(file: string): LockingProgram {
  const child = fork(path.join(outDir, 'locking-program.mjs'), [file]);
  const end = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await end;
  };
  onTestFinished(kill);
  return {
    process: child,
    name: `node (process ${child.pid})`,
    kill,
    async ask(order) {
      const answer = once(child, 'message');
      child.send(order);
      const [message] = (await answer) as [LockingAnswer];
      return message;
    },
  };
}

const lockFile = fileLockOf(process.platform);
const patient = { timeoutMs: 60_000 };
const impatient = { timeoutMs: 0 };

async function someFile(): Promise<string> {
  return path.join(await temporaryFolder(), 'auth.lock');
}

describe('the lock of a file, between processes', () => {
  it('is held by one at a time, and a refusal names the holder', async () => {
    const file = await someFile();
    const [first, second] = [start(file), start(file)];
    expect(await first.ask({ do: 'lock', timeoutMs: 0 })).toEqual({ is: 'locked' });
    expect(await second.ask({ do: 'lock', timeoutMs: 0 })).toEqual({
      is: 'refused',
      code: 'timed-out',
      holder: first.name,
    });
    expect(await first.ask({ do: 'release' })).toEqual({ is: 'released' });
    expect(await second.ask({ do: 'lock', timeoutMs: 0 })).toEqual({ is: 'locked' });
  });

  it('lets no step of one come between two steps of another', async () => {
    const file = await someFile();
    const counter = `${file}.counter`;
    await writeFile(counter, '0');
    const programs = [start(file), start(file), start(file), start(file)];
    await Promise.all(programs.map((program) => program.ask({ do: 'count', counter, times: 50 })));
    expect(await readFile(counter, 'utf8')).toBe('200');
  }, 60_000);

  it('is free again when its holder is killed, also where a child of that one lives on', async () => {
    const file = await someFile();
    const holder = start(file);
    await holder.ask({ do: 'lock', timeoutMs: 0 });
    const child = await holder.ask({ do: 'start-child' });
    const pid = child.is === 'child' ? child.pid : 0;
    onTestFinished(() => void process.kill(pid, 'SIGKILL'));
    await holder.kill();
    (await lockFile(file, impatient)).release();
    expect(process.kill(pid, 0)).toBe(true);
  });

  it('is not taken from a holder that is stopped, which is named', async () => {
    const file = await someFile();
    const holder = start(file);
    await holder.ask({ do: 'lock', timeoutMs: 0 });
    holder.process.kill('SIGSTOP');
    await expect(lockFile(file, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timed-out',
      holder: holder.name,
      message: `${file} is locked by ${holder.name}, which did not let go of it within 0.05 s. Let that program finish or close it, then try again.`,
    });
    holder.process.kill('SIGCONT');
    const waiting = lockFile(file, patient);
    await holder.ask({ do: 'release' });
    (await waiting).release();
  });
});

describe('the lock of a file, within a process', () => {
  it('excludes a second caller until it is released, and leaves the program running', async () => {
    const file = await someFile();
    const first = await lockFile(file, impatient);
    const second = lockFile(file, patient);
    await expect(lockFile(file, impatient)).rejects.toMatchObject({ code: 'timed-out' });
    first.release();
    (await second).release();
  });

  it('is given in the order of asking, past those who gave up', async () => {
    const file = await someFile();
    const holder = await lockFile(file, impatient);
    const order: string[] = [];
    const wait = async (name: string): Promise<void> => {
      const lock = await lockFile(file, patient);
      order.push(name);
      lock.release();
    };
    const waiting = [wait('first')];
    await expect(lockFile(file, impatient)).rejects.toMatchObject({ code: 'timed-out' });
    waiting.push(wait('second'), wait('third'));
    holder.release();
    await Promise.all(waiting);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('takes no harm from a second release, even when another has the lock by then', async () => {
    const file = await someFile();
    const first = await lockFile(file, impatient);
    first.release();
    const second = await lockFile(file, impatient);
    first.release();
    await expect(lockFile(file, impatient)).rejects.toMatchObject({ code: 'timed-out' });
    second.release();
  });
});

describe('the lock file', () => {
  it('is made for its owner alone and stays', async () => {
    const file = await someFile();
    (await lockFile(file, impatient)).release();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each([0o644, 0o660, 0o666, 0o606, 0o640])(
    'is closed to others where it is our own and has mode %o',
    async (mode) => {
      const file = await someFile();
      await writeFile(file, '');
      await chmod(file, mode);
      (await lockFile(file, impatient)).release();
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    },
  );

  it('keeps what is in it', async () => {
    const file = await someFile();
    await writeFile(file, 'not empty');
    (await lockFile(file, impatient)).release();
    expect(await readFile(file, 'utf8')).toBe('not empty');
  });

  it('is the target of a symbolic link', async () => {
    const file = await someFile();
    await symlink(file, `${file}.link`);
    const lock = await lockFile(`${file}.link`, impatient);
    await expect(lockFile(file, impatient)).rejects.toMatchObject({ code: 'timed-out' });
    lock.release();
  });

  it('is refused in a folder that is missing', async () => {
    const file = path.join(await temporaryFolder(), 'missing/auth.lock');
    await expect(lockFile(file, impatient)).rejects.toMatchObject({
      code: 'denied',
      holder: null,
      message: `${file} cannot be opened for locking: its folder is not there. Check the owner and permissions of the file and its folder.`,
    });
  });

  it('is refused in a folder that may not be written to', async () => {
    const file = await someFile();
    await giveToOrdinaryUser(path.dirname(file));
    await chmod(path.dirname(file), 0o500);
    await asOrdinaryUser(() =>
      expect(lockFile(file, impatient)).rejects.toMatchObject({ code: 'denied' }),
    );
  });

  it('is refused where a folder has its name', async () => {
    const file = await someFile();
    await mkdir(file);
    await expect(lockFile(file, impatient)).rejects.toMatchObject({ code: 'denied' });
  });

  it('need not be writable, as one that a program of root left behind', async () => {
    const file = await someFile();
    await writeFile(file, '', { mode: 0o444 });
    await chmod(path.dirname(file), 0o755);
    await asOrdinaryUser(async () => {
      const lock = await lockFile(file, impatient);
      await expect(lockFile(file, impatient)).rejects.toMatchObject({ code: 'timed-out' });
      lock.release();
    });
  });
});
