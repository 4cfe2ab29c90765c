import { readFile } from 'node:fs/promises';

import { z } from 'zod';

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
  collections,
  interfaces,
  ownerOf,
  pathSchema,
  serviceName,
  servicePath,
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

interface Line {
  readonly bus: SessionBus;
  session: Session | null;
}

/**
 * The Secret Service of a Linux desktop, with the items that the Codex CLI reads and writes.
 *
 * By a client of our own over D-Bus, and not by `@napi-rs/keyring`: that one opens the bus
 * and its session in a constructor that blocks the process, gives up each call after two
 * seconds (the CLI waits for 25, and a prompt for as long as it stands), tells its errors
 * in words alone, cannot take a prompt back, looks at no collection's lock, and fails with
 * KWallet whenever its public key begins with a zero byte. `secret-service.test.ts` holds
 * the two against each other.
 *
 * One connection serves all questions: KeePassXC asks the person once for each. It does not
 * keep the process alive while nothing is asked.
 *
 * Source: https://specifications.freedesktop.org/secret-service-spec/latest/; items as seen
 * with Codex CLI 0.171.0 (crate `keyring` 3.6.3).
 */
export function secretService(env: Environment): Keyring {
  let line: Promise<Line> | null = null;
  let questions = 0;

  async function connected(signal: AbortSignal): Promise<Line> {
    const known = await line?.catch(() => null);
    if (known?.bus.isOpen()) return known;
    const opening = connectToSessionBus(env, signal).then(async (bus) => {
      for (const rule of rules) await bus.watch(rule, signal);
      return { bus, session: null };
    });
    line = opening;
    return opening;
  }

  /**
   * Asks with a session. What a lost session or connection, or a service that was replaced,
   * made fail is asked once more on a new connection, and so is what was refused.
   */
  async function ask<T>(
    asking: KeyringAsking,
    work: (session: Session, question: Question, attempt: number) => Promise<T>,
  ): Promise<T> {
    const limit = limited(asking.signal, keyringWaits.questionMs);
    const question: Question = {
      signal: limit.signal,
      mayPrompt: asking.mayPrompt ?? true,
      onPrompt: asking.onPrompt ?? (() => undefined),
      stage: 'connect',
      isPrompting: false,
    };
    questions += 1;
    let current: Line | null = null;
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          question.stage = 'connect';
          current = await connected(limit.signal);
          current.bus.hold(true);
          const session = await sessionOn(current, question);
          return await work(session, question, attempt);
        } catch (error) {
          const failure = error instanceof BusFailure ? failureOf(error, question) : error;
          const isLost = error instanceof BusFailure && isOfLostConnection(error);
          const isRefused = failure instanceof KeyringError && failure.code === 'refused';
          if (attempt > 1 || !(isLost || isRefused)) throw failure;
          current?.bus.close();
        }
      }
    } finally {
      limit.end();
      questions -= 1;
      if (questions === 0) current?.bus.hold(false);
    }
  }

  return {
    get: (item, asking = {}) =>
      ask(asking, async (session, question) => {
        const found = await theOne(session, question, item);
        return found === null ? null : readSecret(session, question, found);
      }),

    set: (item, value, asking = {}) =>
      ask(asking, async (session, question) => {
        const found = await theOne(session, question, item);
        if (found === null) return create(session, question, item, value);
        return write(session, question, found, value);
      }),

    delete: (item, asking = {}) => {
      let wasSent = false;
      return ask(asking, async (session, question) => {
        const found = await theOne(session, question, item);
        // What was asked for before the connection was lost may have happened.
        if (found === null) return wasSent;
        wasSent = true;
        await remove(session, question, found);
        return true;
      });
    },

    list: (item, asking = {}) =>
      ask(asking, async (session, question) => {
        const matches = await search(session, question, item);
        return describe(session, question, matches);
      }),

    removeOne: (item, id, asking = {}) =>
      ask(asking, async (session, question) => {
        const match = (await search(session, question, item)).find(({ path }) => path === id);
        if (match === undefined) return false;
        await openItem(session, question, match);
        await remove(session, question, match.path);
        return true;
      }),

    async isSurelyAbsent() {
      const limit = limited(undefined, keyringWaits.lookMs);
      try {
        const { bus } = await connected(limit.signal);
        return !(await canBeReached(bus, limit.signal));
      } catch (error) {
        return error instanceof BusFailure && error.errorName === busFailures.noBus;
      } finally {
        limit.end();
        if (questions === 0) await release(line);
      }
    },

    async state() {
      const limit = limited(undefined, keyringWaits.lookMs);
      let seen = 'no bus';
      try {
        const { bus } = await connected(limit.signal);
        seen = 'nobody';
        const owner = await ownerOf(bus, serviceName, limit.signal);
        if (owner === null) {
          return { mayHideItems: true, keepsDeleted: false, mark: seen };
        }
        seen = owner;
        return await stateOf(bus, owner, limit.signal);
      } catch (error) {
        if (!(error instanceof BusFailure)) throw error;
        return { mayHideItems: true, keepsDeleted: false, mark: `${seen}: ${error.errorName}` };
      } finally {
        limit.end();
        if (questions === 0) await release(line);
      }
    },
  };
}

