import * as z from 'zod/mini';

import { withTimeLimit } from '../base/time-limit.ts';
import { readFile } from '../files/look.ts';
import {
  KeyringError,
  type Keyring,
  type KeyringAsking,
  type KeyringState,
} from '../store/keyring.ts';
import { keyringWaits } from '../store/waiting-keyring.ts';
import {
  bytesSchema,
  call,
  callService,
  collections,
  interfaces,
  ownerOf,
  pathSchema,
  serviceName,
  type Asking,
  type Question,
  type Session,
} from './secret-service-calls.ts';
import { failureOf, isOfLostConnection } from './secret-service-failure.ts';
import {
  create,
  describe,
  openItem,
  readSecret,
  remove,
  search,
  theOne,
  write,
} from './secret-service-items.ts';
import { sessionAlgorithm, startKeyAgreement } from './secret-service-session.ts';
import {
  BusFailure,
  busFailures,
  connectToSessionBus,
  theBus,
  type SessionBus,
} from './session-bus.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Connection {
  readonly bus: SessionBus;
  session: Session | null;
}

/**
 * The Secret Service (specifications.freedesktop.org/secret-service-spec) with the items of Codex
 * CLI 0.171.0 (crate `keyring` 3.6.3). Not by `@napi-rs/keyring`: it blocks the process, gives up
 * after two seconds (the CLI waits for 25), has no error codes, cannot take a prompt back, ignores
 * locked collections, and fails with KWallet if a public key begins with a zero byte.
 *
 * One connection serves all questions, since KeePassXC asks the person once for each.
 */
export function secretService(env: Environment): Keyring {
  let connection: Promise<Connection> | null = null;
  let questions = 0;

  async function connected(signal: AbortSignal): Promise<Connection> {
    const known = await connection?.catch(() => null);
    if (known?.bus.isOpen()) return known;
    const opening = connectToSessionBus(env, signal).then(async (bus) => {
      for (const rule of rules) await bus.watch(rule, signal);
      return { bus, session: null };
    });
    connection = opening;
    return opening;
  }

  /** After a refusal, or a lost or replaced service, it asks once more on a new connection. */
  function ask<T>(
    { signal: outer, mayPrompt = true, onPrompt = () => undefined }: KeyringAsking,
    work: (question: Question) => Promise<T>,
  ): Promise<T> {
    return withTimeLimit(keyringWaits.questionMs, outer, async (signal) => {
      const asking: Asking = { signal, mayPrompt, onPrompt, stage: 'connect', isPrompting: false };
      questions += 1;
      let current: Connection | null = null;
      let wasThere = false;
      try {
        for (let attempt = 1; ; attempt += 1) {
          try {
            asking.stage = 'connect';
            current = await connected(signal);
            current.bus.hold(true);
            // The same object, so that its stage is known where it fails.
            const session = await sessionOn(current, asking, () => {
              wasThere = true;
            });
            return await work(Object.assign(asking, session));
          } catch (error) {
            const failure =
              error instanceof BusFailure ? failureOf(error, { ...asking, wasThere }) : error;
            const isLost = error instanceof BusFailure && isOfLostConnection(error);
            const isRefused = failure instanceof KeyringError && failure.code === 'refused';
            if (attempt > 1 || !(isLost || isRefused)) throw failure;
            current?.bus.close();
          }
        }
      } finally {
        questions -= 1;
        if (questions === 0) current?.bus.hold(false);
      }
    });
  }

  /** Looks at the service without a session, for a short time. */
  function look<T>(work: (bus: SessionBus, signal: AbortSignal) => Promise<T>): Promise<T> {
    return withTimeLimit(keyringWaits.lookMs, undefined, async (signal) => {
      try {
        const { bus } = await connected(signal);
        return await work(bus, signal);
      } finally {
        if (questions === 0) (await connection?.catch(() => null))?.bus.hold(false);
      }
    });
  }

  return {
    get: (item, asking = {}) =>
      ask(asking, async (question) => {
        const found = await theOne(question, item);
        return found === null ? null : readSecret(question, found);
      }),

    set: (item, value, asking = {}) =>
      ask(asking, async (question) => {
        const found = await theOne(question, item);
        if (found === null) return create(question, item, value);
        return write(question, found, value);
      }),

    delete: (item, asking = {}) => {
      let wasSent = false;
      return ask(asking, async (question) => {
        const found = await theOne(question, item);
        // A deletion sent before the connection was lost may have happened.
        if (found === null) return wasSent;
        wasSent = true;
        await remove(question, found);
        return true;
      });
    },

    list: (item, asking = {}) =>
      ask(asking, async (question) => describe(question, await search(question, item))),

    removeOne: (item, id, asking = {}) =>
      ask(asking, async (question) => {
        const match = (await search(question, item)).find(({ path }) => path === id);
        if (match === undefined) return false;
        await openItem(question, match);
        await remove(question, match.path);
        return true;
      }),

    async isSurelyAbsent() {
      try {
        return !(await look(canBeReached));
      } catch (error) {
        return error instanceof BusFailure && error.errorName === busFailures.noBus;
      }
    },

    async state() {
      let seen = 'no bus';
      try {
        return await look(async (bus, signal) => {
          seen = 'nobody';
          const owner = await ownerOf(bus, serviceName, signal);
          if (owner === null) return { mayHideItems: true, keepsDeleted: false, mark: seen };
          seen = owner;
          return stateOf(bus, owner, signal);
        });
      } catch (error) {
        if (!(error instanceof BusFailure)) throw error;
        return { mayHideItems: true, keepsDeleted: false, mark: `${seen}: ${error.errorName}` };
      }
    },
  };
}

