import { serializeAuthRecord, type AuthRecord } from '../../auth/auth-record.ts';
import {
  exchangeLimitMs,
  StoreError,
  type Meant,
  type StoredCredential,
  type StoredSource,
} from '../../auth/credential-store.ts';
import { isMeant, sameContent } from '../../auth/meant-credential.ts';
import type { RefreshJournal } from '../../auth/refresh-journal.ts';
import type { SignInKeeper } from '../../auth/sign-in-keeper.ts';
import type { PrivateFolder } from '../../files/private-folder.ts';
import { HttpError, type HttpClient } from '../../ports.ts';
import type { KeySlot } from '../../saved-accounts/account-key.ts';
import { digestOf } from '../../saved-accounts/account-of-record.ts';
import { parseAccounts } from '../../saved-accounts/accounts-document.ts';
import type { CommitGuard, Lease } from '../../store/account-locks.ts';
import {
  credentialOfText,
  type CredentialLocation,
  type LocationKind,
  type PutOutcome,
  type RemoveOutcome,
} from '../../store/locations/credential-location.ts';
import type { Program } from './program.ts';
import { commitLock, lock, placeOf, unlock, type ModelHome, type ModelWorld } from './world.ts';

const accountsFolder = 'accounts/';
const keyItem = 'keyring/saved-accounts';

function full(name: string): never {
  throw new StoreError('unwritable', `${name} cannot be written: the disk is full.`);
}

const contents = new Map<string, PrivateContent>();

type PrivateContent = Awaited<ReturnType<PrivateFolder['read']>>;

function bytesOf(content: string | undefined): PrivateContent {
  if (content === undefined) return { kind: 'absent' };
  const known = contents.get(content);
  if (known !== undefined) return known;
  const read = { kind: 'bytes', bytes: Buffer.from(content, 'latin1') } as const;
  contents.set(content, read);
  return read;
}

const credentials = new Map<string, StoredCredential>();

/** The same object for the same text. */
function credentialIn(text: string | undefined, source: StoredSource): StoredCredential {
  const known = credentials.get(`${source} ${text ?? ''}`);
  if (known !== undefined) return known;
  const read = credentialOfText(text ?? null, source);
  credentials.set(`${source} ${text ?? ''}`, read);
  return read;
}

/** The folder of the saved accounts. A disk may refuse, or lose a file that it took. */
export function folderOf(world: ModelWorld, program: Program): PrivateFolder {
  const { durable } = world;
  const at = (name: string): string => `${accountsFolder}${name}`;
  const mine = (name: string): true => {
    world.mustHoldListLock(program, name);
    return true;
  };
  return {
    location: 'the folder',
    names: () =>
      program.perform({
        label: 'list the folder',
        touches: accountsFolder,
        act: () =>
          mine('list') &&
          [...durable.keys()]
            .filter((name) => name.startsWith(accountsFolder))
            .map((name) => name.slice(accountsFolder.length))
            .sort(),
      }),
    read: (name) =>
      program.perform({
        label: `read ${name}`,
        touches: at(name),
        act: () => mine(name) && bytesOf(durable.get(at(name))),
      }),
    replace: (name, content) => {
      const bytes = Buffer.from(content).toString('latin1');
      return program.perform({
        label: `replace ${name}`,
        touches: at(name),
        isLasting: true,
        act: () => void (mine(name) && durable.set(at(name), bytes)),
        faults: {
          'disk full': () => full(name),
          ...(name.endsWith('.age') && { 'never reached the disk': () => undefined }),
        },
      });
    },
    remove: (name) =>
      program.perform({
        label: `remove ${name}`,
        touches: at(name),
        isLasting: true,
        act: () => void (mine(name) && durable.delete(at(name))),
        faults: { refused: () => full(name) },
      }),
    exposed: () => Promise.resolve(null),
    keep: (name, secondName) =>
      program.perform({
        label: `keep ${name}`,
        touches: at(name),
        isLasting: true,
        act: () => void durable.set(at(secondName), durable.get(at(name)) ?? ''),
      }),
  };
}

