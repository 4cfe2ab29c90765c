import { AuthSession } from '../../auth/auth-session.ts';
import { parseAuthRecord, type AuthRecord } from '../../auth/auth-record.ts';
import { StoreError } from '../../auth/credential-store.ts';
import type { PauseNote, RefusalNote } from '../../auth/issuer-notes.ts';
import { changesInUse, writeInUse } from '../../saved-accounts/account-in-use.ts';
import type { KeySlot } from '../../saved-accounts/account-key.ts';
import { AccountSwitch, type HomePrograms } from '../../saved-accounts/account-switch.ts';
import { SavedAccounts } from '../../saved-accounts/saved-accounts.ts';
import type { PrivateFolder } from '../../files/private-folder.ts';
import { chosen } from '../store-in-test.ts';
import type { CredentialLocation } from '../../store/locations/credential-location.ts';
import { folderDigest } from '../../store/keyring-items.ts';
import { PlannedStore } from '../../store/planned-store.ts';
import { digestOf } from '../../saved-accounts/account-of-record.ts';
import { endpointsAt } from '../session-in-test.ts';
import { hourMs, minuteMs, testNow, type Person } from '../credentials.ts';
import { commitOf, folderOf, httpOf, keeperOf, keySlotOf, locationOf } from './ports.ts';
import type { Program } from './program.ts';
import type { IssuedForModel } from './issuer.ts';
import { commitLock, lock, placesOf, unlock, type ModelHome, type ModelWorld } from './world.ts';

/** What a test takes out of a program, to see whether it is missed. */
export interface Surgery {
  readonly folder?: (folder: PrivateFolder) => PrivateFolder;
  readonly location?: (location: CredentialLocation) => CredentialLocation;
  readonly programs?: (programs: HomePrograms) => HomePrograms;
}

export interface Gatehouse {
  readonly accounts: SavedAccounts;
  readonly session: AuthSession;
  readonly switching: AccountSwitch;
  /** Writes down what is in use here, as every command does first and last. */
  readonly look: () => Promise<void>;
}

/** No sign-in depends on them, so that each program has its own. */
function notes<Note>(): {
  read: () => Promise<Note | null>;
  write: (note: Note) => Promise<boolean>;
  clear: () => Promise<void>;
} {
  let held: Note | null = null;
  return {
    read: () => Promise.resolve(held),
    write: (note) => Promise.resolve((held = note) === note),
    clear: () => Promise.resolve(void (held = null)),
  };
}

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const now = (): number => testNow;
const endpoints = {
  ...endpointsAt('http://127.0.0.1:9'),
  refreshUrlOverride: 'http://127.0.0.1:9/oauth/token',
};