/** The end of a prompt, and of the service, which ends its prompts without a signal. */
const rules = [
  `type='signal',interface='${interfaces.prompt}',member='Completed'`,
  `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${serviceName}'`,
];

/** The open session, or a new one where the service has changed since. */
async function sessionOn(
  connection: Connection,
  asking: Asking,
  onThere: () => void,
): Promise<Session> {
  const { bus } = connection;
  const { signal } = asking;
  let owner = await ownerOf(bus, serviceName, signal);
  if (owner === null) {
    const start = { ...theBus, member: 'StartServiceByName' };
    await bus.call(start, 'su', [serviceName, 0], signal);
    owner = await ownerOf(bus, serviceName, signal);
  }
  if (owner === null) {
    throw new BusFailure('org.freedesktop.DBus.Error.NameHasNoOwner', 'It did not start.');
  }
  onThere();
  if (connection.session?.owner === owner) return connection.session;
  asking.stage = 'session';
  connection.session = await openSession(bus, owner, signal);
  return connection.session;
}

async function openSession(bus: SessionBus, owner: string, signal: AbortSignal): Promise<Session> {
  const isKeePassXC = await belongsToKeePassXC(bus, owner, signal);
  const caller = { bus, owner, signal };
  // One agreement in 256 fails.
  for (let left = 8; left > 0; left -= 1) {
    const agreement = startKeyAgreement();
    const body = [sessionAlgorithm, ['ay', agreement.publicKey]];
    const [output, path] = await callService(caller, 'OpenSession', 'sv', body);
    const theirs = bytesSchema.safeParse(output);
    if (!theirs.success) throw new BusFailure('no-key', 'It sent no key');
    const sessionPath = pathSchema.parse(path);
    const key = agreement.agree(theirs.data);
    if (key !== null) return { bus, owner, sessionPath, key, isKeePassXC };
    await call(caller, sessionPath, interfaces.session, 'Close', '', []);
  }
  throw new BusFailure('no-key', 'It sends keys that cannot be used');
}

async function canBeReached(bus: SessionBus, signal: AbortSignal): Promise<boolean> {
  if ((await ownerOf(bus, serviceName, signal)) !== null) return true;
  const [names] = await bus.call({ ...theBus, member: 'ListActivatableNames' }, '', [], signal);
  return z.array(z.string()).parse(names).includes(serviceName);
}

async function stateOf(bus: SessionBus, owner: string, signal: AbortSignal): Promise<KeyringState> {
  const isKeePassXC = await belongsToKeePassXC(bus, owner, signal);
  const all = await collections({ bus, owner, signal });
  return {
    // Without an open database, KeePassXC has no collection and may still have the item.
    mayHideItems: all.some(({ isLocked }) => isLocked) || (isKeePassXC && all.length === 0),
    keepsDeleted: isKeePassXC,
    mark: JSON.stringify([owner, all]),
  };
}

/** By the name of its window, and by its program where it has none on this bus. */
async function belongsToKeePassXC(
  bus: SessionBus,
  owner: string,
  signal: AbortSignal,
): Promise<boolean> {
  if ((await ownerOf(bus, 'org.keepassxc.KeePassXC.MainWindow', signal)) === owner) return true;
  const method = { ...theBus, member: 'GetConnectionUnixProcessID' };
  const [pid] = await bus.call(method, 's', [owner], signal);
  const program = await readFile(`/proc/${Number(pid)}/comm`, 'utf8').catch(() => '');
  return program.trim() === 'keepassxc';
}
