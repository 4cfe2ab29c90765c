import { describe, expect, it } from 'vitest';

import { holderIn } from './lock-holder.ts';

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
