import path from 'node:path';

import type { Plugin } from 'vite';

import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { startCodexAppServer } from '../fixtures/codex-app-server.ts';
import {
  accountWorld,
  empty,
  expect,
  idOf,
  restore,
  test,
  type AccountWorld,
} from './accounts/account-world.ts';
import { judge, type Verdict } from './accounts/judge.ts';
import {
  buildAccountProgram,
  callsIn,
  injecting,
  pausedAt,
  recording,
  spread,
  type AccountProgram,
  type SystemCall,
} from './accounts/traced-program.ts';
import { recordResult } from './results.ts';

/**
 * Whether the kills would see what they look for: a program in which one thing is taken out, by a
 * module in the place of another, has to fail where the whole one does not.
 */

test.use({ issuerOptions: { revokeFamilyOnReuse: true } });

const electron = path.resolve(import.meta.dirname, '../../electron');
const work = { do: 'switch', id: idOf(grace) } as const;

/** What happens to a program that made these calls in an undisturbed run. */
type Disturb = (
  world: AccountWorld,
  program: AccountProgram,
  calls: readonly SystemCall[],
) => Promise<readonly Verdict[]>;

interface Control {
  readonly without: string;
  readonly module: string;
  /** Of the product, whose place it takes. */
  readonly inPlaceOf: string;
  readonly disturb: Disturb;
}

const controls: readonly Control[] = [
  {
    without: 'the journal of the switch',
    module: 'journal',
    inPlaceOf: 'files/private-folder.ts',
    disturb: killedAfterTheExchange,
  },
  {
    without: 'the order: save before replace',
    module: 'order',
    inPlaceOf: 'files/private-folder.ts',
    disturb: killedAfterTheExchange,
  },
  {
    without: 'the read-back of what was saved',
    module: 'read-back',
    inPlaceOf: 'files/private-folder.ts',
    disturb: onADiskThatLies,
  },
  {
    without: 'the comparison of what is in use with what was saved',
    module: 'comparison',
    inPlaceOf: 'store/planned-store.ts',
    disturb: besideACodexThatRefreshes,
  },
  {
    without: 'the seal',
    module: 'seal',
    inPlaceOf: 'saved-accounts/account-seal.ts',
    disturb: killedAfterTheExchange,
  },
];

for (const { without, module, inPlaceOf, disturb } of controls) {
  test(`without ${without} a switch fails the judge, who passes the whole one @long`, async ({
    home,
    issuer,
    keyring,
  }, testInfo) => {
    test.setTimeout(600_000);
    const world = await accountWorld(home, issuer, keyring);
    const judged = async (plugins: readonly Plugin[]): Promise<readonly Verdict[]> => {
      const program = await buildAccountProgram(plugins);
      try {
        return await disturb(world, program, await undisturbed(world, program));
      } finally {
        await program.remove();
      }
    };
    const whole = await judged([]);
    const weak = await judged([replacing(inPlaceOf, module)]);
    const failed = weak.filter(({ lost, faults }) => lost.length + faults.length > 0);
    const lost = weak.filter((one) => one.lost.length > 0).length;
    recordResult(testInfo, {
      what: `Control: a switch without ${without}`,
      rounds: weak.length,
      requests: null,
      reuses: null,
      lost,
      usable: weak.length - failed.length,
      note: `${failed.length} fail the judge, of the whole program 0 of ${whole.length}; ${failed[0]?.faults[0] ?? ''}`,
    });
    expect(whole.filter((one) => one.lost.length + one.faults.length > 0)).toEqual([]);
    expect(failed.length).toBeGreaterThan(0);
  });
}

/** Takes a module of the product out, except for what stands in its place. */
function replacing(inPlaceOf: string, module: string): Plugin {
  const taken = path.join(electron, inPlaceOf);
  const by = path.join(electron, `testing/accounts/without/${module}.ts`);
  return {
    name: `without ${module}`,
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || importer === by || !source.startsWith('.')) return null;
      return path.resolve(path.dirname(importer), source) === taken ? by : null;
    },
  };
}

/** Ada is in use and saved nowhere else, and Grace is saved. */
async function begin(world: AccountWorld): Promise<void> {
  await empty(world);
  await restore(world);
}

async function undisturbed(
  world: AccountWorld,
  program: AccountProgram,
): Promise<readonly SystemCall[]> {
  await begin(world);
  const run = await program.start({ env: world.env, work, strace: recording });
  const { answer, errors, log } = await run.end;
  expect(answer, errors).toMatchObject({ kind: 'done' });
  return callsIn(log, run.threads, [world.home, world.data]);
}

function judged(world: AccountWorld): Promise<Verdict> {
  return judge(world, { people: [ada, grace], asksCodex: false });
}

async function killedAfterTheExchange(
  world: AccountWorld,
  program: AccountProgram,
  calls: readonly SystemCall[],
): Promise<readonly Verdict[]> {
  const exchanged = calls.findIndex(({ what }) => what === 'rename auth.json');
  const ended = calls.findIndex(({ what }) => what.startsWith('openat activity'));
  const verdicts: Verdict[] = [];
  for (const call of spread(calls.slice(exchanged + 1, ended), 5)) {
    await begin(world);
    const strace = injecting({ ...call, how: 'signal=KILL' });
    await (
      await program.start({ env: world.env, work, strace })
    ).end;
    verdicts.push(await judged(world));
  }
  return verdicts;
}

/** It says that the file of what was in use is in its place, and it is not. */
async function onADiskThatLies(
  world: AccountWorld,
  program: AccountProgram,
  calls: readonly SystemCall[],
): Promise<readonly Verdict[]> {
  const lie = theCall(calls, `rename ${idOf(ada)}.age`);
  await begin(world);
  const strace = injecting({ ...lie, how: 'retval=0' });
  await (
    await program.start({ env: world.env, work, strace })
  ).end;
  return [await judged(world)];
}

/** It asks the issuer, and stores the answer, when what was in use is saved already. */
async function besideACodexThatRefreshes(
  world: AccountWorld,
  program: AccountProgram,
  calls: readonly SystemCall[],
): Promise<readonly Verdict[]> {
  await begin(world);
  const server = await startCodexAppServer(world);
  try {
    await server.authStatus({ force: false });
    const { isReached } = await pausedAt(
      program,
      { env: world.env, work },
      // The first thing after the list.
      calls[calls.indexOf(theCall(calls, `rename ${idOf(ada)}.age`)) + 1]!,
      async () => void (await server.authStatus({ force: true })),
    );
    expect(isReached).toBe(true);
    return [await judged(world)];
  } finally {
    await server.stop();
  }
}

function theCall(calls: readonly SystemCall[], what: string): SystemCall {
  const found = calls.find((call) => call.what === what);
  if (found === undefined) throw new Error(`there was no ${what}`);
  return found;
}