/** The product over a world of the model, as a program that starts. @throws {StoreError} */
export async function startGatehouse(
  world: ModelWorld,
  program: Program,
  home: ModelHome,
  surgery: Surgery = {},
): Promise<Gatehouse> {
  const wrapFolder = surgery.folder ?? ((one) => one);
  const wrapLocation = surgery.location ?? ((one) => one);
  const wrapPrograms = surgery.programs ?? ((one) => one);
  const folder = wrapFolder(folderOf(world, program));
  const key: KeySlot = keySlotOf(world, program);
  const http = httpOf(world, program);
  const kept = keeperOf(world, program, home);
  const at = (kind: CredentialLocation['kind']): CredentialLocation =>
    wrapLocation(locationOf(world, program, home, kind));
  const { mode, keyring } = world.store;
  const store = new PlannedStore({
    choose: () => chosen(mode, keyring),
    locations: {
      file: at('file'),
      keyringItem: at('keyringItem'),
      encryptedFile: at('encryptedFile'),
      memory: at('memory'),
    },
    keyringNote: { heldOne: () => Promise.resolve(true), note: () => Promise.resolve() },
    commit: commitOf(world, program, home),
    delay: () => Promise.resolve(),
    log,
  });
  const locked =
    (name: string) =>
    async <T>(work: () => Promise<T>): Promise<T> => {
      await lock(world, program, name);
      try {
        return await work();
      } finally {
        unlock(world, program, name);
      }
    };
  const parts = {
    http,
    endpoints,
    kept,
    pauses: notes<PauseNote>(),
    now,
    delay: () => Promise.resolve(),
    log,
  };
  const guard = locked(`${home}/auth.json.refresh-lock`);
  const session = await AuthSession.open({
    witness: { see: () => Promise.resolve() },
    ...parts,
    store,
    guard,
    refusals: { ...notes<RefusalNote>(), digestOf },
    randomBytes: (size) => new Uint8Array(size),
  });
  const accounts = new SavedAccounts({ folder, key, lock: locked('accounts.lock'), now });
  const switching = new AccountSwitch({
    ...parts,
    accounts,
    folder,
    session,
    store,
    home: () => Promise.resolve(home),
    journalName: () => Promise.resolve(`switch-${folderDigest(home)}.json`),
    judge: () => Promise.resolve(null),
    programs: wrapPrograms({
      running: () =>
        program.perform({
          label: 'look which Codex programs run',
          touches: codexPrograms,
          act: () => [...world.codex].filter(([, of]) => of === home).map(([name]) => name),
        }),
      waitingSignIn: () =>
        program.perform({
          label: 'look whether a sign-in waits',
          touches: codexPrograms,
          act: () => (world.signingIn.has(home) ? 'codex (process 4711)' : null),
        }),
    }),
    revoke: async (record) => {
      const token = record.tokens?.refreshToken ?? '';
      await program.perform({
        label: 'revoke what was replaced',
        touches: 'issuer',
        isLasting: true,
        act: () => world.issuer.revoke(token, program.name),
      });
    },
  });
  const look = async (): Promise<void> => {
    await accounts.exclusively(async (list) => {
      if ((await switching.finish(list)) === 'unknown') return;
      const found = await store.load();
      await writeInUse(list, changesInUse(list.entries(), found, home, now()));
    });
  };
  return { accounts, session, switching, look };
}

/** Runs work of a program, for which a refusal is no fault. */
export async function unlessRefused(
  world: ModelWorld,
  program: Program,
  work: () => Promise<string>,
): Promise<void> {
  try {
    world.told.push(`${program.name}: ${await work()}`);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    world.told.push(`${program.name}: refused (${error.code})`);
  }
}

const codexPrograms = 'programs of Codex';

/** Some place of a home, which every program of the home may reach. */
function atHome(home: ModelHome): string {
  return `${home}/`;
}

/** What programs of a home can meet each other at. */
export function reachOf(home: ModelHome, who: 'Codex' | 'Gatehouse'): (touched: string) => boolean {
  return (touched) => {
    if (touched === 'issuer' || touched === codexPrograms) return true;
    if (!touched.startsWith(`${home}/`)) return who === 'Gatehouse' && !touched.startsWith('/home');
    const isOfGatehouse = touched.endsWith('refresh-journal') || touched.endsWith('refresh-lock');
    return who === 'Gatehouse' || !(isOfGatehouse || touched.endsWith('/kept/'));
  };
}

/** Puts a saved account into use, as the command does it. */
export function switchTo(
  world: ModelWorld,
  home: ModelHome,
  id: string,
  surgery?: Surgery,
): (program: Program) => Promise<void> {
  return (program) =>
    unlessRefused(world, program, async () => {
      const { switching, look } = await startGatehouse(world, program, home, surgery);
      await look();
      const outcome = await switching.switchTo(id);
      await look();
      return outcome.kind === 'switched' ? `switched to ${id}` : `refused (${outcome.code})`;
    });
}

/** A refresh that is asked for, by another program of Gatehouse. */
export function refreshHere(
  world: ModelWorld,
  home: ModelHome,
  surgery?: Surgery,
): (program: Program) => Promise<void> {
  return (program) =>
    unlessRefused(world, program, async () => {
      const { session, look } = await startGatehouse(world, program, home, surgery);
      const { kind } = await session.refresh({ force: true });
      await look();
      return kind;
    });
}

/**
 * A program of Codex (0.171.0) that asks for new tokens outside of any lock, and saves them under
 * both where the home still holds what it asked for; else it throws them away.
 */
