import { ada } from '../../electron/testing/issuer/accounts.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { runGatehouse } from '../fixtures/programs.ts';
import { startRacers, type RaceEnd, type Racer } from '../fixtures/racers.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { isAccepted, refreshRequestsSince } from '../fixtures/refresh-requests.ts';
import { expect, storeVariants, test, type World } from '../fixtures/stores.ts';
import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import { counts } from './counts.ts';
import { latencyOfRound, runRound, type Course, type Round } from './race-round.ts';
import { rangeOf, recordResult, type TortureResult } from './results.ts';

/** No round takes so long, even where a process waits until it may give up. */
const roundLimitMs = 60_000;

test.describe('where the issuer revokes all tokens of a sign-in when one is used twice', () => {
  test.use({ issuerOptions: { revokeFamilyOnReuse: true } });

  for (const [store, rounds] of [
    ['file', counts.raceRounds],
    ['keyring', counts.keyringRounds],
  ] as const) {
    test(`eight processes of Gatehouse send one request in each of ${rounds} rounds: ${store}${longUnless(store === 'keyring')}`, async ({
      home,
      issuer,
      secretService,
    }, testInfo) => {
      test.setTimeout(rounds * roundLimitMs);
      const racers = await startRacersIn({ home, secretService }, issuer, store, 8, 0);
      const results = await race({ home, secretService }, issuer, store, racers, rounds);
      recordResult(testInfo, {
        what: `8 Gatehouse, ${store}, family revoked on reuse`,
        ...summaryOf(results, 'gatehouse'),
        note: '',
      });
      for (const round of results) {
        expect(round.requests.all).toHaveLength(1);
        expect(round.requests.reuses).toBe(0);
        for (const { state, tokenDigest } of round.ends)
          expect(tokenDigest, state).toBe(round.stored.tokenDigest);
        expect(round.stored.expiresAt).toBeGreaterThan(Date.now());
        expect(round.keptUnknownMember).toBe(true);
        expect(round.isUsable).toBe(true);
      }
    });
  }

  test(`eight "gatehouse refresh" send one request in each of ${counts.commandRounds} rounds`, async ({
    home,
    issuer,
  }, testInfo) => {
    test.setTimeout(counts.commandRounds * roundLimitMs);
    const requests: number[] = [];
    const bad: string[] = [];
    let [reuses, lost, usable] = [0, 0, 0];
    for (let round = 0; round < counts.commandRounds; round += 1) {
      await home.writeAuth(await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 }));
      const before = issuer.requests.length;
      const ends = await Promise.all(
        Array.from({ length: 8 }, () => runGatehouse(['refresh', '--json'], home)),
      );
      const asked = refreshRequestsSince(issuer, before);
      requests.push(asked.all.length);
      reuses += asked.reuses;
      const failed = ends.filter(({ exitCode }) => exitCode !== 0);
      bad.push(...failed.map(({ stdout, stderr }) => `round ${round}: ${stdout}${stderr}`));
      lost += failed.length;
      const { tokens } = await home.readAuth();
      usable += (await isAccepted(issuer, (tokens as { refresh_token: string }).refresh_token))
        ? 1
        : 0;
    }
    recordResult(testInfo, {
      what: '8 commands `gatehouse refresh` with a token that is due, family revoked on reuse',
      rounds: counts.commandRounds,
      requests: rangeOf(requests),
      reuses,
      lost,
      usable,
      note: '',
    });
    expect(bad).toEqual([]);
    expect(rangeOf(requests)).toEqual([1, 1]);
    expect(reuses).toBe(0);
    expect(usable).toBe(counts.commandRounds);
  });

  test(`eight processes of the Codex CLI, to compare with: ${counts.codexRounds} rounds @long`, async ({
    home,
    issuer,
    secretService,
  }, testInfo) => {
    test.setTimeout(counts.codexRounds * roundLimitMs);
    const racers = await startRacersIn({ home, secretService }, issuer, 'file', 0, 8);
    const results = await race({ home, secretService }, issuer, 'file', racers, counts.codexRounds);
    recordResult(testInfo, {
      what: '8 Codex CLI alone, file, family revoked on reuse',
      ...summaryOf(results, 'codex'),
      note: 'to compare with',
    });
    // Where this fails, the races above prove nothing: they would not see what they look for.
    expect(Math.max(...results.map(({ requests }) => requests.reuses))).toBeGreaterThan(0);
  });
});