export function keySlotOf(world: ModelWorld, program: Program): KeySlot {
  const locked = (): never => {
    throw new StoreError('keyring-locked', 'The keyring is locked.');
  };
  return {
    read: () =>
      program.perform({
        label: 'ask the keyring for the key',
        touches: keyItem,
        act: () => {
          world.mustNotHoldCommitLock(program, 'a prompt of the keyring');
          return world.durable.get(keyItem) ?? null;
        },
        faults: { locked },
      }),
    write: (identity) =>
      program.perform({
        label: 'put the key into the keyring',
        touches: keyItem,
        isLasting: true,
        act: () => void world.durable.set(keyItem, identity),
        faults: { locked },
      }),
    keepAside: () => Promise.resolve(),
  };
}

export function httpOf(world: ModelWorld, program: Program): HttpClient {
  return async (request) => {
    const answer = await program.perform({
      label: 'send a request',
      touches: 'issuer',
      isLasting: true,
      act: () => {
        world.mustNotHoldCommitLock(program, 'a request');
        return world.issuer.answer(request, program.name, (token) => doubtOf(world, token));
      },
      faults: {
        'no connection': () => {
          throw new HttpError('unreachable', 'no connection', null, true);
        },
        'issuer is down': () => ({ status: 503, statusText: '', body: '' }),
      },
    });
    return program.perform({
      label: 'get the answer',
      act: () => answer,
      faults: {
        'answer lost': () => {
          world.told.push(`${program.name} got no answer`);
          throw new HttpError('timed-out', 'no answer');
        },
      },
    });
  };
}

/** Where a token comes from, and what was known of it, when it was sent. */
function doubtOf(world: ModelWorld, token: string): string {
  const parsed = parseAccounts(world.durable.get(`${accountsFolder}accounts.json`) ?? '');
  const accounts = parsed.kind === 'known' ? parsed.document.accounts : [];
  const entry = accounts.find(({ secretDigest }) => secretDigest === digestOf(token));
  if (entry === undefined || entry.homes.length > 0) return 'of the home';
  const isBegun = world.durable.has(`${accountsFolder}${entry.id}.refresh-journal`);
  return entry.health.kind !== 'good' || isBegun ? 'doubted' : 'of a saved account';
}

/** A text in the protection of a location. */
function journalAt(world: ModelWorld, program: Program, name: string): RefreshJournal {
  return {
    read: () =>
      program.perform({
        label: `read ${name}`,
        touches: name,
        act: () => world.durable.get(name) ?? null,
      }),
    write: (text) =>
      program.perform({
        label: `write ${name}`,
        touches: name,
        isLasting: true,
        act: () => void world.durable.set(name, text),
        faults: { 'disk full': () => full(name) },
      }),
    clear: () =>
      program.perform({
        label: `clear ${name}`,
        touches: name,
        isLasting: true,
        act: () => void world.durable.delete(name),
        faults: { refused: () => full(name) },
      }),
  };
}

