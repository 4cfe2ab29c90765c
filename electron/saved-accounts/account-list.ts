import * as z from 'zod/mini';

import { accountIdSchema, type SavedAccountsProblem } from '../../shared/saved-accounts.ts';
import { accountListTexts as texts } from '../../shared/texts/account-list.ts';
import { nextStep } from '../../shared/texts/next-steps.ts';
import {
  parseAuthRecord,
  sameRecord,
  serializeAuthRecord,
  type AuthRecord,
} from '../auth/auth-record.ts';
import { StoreError } from '../auth/credential-store.ts';
import { parseJson } from '../base/json.ts';
import type { PrivateFolder } from '../files/private-folder.ts';
import type { Now } from '../ports.ts';
import { stampOf } from '../store/kept-copies.ts';
import { makeKey, openKey, type KeyReader, type KeySlot, type KeyState } from './account-key.ts';
import {
  accountIdOf,
  accountOfRecord,
  idOfSecret,
  isSameAccount,
  type AccountOfRecord,
} from './account-of-record.ts';
import { seal, unseal, type SealKey } from './account-seal.ts';
import {
  parseAccounts,
  serializeAccounts,
  type AccountEntry,
  type AccountsDocument,
  type HomeOfAccount,
} from './accounts-document.ts';
import { noAccounts } from './no-accounts.ts';

export interface AccountListParts {
  readonly folder: PrivateFolder;
  readonly key: KeySlot;
  readonly now: Now;
}

export type SavedRecord =
  | { readonly kind: 'record'; readonly record: AuthRecord }
  | { readonly kind: 'shut'; readonly problem: SavedAccountsProblem }
  | { readonly kind: 'unreadable'; readonly message: string };

/** What was put into a saved file. */
export interface SavedEntry {
  readonly entry: AccountEntry;
  /** What the file held before, where it was another sign-in of the account and could be read. */
  readonly replaced: AuthRecord | null;
}

/**
 * The list of saved accounts and their files, as they are while its lock is held: `accounts.json`
 * with what is known of each, without secrets, and for each a file `ID.age`, or `ID.json` where the
 * person agreed to plain files.
 */
export class AccountList {
  readonly #parts: AccountListParts;
  #document: AccountsDocument;
  #key: KeyState | null = null;

  private constructor(parts: AccountListParts, document: AccountsDocument) {
    this.#parts = parts;
    this.#document = document;
  }

  /** @throws {StoreError} where the list cannot be read, or is a newer version's. */
  static async read(parts: AccountListParts): Promise<AccountList> {
    const { folder, now } = parts;
    const document = await readDocument(folder);
    const list = new AccountList(parts, document === 'damaged' ? noAccounts : document);
    if (document === 'damaged') {
      await folder.keep(listFile, `${listFile}.kept-${stampOf(now())}`);
      await list.#write(noAccounts);
    }
    const names = await folder.names();
    await list.#findAgain(names, 'plain', null);
    if (unnamedIn(names, list.entries(), 'sealed').length > 0) await list.openKey();
    return list;
  }

  /** What the list says, without its lock and unchanged. @throws {StoreError} */
  static async look(folder: PrivateFolder): Promise<{
    readonly entries: readonly AccountEntry[];
    readonly isPlain: boolean;
    /** False where it is damaged, or there are files that it does not name. */
    readonly isWhole: boolean;
  }> {
    const document = await readDocument(folder);
    const { accounts, protection } = document === 'damaged' ? noAccounts : document;
    const names = await folder.names();
    const isWhole =
      document !== 'damaged' &&
      unnamedIn(names, accounts, 'plain').length + unnamedIn(names, accounts, 'sealed').length ===
        0;
    return { entries: accounts, isPlain: protection === 'plain', isWhole };
  }

