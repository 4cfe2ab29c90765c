import { setImmediate as nextTurn } from 'node:timers/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import { startEmbeddedIssuer, type EmbeddedIssuer } from '../testing/issuer/embedded-issuer.ts';
import {
  aftermathOf,
  keptRefreshTokens,
  tokenInJournal,
  type Aftermath,
} from '../testing/kills/aftermath.ts';
import {
  buildRefreshingPrograms,
  type RefreshingPrograms,
} from '../testing/kills/killed-programs.ts';
import {
  aboutToSaveASignIn,
  answerForAReplacedAccount,
  answerInTheJournal,
  dueForRefresh,
  type Prepared,
} from '../testing/kills/prepared.ts';

/**
 * A real process, with the whole core over real files and locks, is killed by the system.
 *
 * `GATEHOUSE_KILLS=N` runs it in full: at every step, and N times at random. A sample
 * is taken otherwise.
 */
const fullRun = Number(process.env['GATEHOUSE_KILLS'] ?? 0);
const isFull = fullRun > 0;
const randomKills = isFull ? fullRun : 3;
/** Every moment in a full run, else every 31st of them. */
const stride = isFull ? 1 : 31;
const timeoutMs = isFull ? 3_600_000 : 180_000;

let programs: RefreshingPrograms;
let issuer: EmbeddedIssuer;

beforeAll(async () => {
  programs = await buildRefreshingPrograms();
}, 60_000);
afterAll(() => programs.remove());

beforeEach(async () => {
  issuer = await startEmbeddedIssuer({ revokeFamilyOnReuse: true });
  onTestFinished(() => issuer.close());
});

/** For whoever reads the results: how many processes were killed, and how many sign-ins were lost. */
interface KillCount {
  readonly kills: number;
  readonly lost: number;
}

declare module 'vitest' {
  interface TaskMeta {
    kills?: KillCount;
  }
}

interface Kill extends Aftermath {
  /** Such as "before rename auth.json". */
  readonly moment: string;
}

/** Kills one process at each moment of its work, until one is done before its moment comes. */
async function killedAtEveryMoment(
  prepare: (issuer: EmbeddedIssuer) => Promise<Prepared>,
): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  for (let killAt = 1; ; killAt += stride) {
    const { home, work, ...before } = await prepare(issuer);
    const ended = await programs.start({ home, issuer: issuer.origin, work, killAt }).end;
    if (ended.signal === null) {
      expect(ended).toMatchObject({ code: 0, errors: '' });
      return kills;
    }
    expect(ended.signal).toBe('SIGKILL');
    kills.push({ moment: ended.errors, ...(await aftermathOf({ home, issuer, ...before })) });
  }
}

/** Timers know milliseconds only; the issuer goes on answering meanwhile. */
async function waitMicroseconds(microseconds: number): Promise<void> {
  const end = performance.now() + microseconds / 1000;
  while (performance.now() < end) await nextTurn();
}

function counted(kills: readonly Aftermath[]): KillCount {
  const lost = kills.filter(({ signIn }) => signIn === 'lost').length;
  return { kills: kills.length, lost };
}

describe('killed at every step that it makes of the file system', () => {
  it(
    'a refresh leaves the old or the new record, and only an answer that nobody had yet is lost',
    async ({ task }) => {
      const kills = await killedAtEveryMoment(dueForRefresh);
      task.meta.kills = counted(kills);
      expect(new Set(kills.map(({ record }) => record))).toEqual(new Set(['old', 'new']));

      // The one window that no client can close: the server has replaced the token, and
      // the answer has not been put into the journal, which a rename does.
      const states = kills.map(({ signIn }) => signIn);
      const lost = kills.slice(states.indexOf('lost'), states.lastIndexOf('lost') + 1);
      for (const kill of lost) expect(kill).toMatchObject({ record: 'old', signIn: 'lost' });
      if (isFull) {
        expect(lost.at(0)?.moment).toBe('before lstat auth.json');
        expect(lost.at(-1)?.moment).toBe('before rename auth.json.refresh-journal');
      }
    },
    timeoutMs,
  );

  it(
    'saving a sign-in leaves the old or the new record, and either of them works',
    async ({ task }) => {
      const kills = await killedAtEveryMoment(aboutToSaveASignIn);
      task.meta.kills = counted(kills);
      expect(new Set(kills.map(({ record }) => record))).toEqual(new Set(['old', 'new']));
      expect(kills.filter(({ signIn }) => signIn === 'lost')).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'saving what the journal of a killed program holds loses nothing, killed again',
    async ({ task }) => {
      const kills = await killedAtEveryMoment(answerInTheJournal);
      task.meta.kills = counted(kills);
      expect(new Set(kills.map(({ record }) => record))).toEqual(new Set(['old', 'new']));
      expect(kills.filter(({ signIn }) => signIn === 'lost')).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'keeping what a replaced account has left in the journal: it is in one of the two at any moment',
    async () => {
      for (let killAt = 1; ; killAt += stride) {
        const { home, work, answer } = await answerForAReplacedAccount(issuer);
        const theirs = await home.text();
        const ended = await programs.start({ home, issuer: issuer.origin, work, killAt }).end;
        const journalled = await tokenInJournal(home);
        const kept = await keptRefreshTokens(home.folder);
        expect({ at: ended.errors, held: [journalled, ...kept] }).toEqual({
          at: ended.errors,
          held: expect.arrayContaining([answer]) as string[],
        });
        expect(await home.text()).toBe(theirs);
        if (ended.signal !== null) continue;
        expect({ journalled, kept }).toEqual({ journalled: null, kept: [answer] });
        return;
      }
    },
    timeoutMs,
  );
});

describe('killed while it waits for the answer', () => {
  it.each([
    ['that the server has not begun to work on', 'on-release', 'kept'],
    ['that the server has replaced the token for', 'on-arrival', 'lost'],
  ] as const)(
    'to a request %s',
    async (_, takesEffect, signIn) => {
      const { home, work, ...before } = await dueForRefresh(issuer);
      const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect });
      const program = programs.start({ home, issuer: issuer.origin, work });
      await fault.reached;
      program.kill();
      expect((await program.end).signal).toBe('SIGKILL');
      const unserved = takesEffect === 'on-release' ? before.unspent : [];
      const aftermath = await aftermathOf({ home, issuer, ...before, unserved });
      expect(aftermath).toEqual({ record: 'old', signIn });
    },
    30_000,
  );
});

describe('killed at random while it refreshes again and again', () => {
  it(
    'leaves a record that is whole, and loses no answer that it had put into the journal',
    async ({ task }) => {
      const kills: Aftermath[] = [];
      while (kills.length < randomKills) {
        const { home, text } = await dueForRefresh(issuer);
        const work = { do: 'refresh-on-and-on' } as const;
        const program = programs.start({ home, issuer: issuer.origin, work });
        await program.isOpen;
        await waitMicroseconds(Math.random() * 150_000);
        program.kill();
        expect(await program.end).toMatchObject({ signal: 'SIGKILL', errors: '' });
        kills.push(await aftermathOf({ home, issuer, text, unspent: [] }));
      }
      task.meta.kills = counted(kills);
    },
    timeoutMs,
  );
});
