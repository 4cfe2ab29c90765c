import { ada, grace, katherine } from '../../electron/testing/issuer/accounts.ts';
import type { AccountWork } from '../../electron/testing/accounts/account-work.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { storeVariants } from '../fixtures/stores.ts';
import {
  accountWorld,
  empty,
  expect,
  idOf,
  restore,
  startAgain,
  test,
  type AccountWorld,
} from './accounts/account-world.ts';
import { grantOf } from './accounts/grant.ts';
import { judge } from './accounts/judge.ts';
import {
  buildAccountProgram,
  callsIn,
  endsAtSuchACall,
  injecting,
  recording,
  spread,
  type AccountProgram,
  type SystemCall,
} from './accounts/traced-program.ts';
import { counts } from './counts.ts';
import { recordResult } from './results.ts';

test.use({ issuerOptions: { revokeFamilyOnReuse: true } });

/** Something that a person does, with Ada in use and Grace saved. */
interface Deed {
  readonly name: string;
  prepare(world: AccountWorld): Promise<AccountWork>;
  /** Whose sign-ins stay whatever happens; Ada is in use before and in the end. */
  readonly people: Parameters<typeof judge>[1]['people'];
  /** Whether it asks the issuer for new tokens, whose answer only the killed program has got. */
  readonly redeems: boolean;
}

const toGrace: AccountWork = { do: 'switch', id: idOf(grace) };

const deeds: readonly Deed[] = [
  {
    name: 'a switch',
    prepare: () => Promise.resolve(toGrace),
    people: [ada, grace],
    redeems: false,
  },
  {
    name: 'a switch between two accounts that are due',
    async prepare(world) {
      const soon = { accessTokenLifetimeSeconds: 600 };
      // An earlier sign-in of theirs would hide that this one is lost.
      await empty(world);
      const core = await startAgain(world);
      await core.commands.signIn(await grantOf(world.issuer, ada, soon));
      await core.accounts.commands.keepForLater(await grantOf(world.issuer, grace, soon));
      return toGrace;
    },
    people: [ada, grace],
    redeems: true,
  },
  {
    name: 'adding an account',
    prepare: async ({ issuer }) => ({ do: 'add', grant: await grantOf(issuer, katherine) }),
    people: [ada, grace],
    redeems: false,
  },
  {
    name: 'renewing an account',
    prepare: async ({ issuer }) => ({ do: 'add', grant: await grantOf(issuer, grace) }),
    people: [ada, grace],
    redeems: false,
  },
  {
    name: 'removing an account',
    prepare: () => Promise.resolve({ do: 'remove', id: idOf(grace) }),
    people: [ada],
    redeems: false,
  },
];

interface Kill {
  readonly call: SystemCall;
  /** Not where the calls of this run were others than those of the recorded one. */
  readonly isReached: boolean;
  readonly lost: readonly string[];
  readonly faults: readonly string[];
}

/** Kills a program at some of the calls that it makes, each in a run of its own. */
async function killedAtCalls(
  world: AccountWorld,
  program: AccountProgram,
  deed: Deed,
  choose: (calls: readonly SystemCall[]) => readonly SystemCall[],
): Promise<readonly Kill[]> {
  const { env } = world;
  const folders = [world.home, world.data];
  await restore(world);
  // From then on each run finds what the one before has found.
  await judge(world, { people: [ada, grace], asksCodex: false });
  await restore(world);
  const recorded = await program.start({ env, work: await deed.prepare(world), strace: recording });
  const { answer, errors, log } = await recorded.end;
  expect(answer, errors).toMatchObject({ kind: 'done' });
  await judge(world, { people: deed.people, asksCodex: false });
  const kills: Kill[] = [];
  for (const call of choose(callsIn(log, recorded.threads, folders))) {
    await restore(world);
    const work = await deed.prepare(world);
    const strace = injecting({ ...call, how: 'signal=KILL' });
    const killed = await (await program.start({ env, work, strace })).end;
    const isReached = killed.signal === 'SIGKILL' && endsAtSuchACall(killed.log, folders);
    const asksCodex = kills.length % counts.codexEvery === 0;
    const verdict = await judge(world, { people: deed.people, asksCodex });
    kills.push({ call, isReached, ...verdict });
    if (verdict.lost.length > 0) await empty(world);
  }
  return kills;
}

/** `npm test` takes so many kills of a switch, over the file; the long run takes all. */
const sample = 6;

for (const variant of storeVariants.filter(({ name }) => name !== 'auto with the encrypted file')) {
  for (const deed of deeds) {
    const sampled = variant.mode === 'file' && deed.name === 'a switch' ? sample : 0;
    test(`${deed.name}, killed at any system call that changes a file or talks to the keyring, loses nothing: ${variant.name}${longUnless(sampled > 0)}`, async ({
      home,
      issuer,
      keyring,
    }, testInfo) => {
      test.setTimeout(counts.isFull ? 3_600_000 : 180_000);
      await home.configure(variant.config);
      const world = await accountWorld(home, issuer, keyring);
      const program = await buildAccountProgram();
      let all = 0;
      try {
        const tries = await killedAtCalls(world, program, deed, (calls) => {
          all = calls.length;
          return spread(calls, counts.isFull ? counts.killsOfADeed : sampled);
        });
        const kills = tries.filter(({ isReached }) => isReached);
        const lost = tries.filter((one) => one.lost.length > 0);
        const faults = tries.flatMap(({ call, faults: found }) =>
          found.map((fault) => `${call.what}: ${fault}`),
        );
        recordResult(testInfo, {
          what: `${deed.name}, killed at its system calls: ${variant.name}`,
          rounds: kills.length,
          requests: null,
          reuses: issuer.reuses(),
          lost: lost.length,
          usable: kills.length - lost.length,
          note: `of ${all} calls${deed.redeems ? '; lost: an answer that nobody but the killed program had got' : ''}`,
        });
        expect(faults).toEqual([]);
        expect(issuer.reuses()).toBe(0);
        expect(kills.length).toBeGreaterThan(0);
        if (deed.redeems) expect(lost.every(isOfOne)).toBe(true);
        else expect(lost).toEqual([]);
      } finally {
        await program.remove();
      }
    });
  }
}

/** Never both sides of a switch: one request is under way at a time. */
function isOfOne({ lost }: Kill): boolean {
  return lost.length === 1;
}
