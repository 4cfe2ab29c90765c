import { rm } from 'node:fs/promises';
import path from 'node:path';

import { fileTexts } from '../../shared/texts/files.ts';
import { leftoverTexts as texts } from '../../shared/texts/leftovers.ts';
import { StoreError } from '../auth/credential-store.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { lstat, readdir } from '../files/look.ts';
import { targetOfAuthFile } from '../store/account-locks.ts';
import { keptCopiesOf } from '../store/kept-copies.ts';
import { askKeyring } from '../store/keyring-failure.ts';
import { KeptItems } from '../store/kept-items.ts';
import { keptAccountKeys, keyringItemsOf, savedAccountsItem } from '../store/keyring-items.ts';
import type { Keyring, KeyringItem } from '../store/keyring.ts';

/** Something that Gatehouse keeps outside of its package. */
export interface Leftover {
  readonly kind: 'folder' | 'file' | 'keyringItem';
  /** The absolute path, or the name of the item. */
  readonly place: string;
  readonly what: string;
  /** Whether a sign-in, or the only key to some, may be lost with it. */
  readonly holdsSignIns: boolean;
  /** @throws {StoreError} */
  remove(): Promise<void>;
}

export interface LeftoversParts {
  /** Absolute; null where there is none. */
  readonly dataFolder: string | null;
  /** Whether a person chose that folder, which may hold what is not Gatehouse's. */
  readonly isChosen: boolean;
  /** The Codex homes that are known, absolute. */
  readonly homes: readonly string[];
  /** The entry that starts the app at login; null where the system keeps it. */
  readonly loginEntry: string | null;
  readonly keyring: Keyring;
}

/**
 * What Gatehouse keeps outside of its package, what holds sign-ins first and the keys to them last.
 * Nothing of the Codex CLI is among it. A keyring that does not answer is told as its items.
 */
export async function leftovers(parts: LeftoversParts): Promise<readonly Leftover[]> {
  const { dataFolder, homes, loginEntry } = parts;
  const ofHomes = await Promise.all(homes.map((home) => inHome(home)));
  const all = [
    ...(dataFolder === null ? [] : await inDataFolder(dataFolder, parts.isChosen)),
    ...ofHomes.flat(),
    ...(loginEntry === null ? [] : [atPath(loginEntry, texts.loginEntry(), false)]),
  ];
  const there: Leftover[] = [];
  for (const one of all) {
    const facts = await lstat(one.place).catch(() => null);
    if (facts !== null) there.push({ ...one, kind: facts.isDirectory() ? 'folder' : 'file' });
  }
  return [...there, ...(await inKeyring(parts))];
}

const ofGatehouse = [
  'activity',
  'codex',
  'homes',
  'logs',
  'show-usage-limits.json',
  'window-state.json',
] as const;

/** A folder that a person chose is theirs: what is Gatehouse's own is removed from it by name. */
async function inDataFolder(folder: string, isChosen: boolean): Promise<readonly Leftover[]> {
  const accounts = atPath(path.join(folder, 'accounts'), texts.savedAccounts(), true);
  if (isChosen) {
    return [
      accounts,
      ...ofGatehouse.map((name) => atPath(path.join(folder, name), texts.data(), false)),
    ];
  }
  const names = await readdir(folder).catch(() => []);
  const rest = names.length > 0 ? [atPath(folder, texts.dataFolder(), false)] : [];
  return [accounts, ...rest];
}

async function inHome(home: string): Promise<readonly Leftover[]> {
  const auth = await targetOfAuthFile(home);
  const encrypted = path.join(home, 'secrets', 'codex_auth.age');
  const copies = [...(await keptCopiesOf(auth)), ...(await keptCopiesOf(encrypted))];
  return [
    atPath(path.join(home, 'kept-sign-ins'), texts.keptSignIns(), true),
    ...[auth, encrypted].map((file) => atPath(`${file}.refresh-journal`, texts.journal(), true)),
    ...copies.map((copy) => atPath(copy, texts.keptCopy(), true)),
    ...['refresh-pause', 'refresh-refusal', 'refresh-lock'].map((name) =>
      atPath(`${auth}.${name}`, texts.noteOrLock(), false),
    ),
    atPath(path.join(home, 'auth.json.in-keyring'), texts.note(), false),
  ];
}

function atPath(place: string, what: string, holdsSignIns: boolean): Leftover {
  return {
    kind: 'file',
    place,
    what,
    holdsSignIns,
    async remove() {
      try {
        await rm(place, { recursive: true });
      } catch (error) {
        if (isErrno(error, 'ENOENT')) return;
        const message = fileTexts.notRemovable({ place, reason: fileReason(error) });
        throw new StoreError('unwritable', message);
      }
    },
  };
}

async function inKeyring({ keyring, homes }: LeftoversParts): Promise<readonly Leftover[]> {
  if (await keyring.isSurelyAbsent()) return [];
  const ofHomes = await Promise.all(homes.map((home) => keyringItemsOf(home)));
  const keys = new KeptItems(keyring, keptAccountKeys);
  const kept = await askKeyring(() => keys.accounts());
  const items: readonly KeyringLeftover[] = [
    ...ofHomes.flatMap(({ journal, keptSignIns, probe }) => [
      { item: journal, what: texts.journal() },
      { item: keptSignIns, what: texts.keyOfKept() },
      { item: probe, what: texts.trial(), holdsSignIns: false },
    ]),
    ...kept.map((account) => ({
      item: { ...savedAccountsItem, account },
      what: texts.earlierKey(),
      remove: () => keys.remove(savedAccountsItem, account),
    })),
    { item: savedAccountsItem, what: texts.keyOfAccounts() },
  ];
  const there: Leftover[] = [];
  for (const { item, what, holdsSignIns = true, remove } of items) {
    const value = await askKeyring(() => keyring.get(item));
    if (value === null) continue;
    there.push({
      kind: 'keyringItem',
      place: `${item.service}: ${item.account}`,
      what,
      holdsSignIns,
      async remove() {
        await askKeyring(async () => (remove === undefined ? keyring.delete(item) : remove()));
      },
    });
  }
  return there;
}

interface KeyringLeftover {
  readonly item: KeyringItem;
  readonly what: string;
  readonly holdsSignIns?: boolean;
  readonly remove?: () => Promise<void>;
}
