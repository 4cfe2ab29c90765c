import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import {
  KeyringError,
  type FoundItem,
  type Keyring,
  type KeyringAsking,
  type KeyringItem,
  type KeyringState,
} from '../store/keyring.ts';
import { keyringWaits } from '../store/keyring-waits.ts';
import { shownName } from '../base/unseen-characters.ts';
import {
  BusFailure,
  busFailures,
  connectToSessionBus,
  theBus,
  type SessionBus,
} from './session-bus.ts';
import { failureOf, isOfLostConnection, type Stage } from './secret-service-failure.ts';
import { seal, sessionAlgorithm, startKeyAgreement, unseal } from './secret-service-session.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const serviceName = 'org.freedesktop.secrets';
const servicePath = '/org/freedesktop/secrets';
const nothing = '/';
/** The attribute of the items that the Codex CLI writes. */
const target = 'default';
const of = {
  service: 'org.freedesktop.Secret.Service',
  collection: 'org.freedesktop.Secret.Collection',
  item: 'org.freedesktop.Secret.Item',
  session: 'org.freedesktop.Secret.Session',
  prompt: 'org.freedesktop.Secret.Prompt',
  properties: 'org.freedesktop.DBus.Properties',
} as const;

const pathSchema = z.string().startsWith('/');
const pathsSchema = z.array(pathSchema);
const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const secretSchema = z.tuple([pathSchema, bytesSchema, bytesSchema, z.string()]);

/** A session with one process that owns the name of the Secret Service. */
interface Session {
  readonly bus: SessionBus;
  /** Its unique name, so that nothing is said to one that took its place. */
  readonly owner: string;
  readonly path: string;
  readonly key: Uint8Array;
  /** KeePassXC shows a window of its own when it is searched while it is locked. */
  readonly isKeePassXC: boolean;
}

interface Line {
  readonly bus: SessionBus;
  session: Session | null;
}

/** One question, as far as it got. */
interface Question {
  readonly signal: AbortSignal;
  readonly mayPrompt: boolean;
  readonly onPrompt: () => void;
  stage: Stage;
  isPrompting: boolean;
}

interface Match {
  readonly path: string;
  readonly isLocked: boolean;
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
        question.stage = 'write';
        const secret = seal(session.path, session.key, value);
        await call(session, question, found, of.item, 'SetSecret', '(oayays)', [secret]);
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
  `type='signal',interface='${of.prompt}',member='Completed'`,
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
      of.service,
      'OpenSession',
      'sv',
      [sessionAlgorithm, ['ay', agreement.publicKey]],
    );
    const theirs = bytesSchema.safeParse(output);
    if (!theirs.success) throw new BusFailure('no-key', 'It sent no key');
    const opened = { ...session, path: pathSchema.parse(path) };
    const key = agreement.agree(theirs.data);
    if (key !== null) return { ...opened, key, isKeePassXC };
    await call(opened, question, opened.path, of.session, 'Close', '', []);
  }
  throw new BusFailure('no-key', 'It sends keys that cannot be used');
}

async function call(
  { bus, owner }: Pick<Session, 'bus' | 'owner'>,
  { signal }: Pick<Question, 'signal'>,
  path: string,
  interfaceName: string,
  member: string,
  signature: string,
  body: readonly unknown[],
): Promise<readonly unknown[]> {
  const values = signature === '' ? null : { signature, body };
  return bus.call({ destination: owner, path, interface: interfaceName, member }, values, signal);
}

async function property(
  session: Pick<Session, 'bus' | 'owner'>,
  question: Pick<Question, 'signal'>,
  path: string,
  interfaceName: string,
  name: string,
): Promise<unknown> {
  const body = [interfaceName, name];
  const [value] = await call(session, question, path, of.properties, 'Get', 'ss', body);
  return value;
}

/**
 * The item that is meant, unlocked; null where there is none for certain: nothing was found,
 * and no collection is locked.
 *
 * @throws {KeyringError} `several-items` and what unlocking throws.
 */
async function theOne(
  session: Session,
  question: Question,
  item: KeyringItem,
): Promise<string | null> {
  const matches = await search(session, question, item);
  const [match] = matches;
  if (match === undefined) return null;
  if (matches.length > 1) {
    const items = await describe(session, question, matches);
    throw new KeyringError('several-items', '', { items });
  }
  await openItem(session, question, match);
  return match.path;
}

/** All that match, once nothing can be hidden. */
async function search(
  session: Session,
  question: Question,
  item: KeyringItem,
): Promise<readonly Match[]> {
  const found = await searchWithWindow(session, question, item);
  if (found.length > 0) return found;
  const locked = await lockedCollections(session, question);
  if (locked.length === 0) return found;
  await unlock(session, question, locked);
  const again = await searchOnce(session, question, item);
  if (again.length === 0 && (await lockedCollections(session, question)).length > 0) {
    throw new KeyringError('locked', '');
  }
  return again;
}