test(`four processes of Gatehouse beside four of the Codex CLI: ${counts.mixedRounds} rounds`, async ({
  home,
  issuer,
  secretService,
}, testInfo) => {
  test.setTimeout(counts.mixedRounds * roundLimitMs);
  const racers = await startRacersIn({ home, secretService }, issuer, 'file', 4, 4);
  const results = await race({ home, secretService }, issuer, 'file', racers, counts.mixedRounds);
  const wonByCodex = results.filter(isWonByCodex).length;
  const cliLost = lostIn(results, 'codex');
  recordResult(testInfo, {
    what: '4 Gatehouse and 4 Codex CLI, file, single use',
    ...summaryOf(results, 'gatehouse'),
    note: `won by the CLI: ${wonByCodex}; processes of the CLI without a token at the end of a round: ${cliLost} of ${4 * results.length}`,
  });
  for (const round of results) {
    expect(round.ends.filter(isLostGatehouse)).toEqual([]);
    for (const { tokenDigest } of round.ends.filter(({ program }) => program === 'gatehouse'))
      expect(tokenDigest).toBe(round.stored.tokenDigest);
    expect(round.requests.all.length - round.requests.byCodex.length).toBeLessThanOrEqual(1);
    expect(round.isUsable).toBe(true);
    // The CLI drops members that it does not know; Gatehouse never does.
    if (!isWonByCodex(round)) expect(round.keptUnknownMember).toBe(true);
  }
});

async function startRacersIn(
  world: World,
  issuer: EmbeddedIssuer,
  store: 'file' | 'keyring',
  gatehouse: number,
  codex: number,
): Promise<readonly Racer[]> {
  const variant = variantOf(store);
  if (variant.config !== '') await world.home.configure(variant.config);
  // A CLI that began signed out would not notice a sign-in.
  await variant.write(world, await chatgptRecord(issuer, ada));
  return [
    ...(await startRacers('gatehouse', gatehouse, world.home)),
    ...(await startRacers('codex', codex, world.home)),
  ];
}

async function race(
  world: World,
  issuer: EmbeddedIssuer,
  store: 'file' | 'keyring',
  racers: readonly Racer[],
  rounds: number,
): Promise<Round[]> {
  const variant = variantOf(store);
  const course: Course = {
    issuer,
    racers,
    read: () => variant.read(world),
    write: (record) => variant.write(world, record),
  };
  const results: Round[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      results.push(await runRound(course, latencyOfRound(round)));
    }
    return results;
  } finally {
    await Promise.all(racers.map((racer) => racer.stop()));
  }
}

function variantOf(name: 'file' | 'keyring') {
  const variant = storeVariants.find((candidate) => candidate.name === name);
  if (variant === undefined) throw new Error(`there is no store ${name}`);
  return variant;
}

function summaryOf(
  results: readonly Round[],
  judged: RaceEnd['program'],
): Omit<TortureResult, 'what' | 'note'> {
  return {
    rounds: results.length,
    requests: rangeOf(results.map(({ requests }) => requests.all.length)),
    reuses: results.reduce((sum, { requests }) => sum + requests.reuses, 0),
    lost: lostIn(results, judged),
    usable: results.filter(({ isUsable }) => isUsable).length,
  };
}

function lostIn(results: readonly Round[], judged: RaceEnd['program']): number {
  return results
    .flatMap(({ ends }) => ends)
    .filter(({ program, isLost }) => program === judged && isLost).length;
}

function isLostGatehouse({ program, isLost }: RaceEnd): boolean {
  return program === 'gatehouse' && isLost;
}

/** The first request is the one that the issuer grants. */
function isWonByCodex({ requests }: Round): boolean {
  return requests.byCodex.includes(requests.all[0]!);
}
