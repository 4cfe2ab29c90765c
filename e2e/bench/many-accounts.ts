import { performance } from 'node:perf_hooks';

import { grantOf } from '../torture/accounts/grant.ts';
import { memoryKeyring } from '../../electron/testing/memory-keyring.ts';
import { openRealCore } from '../../electron/testing/real-core.ts';
import type { Core } from '../../electron/core.ts';
import { ada, type IssuerAccount } from '../../electron/testing/issuer/accounts.ts';
import { inBenchHome, type BenchHome } from './bench-home.ts';
import { medianOf, type BenchRow } from './bench-row.ts';

const few = 2;
const many = 200;
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
      return rows;
    }),
  );
}

interface Place {
  readonly start: () => Promise<Core>;
  readonly core: Core;
}

/** Each works on one place; its time is measured. */
const works: readonly (readonly [string, (place: Place) => Promise<unknown>])[] = [
  ['start', ({ start }) => start()],
  ['read the list of accounts', ({ core }) => core.accounts.commands.look()],
  ['switch to the account used last', ({ core }) => switchBack(core)],
];

async function switchBack({ accounts: { commands } }: Core): Promise<void> {
  const [, next] = commands.view().accounts;
  const outcome = await commands.use(next?.id ?? '');
  if (outcome.kind !== 'done') throw new Error(outcome.message);
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

async function accountsIn({ env, issuer }: BenchHome, count: number): Promise<Place> {
  const keyring = memoryKeyring();
  const start = (): Promise<Core> =>
    openRealCore(env, {
      keyring,
      homePrograms: {
        running: () => Promise.resolve([]),
        waitingSignIn: () => Promise.resolve(null),
      },
    });
  const core = await start();
  for (let number = 1; number < count; number += 1) {
    const outcome = await core.accounts.commands.keepForLater(
      await grantOf(issuer, personOf(number)),
    );
    if (outcome.kind !== 'done') throw new Error(outcome.message);
  }
  return { start, core };
}

function personOf(number: number): IssuerAccount {
  const email = `person-${number}@example.com`;
  return { ...ada, email, userId: `user-${number}`, workspaceId: `workspace-${number}` };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