/** The search itself is the prompt of KeePassXC. */
async function searchWithWindow(
  session: Session,
  question: Question,
  item: KeyringItem,
): Promise<readonly Match[]> {
  const isPrompt = session.isKeePassXC && (await lockedCollections(session, question)).length > 0;
  if (!isPrompt) return searchOnce(session, question, item);
  if (!question.mayPrompt) throw new KeyringError('locked', '');
  question.isPrompting = true;
  question.onPrompt();
  const found = await searchOnce(session, question, item);
  question.isPrompting = false;
  return found;
}

/**
 * As the Codex CLI: those with the target, and where there is none, what was stored before it
 * had one. One search does, as that is what takes a slow service its time, unless an item is
 * locked: such a one may be found by its attributes, and show none.
 */
async function searchOnce(
  session: Session,
  question: Question,
  { service, account }: KeyringItem,
): Promise<readonly Match[]> {
  question.stage = 'search';
  const attributes = { service, username: account };
  const found = await searchFor(session, question, attributes);
  const targets = new Map<Match, string | null>();
  for (const match of found) {
    const shown = await property(session, question, match.path, of.item, 'Attributes');
    const names = z.record(z.string(), z.string()).safeParse(shown);
    if (names.success) targets.set(match, names.data['target'] ?? null);
  }
  const ofTarget = found.some(({ isLocked }) => isLocked)
    ? await searchFor(session, question, { ...attributes, target })
    : found.filter((match) => targets.get(match) === target);
  return ofTarget.length > 0 ? ofTarget : found.filter((match) => targets.get(match) === null);
}

async function searchFor(
  session: Session,
  question: Question,
  attributes: Readonly<Record<string, string>>,
): Promise<readonly Match[]> {
  const body = [Object.entries(attributes)];
  const answer = await call(
    session,
    question,
    servicePath,
    of.service,
    'SearchItems',
    'a{ss}',
    body,
  );
  const [unlocked = [], locked = []] = answer.map((paths) => pathsSchema.parse(paths));
  return [
    ...unlocked.map((path) => ({ path, isLocked: false })),
    ...locked.map((path) => ({ path, isLocked: true })),
  ];
}

/** The locked collections that show nothing of what is in them. */
async function lockedCollections(
  session: Pick<Session, 'bus' | 'owner'>,
  question: Pick<Question, 'signal'>,
): Promise<readonly string[]> {
  const known = await property(session, question, servicePath, of.service, 'Collections');
  const locked: string[] = [];
  for (const path of pathsSchema.parse(known)) {
    if ((await property(session, question, path, of.collection, 'Locked')) === true) {
      locked.push(path);
    }
  }
  return locked;
}

async function openItem(session: Session, question: Question, match: Match): Promise<void> {
  if (match.isLocked) await unlock(session, question, [match.path]);
}

async function unlock(
  session: Session,
  question: Question,
  objects: readonly string[],
): Promise<void> {
  question.stage = 'unlock';
  if (!question.mayPrompt) throw new KeyringError('locked', '');
  const [unlocked, prompt] = await call(
    session,
    question,
    servicePath,
    of.service,
    'Unlock',
    'ao',
    [objects],
  );
  const path = pathSchema.parse(prompt);
  if (path !== nothing) {
    await answerOf(session, question, path);
    return;
  }
  if (pathsSchema.parse(unlocked).length < objects.length) throw new KeyringError('locked', '');
}

/**
 * Shows a prompt and waits for its end. Where the limit ends first, it is taken back.
 *
 * @throws {KeyringError} `prompt-dismissed`, and by the limit `prompt-unanswered`.
 */
async function answerOf(session: Session, question: Question, prompt: string): Promise<unknown> {
  const { bus, owner } = session;
  question.isPrompting = true;
  question.onPrompt();
  const completed = new Promise<readonly unknown[]>((resolve, reject) => {
    const stop = bus.onSignal(({ sender, path, member, body }) => {
      if (sender === owner && path === prompt && member === 'Completed')
        settle(() => resolve(body));
      const isGone = member === 'NameOwnerChanged' && body[0] === serviceName && body[2] !== owner;
      if (isGone && sender === theBus.destination) settle(() => reject(gone()));
    });
    const settle = (end: () => void): void => {
      stop();
      clearInterval(watch);
      question.signal.removeEventListener('abort', onAbort);
      end();
    };
    const onAbort = (): void =>
      settle(() => reject(new BusFailure(busFailures.aborted, 'Nobody answered.')));
    const watch = setInterval(() => {
      if (!bus.isOpen()) settle(() => reject(gone()));
    }, 500);
    question.signal.addEventListener('abort', onAbort);
  });
  // It may end before the call that shows it is answered.
  completed.catch(() => undefined);
  try {
    await call(session, question, prompt, of.prompt, 'Prompt', 's', ['']);
    const [dismissed, result] = await completed;
    if (dismissed === true) throw new KeyringError('prompt-dismissed', '');
    question.isPrompting = false;
    return result;
  } catch (error) {
    if (error instanceof BusFailure && error.errorName === busFailures.aborted) {
      void call(
        session,
        { signal: new AbortController().signal },
        prompt,
        of.prompt,
        'Dismiss',
        '',
        [],
      ).catch(() => undefined);
    }
    throw error;
  }
}