  /**
   * What the keyring says of the key of the list, which nothing changes; it is not asked where
   * nothing needs the key. @throws {StoreError}
   */
  static async keyState(folder: PrivateFolder, key: KeyReader): Promise<KeyState> {
    const document = await readDocument(folder);
    const { recipient } = document === 'damaged' ? noAccounts : document;
    const hasSealedFiles = (await folder.names()).some(isSealed);
    if (recipient === null && !hasSealedFiles) return { kind: 'none' };
    return openKey(key, { recipient, hasSealedFiles });
  }

  entries(): readonly AccountEntry[] {
    return this.#document.accounts;
  }

  find(id: string): AccountEntry | null {
    return this.entries().find((entry) => entry.id === id) ?? null;
  }

  isPlain(): boolean {
    return this.#document.protection === 'plain';
  }

  /** The entry of the account of a record: by its secret, else by person and workspace. */
  entryOf(account: AccountOfRecord, home: string | null = null): AccountEntry | null {
    return entryFor(this.entries(), account, home);
  }

  /** Opens the key, which may ask the keyring and show its prompt, once. */
  async openKey(): Promise<KeyState> {
    if (this.#key !== null) return this.#key;
    const names = await this.#parts.folder.names();
    const state = await openKey(this.#parts.key, {
      recipient: this.#document.recipient,
      hasSealedFiles: names.some(isSealed),
    });
    this.#key = state;
    if (state.kind === 'open') await this.#findAgain(names, 'sealed', state.key);
    return state;
  }

  /** What the keyring said, where it was asked; null where it was not. */
  keyState(): KeyState | null {
    return this.#key;
  }

  /**
   * Makes sure that what is saved from now on can be opened again: the keyring is asked for the
   * key, which is made where nothing was ever sealed. @throws {StoreError}
   */
  async requirePlace(): Promise<void> {
    if (this.isPlain()) return;
    const state = await this.openKey();
    if (state.kind === 'shut') throw refusalOf(state.problem);
    await this.#recipient();
  }

