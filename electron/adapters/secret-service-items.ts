import { z } from 'zod';

import { shownName } from '../base/unseen-characters.ts';
import { KeyringError, type FoundItem, type KeyringItem } from '../store/keyring.ts';
import {
  bytesSchema,
  call,
  collections,
  noObject,
  interfaces,
  pathSchema,
  pathsSchema,
  property,
  servicePath,
  type Question,
  type Session,
} from './secret-service-calls.ts';
import { answerOf, unlock } from './secret-service-prompts.ts';
import { seal, unseal } from './secret-service-session.ts';

/** The attribute of the items that the Codex CLI writes. */
const target = 'default';

const secretSchema = z.tuple([pathSchema, bytesSchema, bytesSchema, z.string()]);

interface Match {
  readonly path: string;
  readonly isLocked: boolean;
}

/**
 * The item that is meant, unlocked; null where there is none for certain: nothing was found,
 * and no collection is locked.
 *
 * @throws {KeyringError} `several-items` and what unlocking throws.
 */
export async function theOne(
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
export async function search(
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
    const shown = await property(session, question, match.path, interfaces.item, 'Attributes');
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
    interfaces.service,
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
async function lockedCollections(session: Session, question: Question): Promise<readonly string[]> {
  const all = await collections(session, question);
  return all.filter(({ isLocked }) => isLocked).map(({ path }) => path);
}

/** Unlocks a found item by itself, where its collection is open. */
export async function openItem(session: Session, question: Question, match: Match): Promise<void> {
  if (match.isLocked) await unlock(session, question, [match.path]);
}

/** The text in an item. @throws {KeyringError} `unreadable-item` */
export async function readSecret(
  session: Session,
  question: Question,
  path: string,
): Promise<string> {
  question.stage = 'read';
  const body = [session.path];
  const [answer] = await call(session, question, path, interfaces.item, 'GetSecret', 'o', body);
  const secret = secretSchema.safeParse(answer);
  const value = secret.success ? unseal(session.key, secret.data) : null;
  if (value === null) throw new KeyringError('unreadable-item', 'it holds no text');
  return value;
}

/** Puts another text into an item. */
export async function write(
  session: Session,
  question: Question,
  path: string,
  value: string,
): Promise<void> {
  question.stage = 'write';
  const secret = seal(session.path, session.key, value);
  await call(session, question, path, interfaces.item, 'SetSecret', '(oayays)', [secret]);
}

/** A new item in the default collection, as the Codex CLI makes it. */
export async function create(
  session: Session,
  question: Question,
  { service, account }: KeyringItem,
  value: string,
): Promise<void> {
  question.stage = 'create';
  const [alias] = await call(session, question, servicePath, interfaces.service, 'ReadAlias', 's', [
    'default',
  ]);
  const collection = pathSchema.parse(alias);
  if (collection === noObject) throw new KeyringError('no-default-collection', '');
  if ((await property(session, question, collection, interfaces.collection, 'Locked')) === true) {
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
    interfaces.collection,
    'CreateItem',
    'a{sv}(oayays)b',
    [properties, secret, true],
  );
  if (prompt !== noObject) await answerOf(session, question, pathSchema.parse(prompt));
}

/** Deletes an item, by a prompt where it takes one. */
export async function remove(session: Session, question: Question, path: string): Promise<void> {
  question.stage = 'delete';
  const [prompt] = await call(session, question, path, interfaces.item, 'Delete', '', []);
  if (prompt !== noObject) await answerOf(session, question, pathSchema.parse(prompt));
}

/** What the service tells of items, the last changed one first. */
export async function describe(
  session: Session,
  question: Question,
  matches: readonly Match[],
): Promise<readonly FoundItem[]> {
  const items: FoundItem[] = [];
  for (const { path } of matches) {
    const told = async (name: string): Promise<unknown> =>
      property(session, question, path, interfaces.item, name).catch(() => null);
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