function gone(): BusFailure {
  return new BusFailure(busFailures.closed, 'The service went away.');
}

async function readSecret(session: Session, question: Question, path: string): Promise<string> {
  question.stage = 'read';
  const body = [session.path];
  const [answer] = await call(session, question, path, of.item, 'GetSecret', 'o', body);
  const secret = secretSchema.safeParse(answer);
  const value = secret.success ? unseal(session.key, secret.data) : null;
  if (value === null) throw new KeyringError('unreadable-item', 'it holds no text');
  return value;
}

/** A new item in the default collection, as the Codex CLI makes it. */
async function create(
  session: Session,
  question: Question,
  { service, account }: KeyringItem,
  value: string,
): Promise<void> {
  question.stage = 'create';
  const [alias] = await call(session, question, servicePath, of.service, 'ReadAlias', 's', [
    'default',
  ]);
  const collection = pathSchema.parse(alias);
  if (collection === nothing) throw new KeyringError('no-default-collection', '');
  if ((await property(session, question, collection, of.collection, 'Locked')) === true) {
    await unlock(session, question, [collection]);
    question.stage = 'create';
  }
  const attributes = { application: 'rust-keyring', service, target, username: account };
  const label = `${account}@${service}:default (keyring v3.6.3)`;
  const properties = [
    ['org.freedesktop.Secret.Item.Label', ['s', label]],
    ['org.freedesktop.Secret.Item.Attributes', ['a{ss}', Object.entries(attributes)]],
  ];
  const secret = seal(session.path, session.key, value);
  const [, prompt] = await call(
    session,
    question,
    collection,
    of.collection,
    'CreateItem',
    'a{sv}(oayays)b',
    [properties, secret, true],
  );
  if (prompt !== nothing) await answerOf(session, question, pathSchema.parse(prompt));
}

async function remove(session: Session, question: Question, path: string): Promise<void> {
  question.stage = 'delete';
  const [prompt] = await call(session, question, path, of.item, 'Delete', '', []);
  if (prompt !== nothing) await answerOf(session, question, pathSchema.parse(prompt));
}

/** What the service tells of items, the last changed one first. */
async function describe(
  session: Session,
  question: Question,
  matches: readonly Match[],
): Promise<readonly FoundItem[]> {
  const items: FoundItem[] = [];
  for (const { path } of matches) {
    const told = async (name: string): Promise<unknown> =>
      property(session, question, path, of.item, name).catch(() => null);
    items.push({
      id: path,
      label: shownName(
        z
          .string()
          .catch('')
          .parse(await told('Label')),
      ),
      createdAt: millisecondsOf(await told('Created')),
      modifiedAt: millisecondsOf(await told('Modified')),
    });
  }
  return items.sort((one, other) => (other.modifiedAt ?? 0) - (one.modifiedAt ?? 0));
}

/** Seconds since the epoch, of the service. */
function millisecondsOf(seconds: unknown): number | null {
  const milliseconds = Number(z.union([z.bigint(), z.number()]).catch(0).parse(seconds)) * 1000;
  // What a Date can say.
  return milliseconds > 0 && milliseconds <= 8.64e15 ? milliseconds : null;
}

async function ownerOf(bus: SessionBus, name: string, signal: AbortSignal): Promise<string | null> {
  try {
    const values = { signature: 's', body: [name] };
    const [owner] = await bus.call({ ...theBus, member: 'GetNameOwner' }, values, signal);
    return z.string().parse(owner);
  } catch (error) {
    const isNobody =
      error instanceof BusFailure &&
      error.errorName === 'org.freedesktop.DBus.Error.NameHasNoOwner';
    if (isNobody) return null;
    throw error;
  }
}

/** Whether somebody owns the name, or would be started for it. */
async function canBeReached(bus: SessionBus, signal: AbortSignal): Promise<boolean> {
  if ((await ownerOf(bus, serviceName, signal)) !== null) return true;
  const [names] = await bus.call({ ...theBus, member: 'ListActivatableNames' }, null, signal);
  return z.array(z.string()).parse(names).includes(serviceName);
}

async function stateOf(bus: SessionBus, owner: string, signal: AbortSignal): Promise<KeyringState> {
  const session = { bus, owner };
  const isKeePassXC = await belongsToKeePassXC(bus, owner, signal);
  const locked = await lockedCollections(session, { signal });
  const known = await property(session, { signal }, servicePath, of.service, 'Collections');
  const collections = pathsSchema.parse(known);
  return {
    // KeePassXC without an open database has no collection, and may have the item in one.
    mayHideItems: locked.length > 0 || (isKeePassXC && collections.length === 0),
    keepsDeleted: isKeePassXC,
    mark: JSON.stringify([owner, collections, locked]),
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
