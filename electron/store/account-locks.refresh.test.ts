import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { fileLockOf } from '../adapters/file-lock.ts';
import { codexHomeInTest, temporaryFolder } from '../testing/codex-home.ts';
import { LockError, type LockFile } from './file-lock.ts';
import { refreshGuard } from './account-locks.ts';

const lockFile = fileLockOf(process.platform);
const onUnlocked = vi.fn<(error: LockError) => void>();

/** Resolves when it is told to. */
function signal() {
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  return { told, tell };
}

describe('the lock of a refresh', () => {
  it('lets one work at a time be done, in the order of asking', async () => {
    const { folder } = await codexHomeInTest();
    const first = refreshGuard({ lockFile, codexHome: folder, onUnlocked });
    const second = refreshGuard({ lockFile, codexHome: folder, onUnlocked });
    const { told, tell } = signal();
    const order: string[] = [];
    const begun = signal();
    const firstWork = first(async () => {
      order.push('first begins');
      begun.tell();
      await told;
      order.push('first ends');
    });
    await begun.told;
    const secondWork = second(() => Promise.resolve(order.push('second')));
    tell();
    await Promise.all([firstWork, secondWork]);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });

  it('is free again after work that failed', async () => {
    const { folder } = await codexHomeInTest();
    const guard = refreshGuard({ lockFile, codexHome: folder, onUnlocked });
    await expect(guard(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await guard(() => Promise.resolve('done'), { waitMs: 0 })).toBe('done');
  });

  it('that another process does not let go of is a coded error with its name', async () => {
    const { folder, authFile } = await codexHomeInTest();
    const held = await lockFile(`${authFile}.refresh-lock`, { timeoutMs: 0 });
    const work = vi.fn(() => Promise.resolve());
    const guard = refreshGuard({ lockFile, codexHome: folder, onUnlocked });
    await expect(guard(work, { waitMs: 10 })).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    });
    expect(work).not.toHaveBeenCalled();
    held.release();
  });

  it('is not waited for any longer once what was wanted is there', async () => {
    const { folder, authFile } = await codexHomeInTest();
    const held = await lockFile(`${authFile}.refresh-lock`, { timeoutMs: 0 });
    onTestFinished(() => held.release());
    const work = vi.fn(() => Promise.resolve());
    const isStillWanted = vi
      .fn<() => Promise<boolean>>()
      .mockResolvedValueOnce(true)
      .mockResolvedValue(false);
    const guard = refreshGuard({ lockFile, codexHome: folder, onUnlocked });
    await expect(guard(work, { isStillWanted })).rejects.toMatchObject({ code: 'busy' });
    expect(isStillWanted).toHaveBeenCalledTimes(2);
    expect(work).not.toHaveBeenCalled();
  });

  it('is taken without a question where nobody has it', async () => {
    const { folder } = await codexHomeInTest();
    const isStillWanted = vi.fn(() => Promise.resolve(false));
    const guard = refreshGuard({ lockFile, codexHome: folder, onUnlocked });
    expect(await guard(() => Promise.resolve('done'), { isStillWanted })).toBe('done');
    expect(isStillWanted).not.toHaveBeenCalled();
  });

  it('is one for all folders that share a linked auth.json', async () => {
    const shared = path.join(await temporaryFolder(), 'real.json');
    await writeFile(shared, '{}');
    const locked: string[] = [];
    const recording: LockFile = (file) => {
      locked.push(file);
      return Promise.resolve({ release: () => {} });
    };
    for (const { folder, authFile } of [await codexHomeInTest(), await codexHomeInTest()]) {
      await symlink(shared, authFile);
      const guard = refreshGuard({ lockFile: recording, codexHome: folder, onUnlocked });
      await guard(() => Promise.resolve());
    }
    expect(locked).toEqual([`${shared}.refresh-lock`, `${shared}.refresh-lock`]);
  });

  it.each([
    ['a file system without locks', LockError.unsupported('/auth.json.refresh-lock', 'ENOLCK')],
    ['a folder in which no file can be made', LockError.denied('/auth.json.refresh-lock', 'EROFS')],
  ])('on %s does not keep the work from being done, and is told', async (_, error) => {
    const told = vi.fn();
    const guard = refreshGuard({
      lockFile: () => Promise.reject(error),
      codexHome: '/nowhere',
      onUnlocked: told,
    });
    expect(await guard(() => Promise.resolve('done'))).toBe('done');
    expect(told).toHaveBeenCalledWith(error);
  });
});
