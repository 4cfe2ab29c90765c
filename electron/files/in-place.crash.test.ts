import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { fileLockOf } from '../adapters/file-lock.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { startEmbeddedIssuer } from '../testing/issuer/embedded-issuer.ts';
import {
  buildRefreshingPrograms,
  type RefreshingPrograms,
} from '../testing/kills/killed-programs.ts';
import { aboutToSaveASignIn } from '../testing/kills/prepared.ts';
import { canMount, mount } from '../testing/mounts.ts';
import { unfinishedSuffix } from './in-place.ts';

/**
 * A real process is killed by the system while it writes a new sign-in into an auth.json
 * that is a mount of its own, and so is written in place.
 */

let programs: RefreshingPrograms;
beforeAll(async () => {
  programs = await buildRefreshingPrograms();
}, 60_000);
afterAll(() => programs.remove());

async function killedAt(killAt: number) {
  const issuer = await startEmbeddedIssuer();
  onTestFinished(() => issuer.close());
  const { home, work, text, unspent } = await aboutToSaveASignIn(issuer);
  const outside = path.join(await temporaryFolder(), 'host-auth.json');
  await rename(home.authFile, outside);
  await writeFile(home.authFile, '');
  await mount('--bind', outside, home.authFile);
  const { ino } = await stat(outside);
  const onlyCalls = ['write', 'truncate'];
  const started = programs.start({ home, issuer: issuer.origin, work, killAt, onlyCalls });
  return { ended: await started.end, home, outside, ino, text, unspent };
}

const moments = [
  'before write',
  'within write',
  'after write',
  'before truncate',
  'after truncate',
];

it.runIf(canMount).each(moments.map((moment, index) => [moment, index + 1] as const))(
  'killed %s, it leaves what the next program completes',
  { timeout: 60_000 },
  async (moment, killAt) => {
    const { ended, home, outside, ino, text, unspent } = await killedAt(killAt);
    expect(ended).toMatchObject({ signal: 'SIGKILL', errors: moment });
    const left = await readFile(outside, 'utf8');
    expect(left === text).toBe(moment === 'before write');
    expect(await readdir(home.folder)).toContain(`auth.json${unfinishedSuffix}`);

    const newest = unspent.at(-1) ?? '';
    expect(left.includes(newest)).toBe(!['before write', 'within write'].includes(moment));

    const { core } = await coreInTest(home, { lockFile: fileLockOf(process.platform) });
    expect(core.session.get()).toMatchObject({ record: { tokens: { refreshToken: newest } } });
    expect(await readFile(outside, 'utf8')).toContain(newest);
    expect((await stat(outside)).ino).toBe(ino);
    const names = await readdir(home.folder);
    expect(names.filter((name) => name.includes('unfinished'))).toEqual([]);
  },
);

it.runIf(canMount)(
  'left alone, it has these moments and no other',
  { timeout: 60_000 },
  async () => {
    const { ended, outside, unspent } = await killedAt(moments.length + 1);
    expect(ended).toMatchObject({ signal: null, code: 0, output: 'open\nsigned-in' });
    expect(await readFile(outside, 'utf8')).toContain(unspent.at(-1));
  },
);
