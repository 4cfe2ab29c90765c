import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { polledLock } from './polled-lock.ts';
import { posixLock, type Flock } from './posix-lock.ts';

const { EINTR, EINVAL, ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP, EWOULDBLOCK } = os.constants.errno;
const impatient = { timeoutMs: 0 };

function lockBy(flock: Flock) {
  return polledLock(posixLock('linux', () => Promise.resolve(flock)));
}

// No such file system can be mounted in a test: its answer is put in the place of the kernel's.
it.each([
  ['ENOLCK', ENOLCK],
  ['ENOSYS', ENOSYS],
  ['EINVAL', EINVAL],
  // On Linux both have one number.
  ['ENOTSUP|EOPNOTSUPP', ENOTSUP],
  ['ENOTSUP|EOPNOTSUPP', EOPNOTSUPP],
])('a file system that answers %s has no locks', async (name, errno) => {
  const file = path.join(await temporaryFolder(), 'auth.lock');
  await expect(lockBy(() => errno)(file, impatient)).rejects.toMatchObject({
    code: 'unsupported',
    holder: null,
    message: expect.stringMatching(new RegExp(`cannot be locked \\((${name})\\)`)) as unknown,
  });
});

it('a call that a signal interrupts is made again', async () => {
  const file = path.join(await temporaryFolder(), 'auth.lock');
  const answers = [EINTR, EINTR, 0];
  (await lockBy(() => answers.shift() ?? 0)(file, impatient)).release();
  expect(answers).toEqual([]);
});

it('a lock that a program out of sight holds is told without a name', async () => {
  const file = path.join(await temporaryFolder(), 'auth.lock');
  await expect(lockBy(() => EWOULDBLOCK)(file, impatient)).rejects.toMatchObject({
    code: 'timed-out',
    holder: null,
    message: expect.stringContaining('is locked by another program') as unknown,
  });
});

it('a machine where the C library cannot be called has no locks, and gets no lock file', async () => {
  const folder = await temporaryFolder();
  const broken = polledLock(posixLock('linux', () => Promise.reject(new Error('no binary'))));
  await expect(broken(path.join(folder, 'auth.lock'), impatient)).rejects.toMatchObject({
    code: 'unsupported',
  });
  expect(await readdir(folder)).toEqual([]);
});
