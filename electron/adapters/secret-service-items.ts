import * as z from 'zod/mini';

import { secretServiceTexts } from '../../shared/texts/secret-service.ts';
import { shownName } from '../base/unseen-characters.ts';
import { KeyringError, type FoundItem, type KeyringItem } from '../store/keyring.ts';
import {
  bytesSchema,
  call,
  callService,
  collections,
  noObject,
  interfaces,
  pathSchema,
  pathsSchema,
  property,
  type Question,
} from './secret-service-calls.ts';
import { answerOf, unlock } from './secret-service-prompts.ts';
import { seal, unseal } from './secret-service-session.ts';

/** The attribute of the items that the Codex CLI writes. */
const target = 'default';

const secretSchema = z.tuple([pathSchema, bytesSchema, bytesSchema, z.string()]);
const labelSchema = z.catch(z.string(), '');
const secondsSchema = z.catch(z.union([z.bigint(), z.number()]), 0);

interface Match {
  readonly path: string;
  readonly isLocked: boolean;
}

/** The only match, unlocked; null where there is certainly none. @throws {KeyringError} */
export async function theOne(question: Question, item: KeyringItem): Promise<string | null> {
  const matches = await search(question, item);
  const [match] = matches;
  if (match === undefined) return null;
  if (matches.length > 1) {
    throw new KeyringError('several-items', '', { items: await describe(question, matches) });
  }
  await openItem(question, match);
  return match.path;
}

/** All that match, once no locked collection can hide one. */
export async function search(question: Question, item: KeyringItem): Promise<readonly Match[]> {
  const found = await searchWithWindow(question, item);
  if (found.length > 0) return found;
  const locked = await lockedCollections(question);
  if (locked.length === 0) return found;
  await unlock(question, locked);
  const again = await searchOnce(question, item);
  if (again.length === 0 && (await lockedCollections(question)).length > 0) {
    throw new KeyringError('locked', '');
  }
  return again;
}

/** The search itself is the prompt of KeePassXC. */
async function searchWithWindow(question: Question, item: KeyringItem): Promise<readonly Match[]> {
  const isPrompt = question.isKeePassXC && (await lockedCollections(question)).length > 0;
  if (!isPrompt) return searchOnce(question, item);
  if (!question.mayPrompt) throw new KeyringError('locked', '');
  question.isPrompting = true;
  question.onPrompt();
  const found = await searchOnce(question, item);
  question.isPrompting = false;
  return found;
}

/**
 * As the Codex CLI: items with the target, else those stored before it had one. Searches are slow,
 * so there is one, unless a locked item may hide its attributes.
 */
async function searchOnce(
  question: Question,
  { service, account }: KeyringItem,
): Promise<readonly Match[]> {
  question.stage = 'search';
  const attributes = { service, username: account };
  const found = await searchFor(question, attributes);
  const targets = new Map<Match, string | null>();
  for (const match of found) {
    const shown = await property(question, match.path, interfaces.item, 'Attributes');
    const names = z.record(z.string(), z.string()).safeParse(shown);
    if (names.success) targets.set(match, names.data['target'] ?? null);
  }
  const ofTarget = found.some(({ isLocked }) => isLocked)
    ? await searchFor(question, { ...attributes, target })
    : found.filter((match) => targets.get(match) === target);
  return ofTarget.length > 0 ? ofTarget : found.filter((match) => targets.get(match) === null);
}

async function searchFor(
  question: Question,
  attributes: Readonly<Record<string, string>>,
): Promise<readonly Match[]> {
  const body = [Object.entries(attributes)];
  const answer = await callService(question, 'SearchItems', 'a{ss}', body);
  const [unlocked = [], locked = []] = answer.map((paths) => pathsSchema.parse(paths));
  return [
    ...unlocked.map((path) => ({ path, isLocked: false })),
    ...locked.map((path) => ({ path, isLocked: true })),
  ];
}

async function lockedCollections(question: Question): Promise<readonly string[]> {
  const all = await collections(question);
  return all.filter(({ isLocked }) => isLocked).map(({ path }) => path);
}

/** Unlocks a found item, where its collection is open. */
export async function openItem(question: Question, match: Match): Promise<void> {
  if (match.isLocked) await unlock(question, [match.path]);
}

/** @throws {KeyringError} `unreadable-item` */
export async function readSecret(question: Question, path: string): Promise<string> {
  question.stage = 'read';
  const body = [question.sessionPath];
  const [answer] = await call(question, path, interfaces.item, 'GetSecret', 'o', body);
  const secret = secretSchema.safeParse(answer);
  const value = secret.success ? unseal(question.key, secret.data) : null;
  if (value === null) throw new KeyringError('unreadable-item', secretServiceTexts.noText());
  return value;
}

export async function write(question: Question, path: string, value: string): Promise<void> {
  question.stage = 'write';
  const secret = seal(question.sessionPath, question.key, value);
  await call(question, path, interfaces.item, 'SetSecret', '(oayays)', [secret]);
}

/** Makes an item in the default collection, as the Codex CLI makes it. */
export async function create(
  question: Question,
  { service, account }: KeyringItem,
  value: string,
): Promise<void> {
  question.stage = 'create';
  const [alias] = await callService(question, 'ReadAlias', 's', ['default']);
  const collection = pathSchema.parse(alias);
  if (collection === noObject) throw new KeyringError('no-default-collection', '');
  if ((await property(question, collection, interfaces.collection, 'Locked')) === true) {
    await unlock(question, [collection]);
    question.stage = 'create';
  }
  const attributes = { application: 'rust-keyring', service, target, username: account };
  const label = `${account}@${service}:default (keyring v3.6.3)`;
  const properties = [
    ['org.freedesktop.Secret.Item.Label', ['s', label]],
    ['org.freedesktop.Secret.Item.Attributes', ['a{ss}', Object.entries(attributes)]],
  ];
  const body = [properties, seal(question.sessionPath, question.key, value), true];
  const [, prompt] = await call(
    question,
    collection,
    interfaces.collection,
    'CreateItem',
    'a{sv}(oayays)b',
    body,
  );
  if (prompt !== noObject) await answerOf(question, pathSchema.parse(prompt));
}

/** Deletes an item, by a prompt where needed. */
export async function remove(question: Question, path: string): Promise<void> {
  question.stage = 'delete';
  const [prompt] = await call(question, path, interfaces.item, 'Delete', '', []);
  if (prompt !== noObject) await answerOf(question, pathSchema.parse(prompt));
}

/** What the service shows of items, the last changed one first. */
export async function describe(
  question: Question,
  matches: readonly Match[],
): Promise<readonly FoundItem[]> {
  const items: FoundItem[] = [];
  for (const { path } of matches) {
    const read = async (name: string): Promise<unknown> =>
      property(question, path, interfaces.item, name).catch(() => null);
    items.push({
      id: path,
      label: shownName(labelSchema.parse(await read('Label'))),
      createdAt: millisecondsOf(await read('Created')),
      modifiedAt: millisecondsOf(await read('Modified')),
    });
  }
  return items.sort((one, other) => (other.modifiedAt ?? 0) - (one.modifiedAt ?? 0));
}

/** From seconds since the epoch; null where a Date cannot hold it. */
function millisecondsOf(seconds: unknown): number | null {
  const milliseconds = Number(secondsSchema.parse(seconds)) * 1000;
  return milliseconds > 0 && milliseconds <= 8.64e15 ? milliseconds : null;
}
