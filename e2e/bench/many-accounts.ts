import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { ada } from '../../electron/testing/issuer/accounts.ts';
import { accountsIn, type Place } from './accounts-in.ts';
import { inBenchHome, type BenchHome } from './bench-home.ts';
import { medianOf, type BenchRow } from './bench-row.ts';
import { benchStartWith, searchMs } from './windows.ts';

const few = 2;
const many = 200;
/** There is no search before so many others are saved. */
const some = 10;
const searchPairs = 3;
const pairs = 21;
const warmUps = 3;

/** What is done with saved accounts, where there are two of them and where there are many. */
export function benchManyAccounts(): Promise<BenchRow[]> {
  return inBenchHome((here) =>
    inBenchHome(async (there) => {
      const withFew = await accountsIn(here, few);
      const withMany = await accountsIn(there, many);
      const rows: BenchRow[] = [];
      for (const [what, work] of works) rows.push(await compared(what, work, withFew, withMany));
      const start = `start until the account is painted, with ${many} accounts`;
      rows.push(await benchStartWith(withMany.env, withFew.env, [start, `with ${few}`]));
      rows.push(await inBenchHome((searched) => comparedSearch(searched, withMany)));
      return rows;
    }),
  );
}

/** Whole commands, as a person runs them; each looks at the list, or changes it. */
const works: readonly (readonly [string, (place: Place) => Promise<unknown>])[] = [
  ['gatehouse status', ({ env }) => gatehouse(['status'], env)],
  ['gatehouse accounts', ({ env }) => gatehouse(['accounts'], env)],
  ['gatehouse switch', (place) => switchToAnother(place)],
];

let turn = 0;

/** There and back, by e-mail, which looks through the list. */
async function switchToAnother({ env }: Place): Promise<void> {
  turn += 1;
  const number = 1 + (Math.floor((turn - 1) / 2) % 2);
  await gatehouse(['switch', number === 1 ? 'person-1@example.com' : ada.email], env);
}

async function gatehouse(args: readonly string[], env: Place['env']): Promise<void> {
  const program = fileURLToPath(new URL('../cli/gatehouse.cjs', import.meta.url));
  await promisify(execFile)(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
}

/** Pairs, one after the other, so that what else the machine does counts for both. */
async function compared(
  what: string,
  work: (place: Place) => Promise<unknown>,
  withFew: Place,
  withMany: Place,
): Promise<BenchRow> {
  const took: { readonly few: number[]; readonly many: number[] } = { few: [], many: [] };
  for (let pair = 0; pair < warmUps + pairs; pair += 1) {
    const times = [await timed(() => work(withFew)), await timed(() => work(withMany))] as const;
    if (pair < warmUps) continue;
    took.few.push(times[0]);
    took.many.push(times[1]);
  }
  return {
    what: `${what}, with ${many} accounts`,
    unit: 'ms',
    median: medianOf(took.many),
    peer: { what: `with ${few}`, median: medianOf(took.few) },
    requests: null,
    bytesPerCall: null,
  };
}

async function comparedSearch(home: BenchHome, withMany: Place): Promise<BenchRow> {
  const withSome = await accountsIn(home, some);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < searchPairs; pair += 1) {
    theirs.push(await searchMs(withSome.env, 'person-1@'));
    ours.push(await searchMs(withMany.env, 'person-1@'));
  }
  return {
    what: `a search in the window, with ${many} accounts`,
    unit: 'ms',
    median: medianOf(ours),
    peer: { what: `with ${some}`, median: medianOf(theirs) },
    requests: null,
    bytesPerCall: null,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