export function codexRefresh(
  world: ModelWorld,
  home: ModelHome,
  { isForced }: { readonly isForced: boolean },
): (program: Program) => Promise<void> {
  return async (program) => {
    await program.perform({
      label: 'start',
      touches: codexPrograms,
      act: () => void world.codex.set(program.name, home),
    });
    const asked = await program.perform({
      label: 'read the sign-in',
      act: () => inUse(world, home),
    });
    if (asked !== null && (isForced || endsSoon(asked.record))) {
      const { tokens } = asked.record;
      const answer = await program.perform({
        label: 'send a request',
        touches: 'issuer',
        act: () =>
          world.issuer.redeem(tokens?.refreshToken ?? '', program.name, () => 'by the CLI'),
      });
      await program.perform({ label: 'get the answer', act: () => undefined });
      if (answer !== null) await codexSaves(world, program, home, asked, answer);
    }
    await program.perform({
      label: 'end',
      touches: codexPrograms,
      act: () => void world.codex.delete(program.name),
    });
  };
}

async function codexSaves(
  world: ModelWorld,
  program: Program,
  home: ModelHome,
  asked: InUse,
  answer: IssuedForModel,
): Promise<void> {
  await lock(world, program, `${home}/auth.lock`);
  await lock(world, program, commitLock(home));
  const found = await program.perform({
    label: 'read it again',
    touches: atHome(home),
    act: () => inUse(world, home),
  });
  const isSame =
    found?.record.tokens?.accountId === asked.record.tokens?.accountId &&
    found?.record.tokens?.claims.userId === asked.record.tokens?.claims.userId;
  if (found === null || !isSame)
    world.told.push(`${program.name} threw away ${answer.refresh_token}`);
  else {
    await program.perform({
      label: 'save the new tokens',
      touches: atHome(home),
      act: () => void world.durable.set(found.place, recordText(answer, found.record)),
    });
  }
  unlock(world, program, commitLock(home));
  unlock(world, program, `${home}/auth.lock`);
}

/** `codex login`: it revokes and deletes first, waits for the browser, and overwrites in the end. */
export function codexLogin(
  world: ModelWorld,
  home: ModelHome,
  person: Person,
): (program: Program) => Promise<void> {
  return async (program) => {
    await program.perform({
      label: 'sign out what is there',
      touches: atHome(home),
      act: () => {
        const found = inUse(world, home);
        world.signingIn.add(home);
        if (found === null) return;
        world.issuer.revoke(found.record.tokens?.refreshToken ?? '', program.name);
        world.durable.delete(found.place);
      },
    });
    const tokens = await program.perform({
      label: 'wait for the browser',
      touches: 'issuer',
      act: () => world.issuer.signIn(person, hourMs, program.name),
    });
    await lock(world, program, `${home}/auth.lock`);
    await lock(world, program, commitLock(home));
    await program.perform({
      label: 'save the new sign-in',
      touches: atHome(home),
      act: () => {
        const found = inUse(world, home)?.record.tokens?.refreshToken;
        if (found !== undefined) world.told.push(`${program.name} overwrote ${found}`);
        const [place = ''] = placesOf(world.store, home);
        world.durable.set(place, recordText(tokens));
        world.signingIn.delete(home);
      },
    });
    unlock(world, program, commitLock(home));
    unlock(world, program, `${home}/auth.lock`);
  };
}

interface InUse {
  readonly place: string;
  readonly record: AuthRecord;
}

/** What Codex would use. */
export function inUse(world: ModelWorld, home: ModelHome): InUse | null {
  for (const place of placesOf(world.store, home)) {
    const text = world.durable.get(place);
    if (text === undefined) continue;
    const parsed = parseAuthRecord(text);
    return parsed.ok ? { place, record: parsed.record } : null;
  }
  return null;
}

/** The record of these tokens, with the other members of an older one. */
export function recordText(tokens: IssuedForModel, before?: AuthRecord): string {
  const parsed = before ?? parsedRecord(tokens);
  const document = before?.document ?? {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    last_refresh: new Date(testNow - hourMs).toISOString(),
  };
  const account_id = parsed.tokens?.accountId ?? parsed.tokens?.claims.workspaceId ?? null;
  return JSON.stringify({ ...document, tokens: { ...tokens, account_id } });
}

function parsedRecord(tokens: IssuedForModel): AuthRecord {
  const parsed = parseAuthRecord(JSON.stringify({ auth_mode: 'chatgpt', tokens }));
  if (!parsed.ok) throw new TypeError(parsed.message);
  return parsed.record;
}

function endsSoon({ tokens }: AuthRecord): boolean {
  const [, payload = ''] = (tokens?.accessToken ?? '').split('.');
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
  return exp * 1000 - testNow < 5 * minuteMs;
}