/** Prompts tell their end, and a service that goes away tells none. */
const rules = [
  `type='signal',interface='${interfaces.prompt}',member='Completed'`,
  `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${serviceName}'`,
];

async function release(line: Promise<Line> | null): Promise<void> {
  const known = await line?.catch(() => null);
  known?.bus.hold(false);
}

/** The session of this line, or a new one where the service has changed since. */
async function sessionOn(line: Line, question: Question): Promise<Session> {
  const { bus } = line;
  const { signal } = question;
  let owner = await ownerOf(bus, serviceName, signal);
  if (owner === null) {
    const values = { signature: 'su', body: [serviceName, 0] };
    await bus.call({ ...theBus, member: 'StartServiceByName' }, values, signal);
    owner = await ownerOf(bus, serviceName, signal);
  }
  if (owner === null) {
    throw new BusFailure('org.freedesktop.DBus.Error.NameHasNoOwner', 'It did not start.');
  }
  if (line.session?.owner === owner) return line.session;
  question.stage = 'session';
  line.session = await openSession(bus, owner, question);
  return line.session;
}

async function openSession(bus: SessionBus, owner: string, question: Question): Promise<Session> {
  // Once in 256 times, another agreement is needed.
  const isKeePassXC = await belongsToKeePassXC(bus, owner, question.signal);
  for (let left = 8; left > 0; left -= 1) {
    const agreement = startKeyAgreement();
    const session = { bus, owner };
    const [output, path] = await call(
      session,
      question,
      servicePath,
      interfaces.service,
      'OpenSession',
      'sv',
      [sessionAlgorithm, ['ay', agreement.publicKey]],
    );
    const theirs = bytesSchema.safeParse(output);
    if (!theirs.success) throw new BusFailure('no-key', 'It sent no key');
    const opened = { ...session, path: pathSchema.parse(path) };
    const key = agreement.agree(theirs.data);
    if (key !== null) return { ...opened, key, isKeePassXC };
    await call(opened, question, opened.path, interfaces.session, 'Close', '', []);
  }
  throw new BusFailure('no-key', 'It sends keys that cannot be used');
}

/** Whether somebody owns the name, or would be started for it. */
async function canBeReached(bus: SessionBus, signal: AbortSignal): Promise<boolean> {
  if ((await ownerOf(bus, serviceName, signal)) !== null) return true;
  const [names] = await bus.call({ ...theBus, member: 'ListActivatableNames' }, null, signal);
  return z.array(z.string()).parse(names).includes(serviceName);
}

async function stateOf(bus: SessionBus, owner: string, signal: AbortSignal): Promise<KeyringState> {
  const isKeePassXC = await belongsToKeePassXC(bus, owner, signal);
  const all = await collections({ bus, owner }, { signal });
  return {
    // KeePassXC without an open database has no collection, and may have the item in one.
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
  const values = { signature: 's', body: [owner] };
  const [pid] = await bus.call({ ...theBus, member: 'GetConnectionUnixProcessID' }, values, signal);
  const program = await readFile(`/proc/${Number(pid)}/comm`, 'utf8').catch(() => '');
  return program.trim() === 'keepassxc';
}

/** A signal that aborts with another one, and after a while; by its own timer (see `withTimeLimit`). */
function limited(
  outer: AbortSignal | undefined,
  limitMs: number,
): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, limitMs);
  outer?.addEventListener('abort', abort);
  if (outer?.aborted) abort();
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
