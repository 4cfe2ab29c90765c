import { ada, grace } from '../../electron/testing/issuer/accounts.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { storeVariants } from '../fixtures/stores.ts';
import {
  accountWorld,
  expect,
  idOf,
  restore,
  test,
  type AccountWorld,
} from './accounts/account-world.ts';
import { judge } from './accounts/judge.ts';
import {
  buildAccountProgram,
  callsIn,
  lockTimes,
  pausedAt,
  recording,
  type AccountProgram,
  type LockTime,
  type SystemCall,
  type TracedEnd,
} from './accounts/traced-program.ts';
import { counts } from './counts.ts';
import { recordResult } from './results.ts';

test.use({ issuerOptions: { revokeFamilyOnReuse: true } });

/** The Codex CLI gives up after 5 seconds, and loses the tokens that it has just been given. */
const longestHoldMs = 1_000;
/** Until a timer fires and a lock is let go of, on a machine that does much else. */
const slackMs = 250;

const work = { do: 'switch', id: idOf(grace) } as const;

interface Slowness {
  readonly name: string;
  readonly stores: readonly string[];
  /** Runs a switch, of which a quick one made these calls. */
  run(
    world: AccountWorld,
    program: AccountProgram,
    calls: readonly SystemCall[],
  ): Promise<TracedEnd>;
}

const everyStore = storeVariants.map(({ name }) => name);
const keyrings = everyStore.filter((name) => name !== 'file');

const slownesses: readonly Slowness[] = [
  {
    name: 'a quick disk and keyring',
    stores: everyStore,
    run: (world, program) => timed(world, program, locksAlone),
  },
  {
    name: 'a disk that is slow all the time',
    stores: ['file'],
    run: (world, program) => timed(world, program, slowDisk(1, 1)),
  },
  {
    name: 'a disk that becomes slow under the locks',
    stores: ['file', 'keyring with the encrypted file'],
    run(world, program, calls) {
      const locked = calls.findIndex(({ what }) => what === 'openat auth.json.lock');
      const next = (name: string): number =>
        calls.slice(locked).find((call) => call.name === name)?.ordinal ?? 1;
      return timed(world, program, slowDisk(next('fsync'), next('rename')));
    },
  },
  {
    name: 'a keyring that is slow all the time',
    stores: keyrings,
    async run(world, program) {
      await world.keyring.behave(slowKeyring);
      const end = await timed(world, program, locksAlone);
      await world.keyring.behaveWell();
      return end;
    },
  },
  {
    name: 'a keyring that becomes slow under the locks',
    stores: keyrings,
    async run({ env, keyring }, program, calls) {
      const locked = calls.find(({ what }) => what === 'openat auth.json.lock');
      if (locked === undefined) throw new Error('no lock was taken');
      const slow = (): Promise<void> => keyring.behave(slowKeyring);
      const watch = ['-ttt', '-e', 'trace=flock,openat'];
      const end = await pausedAt(program, { env, work }, locked, slow, watch);
      await keyring.behaveWell();
      return end;
    },
  },
];

const locksAlone = ['-e', 'trace=flock'];

/** Each look and each change takes so long. */
const slowKeyring = {
  methodDelaysMs: { SearchItems: counts.slownessMs, CreateItem: counts.slownessMs },
};

/** From the n-th `fsync` and `rename` on. */
function slowDisk(fsync: number, rename: number): readonly string[] {
  const delay = `delay_enter=${counts.slownessMs * 1000}`;
  return [
    ...['-e', 'trace=flock,fsync,rename'],
    ...['-e', `inject=fsync:${delay}:when=${fsync}+`],
    ...['-e', `inject=rename:${delay}:when=${rename}+`],
  ];
}

async function timed(
  { env }: AccountWorld,
  program: AccountProgram,
  args: readonly string[],
): Promise<TracedEnd> {
  return (
    await program.start({
      env,
      work,
      strace: { threads: recording.threads, args: ['-ttt', ...args] },
    })
  ).end;
}

/** What `npm test` takes. */
const sampled = new Set(['a quick disk and keyring: file']);

for (const slowness of slownesses) {
  for (const variant of storeVariants.filter(({ name }) => slowness.stores.includes(name))) {
    const isSampled = sampled.has(`${slowness.name}: ${variant.name}`);
    test(`auth.json.lock is held for a second at most, with ${slowness.name}: ${variant.name}${longUnless(isSampled)}`, async ({
      home,
      issuer,
      keyring,
    }, testInfo) => {
      test.setTimeout(900_000);
      await home.configure(variant.config);
      const world = await accountWorld(home, issuer, keyring);
      const program = await buildAccountProgram();
      try {
        await restore(world);
        // From then on each run finds what the one before has found.
        await judge(world, { people: [ada, grace], asksCodex: false });
        const { env } = world;
        const quick = await program.start({ env, work, strace: recording });
        const { log } = await quick.end;
        const calls = callsIn(log, quick.threads, [world.home, world.data]);
        await judge(world, { people: [ada, grace], asksCodex: false });
        const end = await slowness.run(world, program, calls);
        const times = lockTimes(end.log);
        const verdict = await judge(world, { people: [ada, grace], asksCodex: true });
        recordResult(testInfo, {
          what: `Locks of a switch with ${slowness.name}: ${variant.name}`,
          rounds: 1,
          requests: null,
          reuses: issuer.reuses(),
          lost: verdict.lost.length,
          usable: 1 - verdict.lost.length,
          note: `auth.json.lock: ${longest(times, 'auth.json.lock')} ms at most, auth.lock: ${longest(times, 'auth.lock')} ms; ${end.answer?.message ?? 'no answer'}`,
        });
        // Where all is slow, it is not even tried.
        if (!slowness.name.endsWith('all the time')) {
          expect(longest(times, 'auth.json.lock')).toBeGreaterThan(0);
        }
        expect(longest(times, 'auth.json.lock')).toBeLessThan(longestHoldMs + slackMs);
        expect(verdict).toEqual({ lost: [], faults: [] });
        expect(end.answer?.kind, end.errors).toMatch(/^(done|failed)$/);
      } finally {
        await program.remove();
      }
    });
  }
}

function longest(times: readonly LockTime[], name: string): number {
  return Math.max(0, ...times.filter(({ file }) => file === name).map(({ ms }) => ms));
}