  /**
   * Takes files into the list that are not in it: a program ended too early, or it was damaged.
   * Nobody knows what became of their tokens meanwhile.
   */
  async #findAgain(
    names: readonly string[],
    file: AccountEntry['file'],
    key: SealKey | null,
  ): Promise<void> {
    for (const id of unnamedIn(names, this.entries(), file)) {
      const saved = await this.#openWith({ id, file }, key);
      const account = saved.kind === 'record' ? accountOfRecord(saved.record) : null;
      if (account === null) continue;
      const entry = this.#newEntry(account, id, file);
      const isSingleUse = account.kind === 'chatgpt';
      const reason = 'switch-interrupted';
      const health = { kind: 'maySpent', reason, at: this.#parts.now() } as const;
      await this.#write({
        ...this.#document,
        recipient: this.#document.recipient ?? key?.recipient ?? null,
        accounts: [...this.entries(), isSingleUse ? { ...entry, health } : entry],
      });
    }
  }

  #newEntry(account: AccountOfRecord, id: string, file: AccountEntry['file']): AccountEntry {
    return {
      ...factsOf(account, null),
      id,
      label: null,
      workspaceName: null,
      homes: [],
      health: { kind: 'good' },
      file,
      addedAt: this.#parts.now(),
      lastUsedAt: null,
    };
  }

  /** Agrees to plain files, or takes that back for what is saved from then on. */
  async choosePlain(isPlain: boolean): Promise<void> {
    await this.#write({ ...this.#document, protection: isPlain ? 'plain' : 'sealed' });
  }

  /**
   * Saves a record as an account, in place of what its file held: durable and read back when it
   * resolves. Where a key was made before, the keyring is not asked. @throws {StoreError} with the
   * old file in place.
   */
  async save(
    record: AuthRecord,
    change: Partial<Pick<AccountEntry, 'homes' | 'health' | 'lastUsedAt' | 'label'>> = {},
    into: AccountEntry | null = null,
  ): Promise<SavedEntry> {
    const account = accountOfRecord(record);
    if (account === null) {
      throw new StoreError('unwritable', texts.kindNotSaved());
    }
    const known = into ?? this.entryOf(account);
    const file = this.isPlain() ? 'plain' : 'sealed';
    const next: AccountEntry = {
      ...(known ?? this.#newEntry(account, this.#freeId(account), file)),
      ...factsOf(account, known),
      health: { kind: 'good' },
      file,
      ...change,
    };
    const entry = { ...next, homes: next.homes.map((home) => asSeenFrom(next, home)) };
    const replaced = await this.#replacedBy(known, record);
    await this.#putFile(entry, record);
    await this.#putEntry(entry);
    // The way it was protected before, or an interrupted save has left.
    await this.#parts.folder.remove(otherFileOf(entry));
    return { entry, replaced };
  }

  /** The record in the file of an account, which may ask the keyring for the key. */
  async open(entry: AccountEntry): Promise<SavedRecord> {
    if (entry.file === 'plain') return this.#openWith(entry, null);
    const state = await this.openKey();
    if (state.kind === 'shut') return state;
    return this.#openWith(entry, state.kind === 'open' ? state.key : null);
  }

  /** Changes what is known of an account. @throws {StoreError} */
  async change(id: string, change: Partial<Omit<AccountEntry, 'id' | 'file'>>): Promise<void> {
    const entry = this.find(id);
    if (entry !== null) await this.#putEntry({ ...entry, ...change });
  }

  /** Removes an account and its file, with what a refresh of it left. @throws {StoreError} */
  async remove(id: string): Promise<void> {
    const entry = this.find(id);
    if (entry === null) return;
    const { folder } = this.#parts;
    // Without its file an entry says so; a file without its entry would be found again.
    await folder.remove(otherFileOf(entry));
    await folder.remove(fileOf(entry));
    await folder.remove(refreshJournalOf(entry));
    const accounts = this.entries().filter((other) => other.id !== id);
    await this.#write({ ...this.#document, accounts });
  }

  /**
   * Puts a new key in the place of one that is gone. Files that it cannot open are kept under
   * another name, and their accounts need a new sign-in. @throws {StoreError}
   */
  async startWithNewKey(): Promise<void> {
    const { folder, key: slot, now } = this.#parts;
    const sealed = this.entries().filter(({ file }) => file === 'sealed');
    for (const entry of sealed) {
      const content = await folder.read(fileOf(entry));
      if (content.kind === 'absent') continue;
      await folder.keep(fileOf(entry), `${fileOf(entry)}.kept-${stampOf(now())}`);
    }
    // The one that is there may be the key of something else.
    await slot.keepAside();
    const key = await makeKey(slot);
    const health = { kind: 'needsSignIn', reason: 'unreadable', at: now() } as const;
    const accounts = this.entries().map((entry) =>
      entry.file === 'sealed' ? { ...entry, health } : entry,
    );
    await this.#write({ ...this.#document, recipient: key.recipient, accounts });
    this.#key = { kind: 'open', key };
  }

  /** Seals a text as the files are, for what belongs to a sealed file. @throws {StoreError} */
  async seal(text: string, entry: AccountEntry): Promise<string | Uint8Array> {
    return entry.file === 'plain' ? text : seal(text, await this.#recipient());
  }

  /** Opposite of {@link seal}; null where the key does not open it. @throws {StoreError} */
  async unseal(content: Uint8Array, entry: AccountEntry): Promise<string | null> {
    if (entry.file === 'plain') return new TextDecoder().decode(content);
    const state = await this.openKey();
    if (state.kind === 'shut') throw new StoreError('unreadable', state.problem.message);
    return state.kind === 'open' ? unseal(content, state.key) : null;
  }

  async #putFile(entry: AccountEntry, record: AuthRecord): Promise<void> {
    const { folder } = this.#parts;
    const text = serializeEnvelope(entry.id, record);
    const content = await this.seal(text, entry);
    await folder.replace(fileOf(entry), content);
    const found = await folder.read(fileOf(entry));
    const isThere = found.kind === 'bytes' && Buffer.from(content).equals(Buffer.from(found.bytes));
    if (!isThere || !(await this.#opensAgain(entry, found.bytes, record))) {
      throw new StoreError('unwritable', texts.changedPlace({ place: folder.location }));
    }
  }

  /** Where the key is open, what was sealed is opened too. */
  async #opensAgain(
    entry: AccountEntry,
    content: Uint8Array,
    record: AuthRecord,
  ): Promise<boolean> {
    if (entry.file === 'sealed' && this.#key?.kind !== 'open') return true;
    const text = await this.unseal(content, entry);
    const read = text === null ? null : parseEnvelope(text);
    return read?.id === entry.id && sameRecord(read.record, record);
  }

  async #recipient(): Promise<string> {
    const { recipient } = this.#document;
    if (recipient !== null) return recipient;
    const state = await this.openKey();
    if (state.kind === 'shut') throw refusalOf(state.problem);
    const key = state.kind === 'open' ? state.key : await makeKey(this.#parts.key);
    this.#key = { kind: 'open', key };
    await this.#write({ ...this.#document, recipient: key.recipient });
    return key.recipient;
  }

  /** What a save replaces, where that is another sign-in and the key is open already. */
  async #replacedBy(known: AccountEntry | null, next: AuthRecord): Promise<AuthRecord | null> {
    if (known === null) return null;
    if (known.file === 'sealed' && this.#key?.kind !== 'open') return null;
    const saved = await this.open(known);
    if (saved.kind !== 'record') return null;
    const [before, after] = [accountOfRecord(saved.record), accountOfRecord(next)];
    return before?.secretDigest === after?.secretDigest ? null : saved.record;
  }

  async #openWith(entry: SavedFile, key: SealKey | null): Promise<SavedRecord> {
    const content = await this.#parts.folder.read(fileOf(entry));
    if (content.kind === 'unreadable') return content;
    const unreadable = (message: string): SavedRecord => ({ kind: 'unreadable', message });
    if (content.kind === 'absent') return unreadable(texts.fileGone());
    const text =
      entry.file === 'plain'
        ? new TextDecoder().decode(content.bytes)
        : key && (await unseal(content.bytes, key));
    const read = text === null ? null : parseEnvelope(text);
    if (read === null || read.id !== entry.id) return unreadable(texts.fileDamaged());
    return { kind: 'record', record: read.record };
  }

  /** The id that an account has, or would be saved under. */
  idFor(account: AccountOfRecord, home: string): string {
    return this.entryOf(account, home)?.id ?? this.#freeId(account);
  }

  #freeId(account: AccountOfRecord): string {
    const id = accountIdOf(account);
    return this.find(id) === null ? id : idOfSecret(account);
  }

  async #putEntry(entry: AccountEntry): Promise<void> {
    const isKnown = this.find(entry.id) !== null;
    const accounts = isKnown
      ? this.entries().map((one) => (one.id === entry.id ? entry : one))
      : [...this.entries(), entry];
    await this.#write({ ...this.#document, accounts });
  }

  async #write(document: AccountsDocument): Promise<void> {
    await this.#parts.folder.replace(listFile, serializeAccounts(document));
    this.#document = document;
  }
}

