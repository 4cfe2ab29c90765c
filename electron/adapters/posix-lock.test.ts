import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { polledLock } from './polled-lock.ts';
import { holderIn, posixLock, type Flock } from './posix-lock.ts';

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

const locks = `1: POSIX  ADVISORY  READ  400 fe:00:17 128 128
2: FLOCK  ADVISORY  WRITE 4711 fe:00:17 0 EOF
2: -> FLOCK  ADVISORY  WRITE 500 fe:00:17 0 EOF
3: FLOCK  ADVISORY  WRITE 4712 103:100005:17 0 EOF
4: FLOCK  ADVISORY  WRITE 4713 1002:105:17 0 EOF
5: FLOCK  ADVISORY  WRITE 0 fe:00:18 0 EOF
6: -> FLOCK  ADVISORY  WRITE 501 fe:00:19 0 EOF
`;

describe('the holder of a BSD lock, in the list of the kernel', () => {
  it('has the device and the inode of the file', () => {
    expect(holderIn(locks, { dev: 0xfe00n, ino: 17n })).toBe(4711);
  });

  // Packed as glibc's makedev does: 0x103 and 0x100005, 0x1002 and 0x105.
  it.each([
    [0x100010305n, 4712],
    [0x100000100205n, 4713],
  ])('is found on a device with large numbers', (dev, pid) => {
    expect(holderIn(locks, { dev, ino: 17n })).toBe(pid);
  });

  it.each([
    ['in another container', 18n],
    ['gone, while others still wait', 19n],
    ['not there', 20n],
  ])('is unknown where it is %s', (_, ino) => {
    expect(holderIn(locks, { dev: 0xfe00n, ino })).toBeNull();
  });
});