export function locationOf(
  world: ModelWorld,
  program: Program,
  home: ModelHome,
  kind: LocationKind,
): CredentialLocation {
  const { durable } = world;
  const name = placeOf(home, kind);
  const source = kind === 'file' ? 'file' : 'keyring';
  const content = (): StoredCredential => credentialIn(durable.get(name), source);
  const load = (): Promise<StoredCredential> =>
    program.perform({
      label: `read ${name}`,
      touches: name,
      act: content,
      ...(kind !== 'file' && {
        faults: {
          locked: (): StoredCredential => ({
            kind: 'unreadable',
            reason: 'keyring-locked',
            message: 'The keyring is locked.',
          }),
        },
      }),
    });
  const put = async (
    record: AuthRecord,
    seen: StoredCredential,
    lease?: Lease,
  ): Promise<PutOutcome> => {
    const found = await load();
    if (!sameContent(found, seen) || lease?.isOver() === true) return { kind: 'changed', found };
    const text = serializeAuthRecord(record, 'compact');
    await program.perform({
      label: `replace ${name}`,
      touches: name,
      isLasting: true,
      act: () => void durable.set(name, text),
      faults: {
        'disk full': () => full(name),
        // A new sign-in is read back.
        ...(lease && { 'never reached the disk': () => undefined }),
        ...(kind !== 'file' && {
          'replaced without an answer': () => {
            durable.set(name, text);
            throw new StoreError('keyring-timed-out', 'The keyring did not answer in time.');
          },
        }),
      },
    });
    return { kind: 'put' };
  };
  const remove = async (meant: Meant): Promise<RemoveOutcome> => {
    const was = await load();
    if (was.kind === 'absent') return was;
    if (!isMeant(meant, was)) return { kind: 'changed', found: was };
    await program.perform({
      label: `remove ${name}`,
      touches: name,
      isLasting: true,
      act: () => void durable.delete(name),
      faults: { refused: () => full(name) },
    });
    return { kind: 'removed', was };
  };
  return {
    kind,
    location: name,
    journal: journalAt(world, program, `${name}.refresh-journal`),
    load,
    prepare: () =>
      program.perform({
        label: `prepare ${name}`,
        act: () => world.mustNotHoldCommitLock(program, 'the making ready of a place'),
        faults: { 'disk full': () => full(name) },
      }),
    tryPut: () =>
      program.perform({
        label: `try ${name}`,
        act: () => undefined,
        faults: { 'disk full': () => full(name) },
      }),
    stillHolds: async (seen) => sameContent(await load(), seen),
    put,
    canPut: () => Promise.resolve(),
    canRemove: () => Promise.resolve(),
    remove,
    keepCopy: () =>
      program.perform({
        label: `copy ${name}`,
        touches: name,
        isLasting: true,
        act: () => {
          durable.set(`${name}.kept`, durable.get(name) ?? '');
          return `${name}.kept`;
        },
      }),
  };
}

/** What `commitGuard` does, with a time that may end at any effect of the work. */
export function commitOf(world: ModelWorld, program: Program, home: ModelHome): CommitGuard {
  const [account, commit] = [`${home}/auth.lock`, commitLock(home)];
  return async (work, { limitMs }) => {
    if (limitMs !== undefined && limitMs > exchangeLimitMs) {
      world.violations.push('auth.json.lock may be held for too long');
    }
    await lock(world, program, account);
    await lock(world, program, commit);
    let isOver = false;
    program.faultsNow = ({ act }) =>
      limitMs !== undefined && !isOver
        ? {
            'the time is over': () => {
              isOver = true;
              unlock(world, program, commit);
              return act();
            },
          }
        : {};
    try {
      return await work({ isOver: () => isOver });
    } finally {
      program.faultsNow = () => undefined;
      unlock(world, program, commit);
      unlock(world, program, account);
    }
  };
}

export function keeperOf(world: ModelWorld, program: Program, home: ModelHome): SignInKeeper {
  const { durable } = world;
  const folder = `${home}/kept/`;
  return {
    keep: ({ record, source, redeemed }) => {
      const text = serializeAuthRecord(record, 'compact');
      const spent = redeemed && digestOf(redeemed.tokens.refreshToken);
      const id = digestOf(text).slice(0, 12);
      if (source === 'ephemeral') return Promise.resolve(null);
      return program.perform({
        label: 'keep a sign-in',
        touches: folder,
        isLasting: true,
        act: () => {
          const isNew = !durable.has(folder + id);
          durable.set(folder + id, JSON.stringify({ record: text, spent }));
          return { id, isNew };
        },
        faults: { 'disk full': () => full('kept-sign-ins') },
      });
    },
    forget: (id) =>
      program.perform({
        label: 'forget a kept sign-in',
        touches: folder,
        isLasting: true,
        act: () => void durable.delete(folder + id),
      }),
    cameHome: () => Promise.resolve(),
    isSpent: (refreshToken) =>
      program.perform({
        label: 'look at kept sign-ins',
        touches: folder,
        act: () =>
          [...durable].some(
            ([name, text]) =>
              name.startsWith(folder) &&
              (JSON.parse(text) as { spent: string | null }).spent === digestOf(refreshToken),
          ),
      }),
  };
}