const listFile = 'accounts.json';
const endings = { sealed: '.age', plain: '.json' } as const;

function isSealed(name: string): boolean {
  return name.endsWith(endings.sealed);
}

type SavedFile = Pick<AccountEntry, 'id' | 'file'>;

function fileOf({ id, file }: SavedFile): string {
  return `${id}${endings[file]}`;
}

/** Ids of files of this kind that the list does not name. */
function unnamedIn(
  names: readonly string[],
  entries: readonly AccountEntry[],
  file: AccountEntry['file'],
): readonly string[] {
  return names
    .filter((name) => name.endsWith(endings[file]))
    .map((name) => name.slice(0, -endings[file].length))
    .filter((id) => accountIdSchema.safeParse(id).success)
    .filter((id) => !entries.some((entry) => entry.id === id));
}

function otherFileOf({ id, file }: SavedFile): string {
  return fileOf({ id, file: file === 'sealed' ? 'plain' : 'sealed' });
}

/** A home with another secret than the file's has a sign-in of its own. */
function asSeenFrom({ secretDigest }: AccountEntry, home: HomeOfAccount): HomeOfAccount {
  return { ...home, isOwn: home.secretDigest !== secretDigest };
}

/** What a record does not say of its account stays as it was known. */
function factsOf(account: AccountOfRecord, known: AccountEntry | null) {
  const { kind, secretDigest } = account;
  return {
    kind,
    secretDigest,
    email: account.email ?? known?.email ?? null,
    userId: account.userId ?? known?.userId ?? null,
    workspaceId: account.workspaceId ?? known?.workspaceId ?? null,
    planRaw: account.planRaw ?? known?.planRaw ?? null,
  };
}

