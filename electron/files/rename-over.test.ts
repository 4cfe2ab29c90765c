import { expect, it } from 'vitest';

import { renameOver } from './rename-over.ts';

/** A file that cannot be replaced by the first tries. */
function busy(code: string, refusals: number, platform: NodeJS.Platform) {
  const seen = { tries: 0, waitedMs: 0 };
  return {
    seen,
    platform,
    rename: () => {
      seen.tries += 1;
      if (seen.tries > refusals) return Promise.resolve();
      return Promise.reject(Object.assign(new Error(code), { code }));
    },
    wait: (ms: number) => Promise.resolve((seen.waitedMs += ms)),
  };
}

it.each(['EACCES', 'EBUSY', 'EPERM'])('on Windows, tries again after %s', async (code) => {
  const effects = busy(code, 3, 'win32');
  await renameOver('new', 'old', effects);
  expect(effects.seen).toEqual({ tries: 4, waitedMs: 150 });
});

it('gives up before a Codex CLI that waits for the lock does', async () => {
  const effects = busy('EBUSY', Infinity, 'win32');
  await expect(renameOver('new', 'old', effects)).rejects.toMatchObject({ code: 'EBUSY' });
  expect(effects.seen.waitedMs).toBeLessThan(5_000);
});

it.each([
  ['win32', 'ENOSPC'],
  ['linux', 'EBUSY'],
  ['darwin', 'EPERM'],
] as const)('on %s, does not try again after %s', async (platform, code) => {
  const effects = busy(code, 1, platform);
  await expect(renameOver('new', 'old', effects)).rejects.toMatchObject({ code });
  expect(effects.seen.tries).toBe(1);
});
