import { ada, grace, hourMs, minuteMs, type Person } from '../credentials.ts';
import { accountIdOf, accountOfRecord } from '../../saved-accounts/account-of-record.ts';
import { parseAuthRecord, type AuthRecord } from '../../auth/auth-record.ts';
import { emailInUse, judge } from './judge.ts';
import { Program, type ProgramOptions } from './program.ts';
import {
  codexLogin,
  codexRefresh,
  recordText,
  reachOf,
  refreshHere,
  startGatehouse,
  switchTo,
  unlessRefused,
  type Surgery,
} from './programs.ts';
import type { Situation } from './walk.ts';
import { placesOf, placeOf, ModelWorld, type ModelStore } from './world.ts';

export const kate: Person = { ...grace, email: 'kate@example.com', userId: 'user-kate' };

/** What else goes on while an account is put into use. */
export const others = {
  'a refresh of Gatehouse': (world) => refreshHere(world, '/home-1'),
  'a refresh of Codex': (world) => codexRefresh(world, '/home-1', { isForced: false }),
  'a forced refresh of Codex': (world) => codexRefresh(world, '/home-1', { isForced: true }),
  'a sign-in of Codex': (world) => codexLogin(world, '/home-1', kate),
  'a sign-in of Codex as the saved account': (world) => codexLogin(world, '/home-1', grace),
  'another switch here': (world, ids) => switchTo(world, '/home-1', ids.kate),
  'a switch of another home to the same account': (world, ids) =>
    switchTo(world, '/home-2', ids.grace),
  'a switch of another home to the account in use': (world, ids) =>
    switchTo(world, '/home-2', ids.ada),
} as const satisfies Readonly<
  Record<string, (world: ModelWorld, ids: Ids) => (program: Program) => Promise<void>>
>;

export type Other = keyof typeof others;

interface Ids {
  readonly ada: string;
  readonly grace: string;
  readonly kate: string;
}

export interface ModelOptions {
  readonly store: ModelStore;
  /** Whether the access tokens of what is in use, and of what is to come, end soon. */
  readonly endsSoon: 'in use' | 'to come' | 'neither';
  /** Whether the account in use is saved already. */
  readonly isSaved: boolean;
  readonly surgery?: Surgery;
}

/** Ada is in use in the first home, Grace and Kate are saved; Grace is to be put into use. */
export async function worldOf({ store, endsSoon, isSaved }: ModelOptions): Promise<{
  readonly world: ModelWorld;
  readonly ids: Ids;
}> {
  const world = new ModelWorld(store);
  const { issuer, durable } = world;
  const leftMs = (who: ModelOptions['endsSoon']) => (who === endsSoon ? 4 * minuteMs : hourMs);
  const recordOf = (person: Person, left: number) =>
    parsed(recordText(issuer.signIn(person, left, 'setup')));
  const adas = recordOf(ada, leftMs('in use'));
  // In `auto`, Codex may have put it beside an empty keyring.
  const place = store.mode === 'auto' ? placeOf('/home-1', 'file') : placesOf(store, '/home-1')[0];
  durable.set(place ?? '', JSON.stringify(adas.document));
  const program = new Program('setup', { isStepped: false });
  const { accounts } = await startGatehouse(world, program, '/home-1');
  const ids = await accounts.exclusively(async (list) => {
    const graces = await list.save(recordOf(grace, leftMs('to come')));
    const kates = await list.save(recordOf(kate, hourMs));
    const account = accountOfRecord(adas);
    if (account === null) throw new TypeError('Ada is an account');
    const { secretDigest } = account;
    const homes = [{ path: '/home-1', secretDigest, isOwn: false }];
    if (isSaved) await list.save(adas, { homes });
    return { ada: accountIdOf(account), grace: graces.entry.id, kate: kates.entry.id };
  });
  return { world, ids };
}

/** A switch beside others, over a copy of a world. */
export function situationOf(
  start: { readonly world: ModelWorld; readonly ids: Ids },
  beside: readonly Other[],
  surgery?: Surgery,
): Situation {
  const world = start.world.copy();
  const { ids } = start;
  const begin = (
    name: string,
    main: (program: Program) => Promise<void>,
    options: ProgramOptions,
  ): Program => {
    const program = new Program(name, options);
    program.start(main);
    return program;
  };
  const programs = [
    begin('switch', switchTo(world, '/home-1', ids.grace, surgery), {
      reaches: reachOf('/home-1', 'Gatehouse'),
    }),
    ...beside.map((other, at) => {
      // What kills a program of Codex is not ours to judge.
      const isOurs = !other.includes('of Codex');
      const home = other.includes('another home') ? '/home-2' : '/home-1';
      const reaches = reachOf(home, isOurs ? 'Gatehouse' : 'Codex');
      const name = other.startsWith('a sign-in') ? `login ${at}` : `${other} (${at})`;
      return begin(name, others[other](world, ids), { mayBeKilled: isOurs, reaches });
    }),
  ];
  return {
    programs,
    key: () => world.key(),
    isOwn: (program) => world.isOwn(program, programs),
    killed: (program) => {
      if (program.awaits('get the answer')) {
        world.told.push(`${program.name} was killed while it waited for an answer`);
      }
      world.release(program);
    },
    judge: async () => {
      const atEnd = emailInUse(world, '/home-1');
      const mayOverwrite = beside.some((other) => /^(a sign-in|another switch)/.test(other));
      const isTold = world.told.includes(`switch: switched to ${ids.grace}`);
      const wrong =
        isTold && !mayOverwrite && atEnd !== grace.email
          ? ['the account that is said to be in use is not']
          : [];
      // While a switch is open, another home takes none of the accounts that it names.
      await afresh(world, '/home-2', surgery, ids.grace);
      await afresh(world, '/home-1', surgery, null);
      await afresh(world, '/home-2', surgery, null);
      const { violations, met } = judge(world);
      return { violations: [...wrong, ...violations], met };
    },
  };
}

/** A program that starts after all others have ended. */
async function afresh(
  world: ModelWorld,
  home: '/home-1' | '/home-2',
  surgery: Surgery | undefined,
  id: string | null,
): Promise<void> {
  const program = new Program(`fresh ${home}`, { isStepped: false });
  await unlessRefused(world, program, async () => {
    const { look, switching } = await startGatehouse(world, program, home, surgery);
    await look();
    if (id === null) return 'looked';
    const { kind } = await switching.switchTo(id);
    await look();
    return kind;
  });
}

function parsed(text: string): AuthRecord {
  const read = parseAuthRecord(text);
  if (!read.ok) throw new TypeError(read.message);
  return read.record;
}
