import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fileLockOf } from '../adapters/file-lock.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { coreInTest } from '../testing/core-in-test.ts';
import { issuerInTest } from '../testing/issuer/issuer-in-test.ts';
import { filesAtRest } from '../testing/kills/aftermath.ts';
import {
  buildRefreshingPrograms,
  dataFolderOf,
  type RefreshingPrograms,
} from '../testing/kills/killed-programs.ts';
import {
  aboutToSaveASignIn,
  answerInTheJournal,
  dueForRefresh,
} from '../testing/kills/prepared.ts';
import { endpointsAt } from '../testing/session-in-test.ts';

/** `GATEHOUSE_REFRESHES=N` takes N refreshes in place of a sample. */
const refreshes = Number(process.env['GATEHOUSE_REFRESHES'] ?? 50);

it(
  `${refreshes} refreshes leave auth.json and the lock files, and nothing else`,
  async () => {
    const issuer = await issuerInTest({ revokeFamilyOnReuse: true });
    const { home } = await dueForRefresh(issuer);
    const { core } = await coreInTest(home, {
      endpoints: endpointsAt(issuer.origin),
      dataFolder: await temporaryFolder(),
      lockFile: fileLockOf(process.platform),
      now: Date.now,
    });
    const openFiles = await descriptorsOfThisProcess();
    for (let count = 0; count < refreshes; count += 1) {
      expect(await core.session.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    }
    expect((await readdir(home.folder)).sort()).toEqual(filesAtRest);
    for (const name of filesAtRest.filter((file) => file !== 'auth.json')) {
      expect((await stat(path.join(home.folder, name))).size).toBe(0);
    }
    // The connection to the issuer is kept open, and nothing a refresh has opened.
    expect(await descriptorsOfThisProcess()).toBeLessThan(openFiles + 10);
  },
  Math.max(30_000, refreshes * 1000),
);

/** How many files, sockets and pipes are open; 0 where the system does not say. */
async function descriptorsOfThisProcess(): Promise<number> {
  return (await readdir('/proc/self/fd').catch(() => [])).length;
}

describe('whatever umask a person has, no other user can read anything at any moment of', () => {
  let programs: RefreshingPrograms;
  beforeAll(async () => {
    programs = await buildRefreshingPrograms();
  }, 60_000);
  afterAll(() => programs.remove());

  it.each([
    ['a refresh', dueForRefresh, 'refreshed', ['activity', 'gatehouse.log', 'homes']],
    ['saving a sign-in', aboutToSaveASignIn, 'signed-in', ['activity', 'gatehouse.log', 'homes']],
    ['saving what a journal holds', answerInTheJournal, 'opened', ['gatehouse.log', 'homes']],
  ] as const)(
    '%s',
    async (_, prepare, outcome, contents) => {
      const issuer = await issuerInTest({ revokeFamilyOnReuse: true });
      const { home, work } = await prepare(issuer);
      const options = { home, issuer: issuer.origin, work, isWatched: true };
      const ended = await programs.start(options).end;
      expect(ended).toMatchObject({ code: 0, errors: '', output: `open\n${outcome}` });
      expect((await readdir(dataFolderOf(home))).sort()).toEqual(contents);
    },
    30_000,
  );

  it('which would show: a folder that others can read is found out', async () => {
    const issuer = await issuerInTest();
    const { home, work } = await dueForRefresh(issuer);
    await mkdir(dataFolderOf(home));
    await chmod(dataFolderOf(home), 0o755);
    const options = { home, issuer: issuer.origin, work, isWatched: true };
    const { code, errors } = await programs.start(options).end;
    expect(code).toBe(9);
    expect(errors).toMatch(/^data has mode 755 /);
  }, 30_000);
});