/** Where the answer to a refresh of a saved account lies until it is saved. */
export function refreshJournalOf({ id }: Pick<AccountEntry, 'id'>): string {
  return `${id}.refresh-journal`;
}

/** Whether the file of an account, or a home that uses it, holds exactly this secret. */
export function holdsSecret(entry: AccountEntry, secretDigest: string): boolean {
  return (
    entry.secretDigest === secretDigest ||
    entry.homes.some((home) => home.secretDigest === secretDigest)
  );
}

/** By the secret, in the file or in a home; else by person and workspace, here before elsewhere. */
export function entryFor(
  entries: readonly AccountEntry[],
  account: AccountOfRecord,
  home: string | null,
): AccountEntry | null {
  const bySecret = entries.find((entry) => holdsSecret(entry, account.secretDigest));
  if (bySecret !== undefined) return bySecret;
  const same = entries.filter((entry) => isSameAccount(entry, account));
  const here = same.find((entry) => entry.homes.some(({ path }) => path === home));
  return here ?? same[0] ?? null;
}

async function readDocument(folder: PrivateFolder): Promise<AccountsDocument | 'damaged'> {
  const content = await folder.read(listFile);
  if (content.kind === 'absent') return noAccounts;
  if (content.kind === 'unreadable') throw new StoreError('unreadable', content.message);
  const parsed = parseAccounts(new TextDecoder().decode(content.bytes));
  if (parsed.kind === 'known') return parsed.document;
  if (parsed.kind === 'damaged') return 'damaged';
  throw new StoreError('unreadable', `${texts.newerVersion()} ${texts.update()}`);
}

function refusalOf({ code, message }: SavedAccountsProblem): StoreError {
  if (code === 'no-keyring') {
    return new StoreError('keyring-unavailable', `${message} ${nextStep('plainFiles')}`);
  }
  return new StoreError(code === 'key-locked' ? 'keyring-locked' : 'unwritable', message);
}

const envelopeSchema = z.looseObject({ version: z.literal(1), id: z.string(), record: z.string() });

/** What is sealed: the record as text, since numbers of a record keep their exact digits. */
function serializeEnvelope(id: string, record: AuthRecord): string {
  return JSON.stringify({ version: 1, id, record: serializeAuthRecord(record, 'compact') });
}

function parseEnvelope(text: string): { readonly id: string; readonly record: AuthRecord } | null {
  const shaped = envelopeSchema.safeParse(parseJson(text));
  if (!shaped.success) return null;
  const parsed = parseAuthRecord(shaped.data.record);
  return parsed.ok ? { id: shaped.data.id, record: parsed.record } : null;
}
