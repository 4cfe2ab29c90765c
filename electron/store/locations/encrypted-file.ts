import { constants } from 'node:fs';
import path from 'node:path';

import * as z from 'zod/mini';

import { storeTexts } from '../../../shared/texts/stores.ts';
import type { AuthRecord } from '../../auth/auth-record.ts';
import {
  maxEnvelopeBytes,
  refusalOf,
  storableText,
  StoreError,
  type Meant,
  type StoredCredential,
} from '../../auth/credential-store.ts';
import { isMeant, sameContent } from '../../auth/meant-credential.ts';
import type { Now } from '../../ports.ts';
import { readRegularFile, type FileRead } from '../../files/regular-file.ts';
import { keepUnderSecondName } from '../../files/second-name.ts';
import { followLinks, replaceFile, tryToReplace } from '../../files/atomic-file.ts';
import { isErrno } from '../../base/system-errors/system-code.ts';
import {
  credentialOfText,
  roomForRefresh,
  type CredentialPlace,
  type PutOutcome,
  type RemoveOutcome,
  type SeenCredential,
} from './credential-location.ts';
import { decryptText, encryptText } from '../encrypted-text.ts';
import type { Lease } from '../account-locks.ts';
import { JournalFile } from '../journals.ts';
import { keyringPassphrase, passphraseSeal, type PassphraseSource } from '../passphrase-seal.ts';
import { keptCopiesOf, keptCopyName, removeKeptCopyOf } from '../kept-copies.ts';
import { KeyringError, type Keyring } from '../keyring.ts';
import { unreadableKeyring, unwritableKeyring } from '../keyring-failure.ts';
import { keyringItemsOf } from '../keyring-items.ts';
import { parseJson } from '../../base/json.ts';
import { access } from '../../files/look.ts';

interface OpenFile {
  readonly kind: 'open';
  readonly document: SecretsDocument;
  readonly passphrase: string;
}

/** What the file holds, encrypted and decrypted. */
interface EncryptedContent {
  readonly content: Uint8Array;
  readonly file: OpenFile;
}

type Content = OpenFile | Exclude<StoredCredential, { kind: 'present' }>;

/**
 * The credential in `secrets/codex_auth.age`, as the secret `global/CODEX_AUTH` (Codex CLI
 * 0.169.0), with its passphrase in the keyring: how Codex does "keyring" on Windows, where an item
 * takes 2560 bytes, and elsewhere with `features.secret_auth_storage`. Other secrets in it stay.
 * Its mode is 0600; the CLI's is 0644.
 */
export class EncryptedFile implements CredentialPlace {
  readonly kind = 'encryptedFile';
  readonly location: string;
  readonly journal: JournalFile;
  readonly #keyring: Keyring;
  readonly #codexHome: string;
  readonly #passphrase: PassphraseSource;
  readonly #now: Now;
  /** Read or written last: decrypting again what Codex wrote takes a second and 256 MiB. */
  #known: EncryptedContent | null = null;
  /** The file for the next `put`, and the bytes that it replaces. */
  #prepared: {
    readonly record: AuthRecord;
    readonly bytes: Uint8Array | null;
    readonly next: EncryptedContent;
  } | null = null;

  constructor(keyring: Keyring, codexHome: string, now: Now) {
    this.location = path.join(codexHome, 'secrets', 'codex_auth.age');
    this.#passphrase = keyringPassphrase(keyring, async () => {
      return (await keyringItemsOf(codexHome)).passphrase;
    });
    this.journal = new JournalFile(this.location, now, passphraseSeal(this.#passphrase));
    this.#keyring = keyring;
    this.#codexHome = codexHome;
    this.#now = now;
  }

  async load(): Promise<StoredCredential> {
    return storedIn((await this.#open()).file);
  }

  async prepare(record: AuthRecord, seen: StoredCredential): Promise<void> {
    const { file, bytes } = await this.#open();
    if (!sameContent(storedIn(file), seen)) return;
    this.#prepared = { record, bytes, next: await this.#encrypted(record, file) };
  }

  tryPut(): Promise<void> {
    return this.canPut();
  }

  async stillHolds(seen: StoredCredential): Promise<boolean> {
    const found = await readRegularFile(this.location, maxEnvelopeBytes);
    if (found.kind === 'absent') return seen.kind === 'absent';
    if (found.kind !== 'bytes' || !this.#known) return false;
    const { content, file } = this.#known;
    return found.bytes.equals(content) && sameContent(storedIn(file), seen);
  }

  async put(record: AuthRecord, seen: StoredCredential, lease?: Lease): Promise<PutOutcome> {
    const prepared = this.#prepared;
    this.#prepared = null;
    if (prepared?.record === record) {
      const isWritten = await this.#write(prepared.next, prepared.bytes, lease);
      return isWritten ? { kind: 'put' } : { kind: 'changed', found: seen };
    }
    const { file, bytes } = await this.#open();
    const found = storedIn(file);
    if (!sameContent(found, seen)) return { kind: 'changed', found };
    const isWritten = await this.#write(await this.#encrypted(record, file), bytes, lease);
    return isWritten ? { kind: 'put' } : { kind: 'changed', found: await this.load() };
  }

  /** The file with another credential. @throws {StoreError} */
  async #encrypted(record: AuthRecord, file: Content): Promise<EncryptedContent> {
    if (file.kind === 'unreadable') throw refusalOf(file);
    const value = storableText(record, 'compact');
    const { document, passphrase } =
      file.kind === 'open'
        ? file
        : { document: emptySecrets, passphrase: await this.#passphrase.existingOrNew() };
    return encrypted(withCredential(document, value), passphrase);
  }

  async canPut(): Promise<void> {
    try {
      await tryToReplace(await followLinks(this.location), roomForRefresh);
    } catch (error) {
      throw error instanceof StoreError ? error : this.#unwritable();
    }
  }

  /** It is rewritten without the credential, and left alone where the keyring does not answer. */
  async canRemove(): Promise<void> {
    const { file } = await this.#open();
    if (file.kind === 'invalid') throw this.#notOursToRemove(file.message);
    if (file.kind === 'open' && credentialName in file.document.secrets) await this.canPut();
  }

  async remove(meant: Meant): Promise<RemoveOutcome> {
    const { file, bytes } = await this.#open();
    if (file.kind === 'absent') {
      await this.journal.clear();
      return file;
    }
    if (file.kind === 'unreadable') throw refusalOf(file);
    if (file.kind !== 'open') throw this.#notOursToRemove(file.message);
    const was = credentialIn(file.document);
    if (!isMeant(meant, was)) return { kind: 'changed', found: was };
    if (was.kind !== 'absent') {
      const document = withCredential(file.document, null);
      const isWritten = await this.#write(await encrypted(document, file.passphrase), bytes);
      if (!isWritten) return { kind: 'changed', found: await this.load() };
    }
    await this.journal.clear();
    return was.kind === 'absent' ? was : { kind: 'removed', was };
  }

  /** Refused with the keyring: what that only hides is not lost. */
  async keepCopy(): Promise<string | null> {
    const copy = keptCopyName(this.location, this.#now());
    try {
      const file = await followLinks(this.location);
      await access(file, constants.F_OK);
      await this.#keyring.get((await keyringItemsOf(this.#codexHome)).passphrase);
      await keepUnderSecondName(file, copy);
      return copy;
    } catch (error) {
      if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null;
      throw error instanceof KeyringError ? unwritableKeyring(error) : this.#unwritable();
    }
  }

  keptCopies(): Promise<readonly string[]> {
    return keptCopiesOf(this.location);
  }

  removeKeptCopy(copy: string): Promise<void> {
    return removeKeptCopyOf(this.location, copy);
  }

  /** The content, and the bytes it was read from; null where it cannot be read. */
  async #open(): Promise<{ readonly file: Content; readonly bytes: Uint8Array | null }> {
    const found = await readRegularFile(this.location, maxEnvelopeBytes);
    if (found.kind === 'absent') return { file: found, bytes: null };
    if (found.kind === 'bytes') {
      return { file: await this.#decrypt(found.bytes), bytes: found.bytes };
    }
    const { notReadable, steps } = storeTexts.plainFile;
    const fact = notReadable({ file: this.location, reason: found.reason });
    const step = found.kind === 'failed' ? steps.checkOwner() : steps.moveAway();
    const message = `${fact} ${step}`;
    return { file: { kind: 'unreadable', reason: 'denied', message }, bytes: null };
  }

  async #decrypt(content: Buffer): Promise<Content> {
    try {
      const item = (await keyringItemsOf(this.#codexHome)).passphrase;
      const passphrase = await this.#keyring.get(item);
      if (passphrase === null) {
        return { kind: 'invalid', message: storeTexts.encryptedFile.noPassphrase() };
      }
      const known = this.#known;
      if (known?.file.passphrase === passphrase && content.equals(known.content)) return known.file;
      const document = parseSecrets(await decryptText(content, passphrase));
      if (document === null) {
        return { kind: 'invalid', message: storeTexts.encryptedFile.unknownVersion() };
      }
      const file: OpenFile = { kind: 'open', document, passphrase };
      this.#known = { content, file };
      return file;
    } catch (error) {
      if (error instanceof KeyringError) return unreadableKeyring(error);
      return { kind: 'invalid', message: storeTexts.encryptedFile.notDecrypted() };
    }
  }

  /** False where the file has changed since it was read; it stays then. */
  async #write(next: EncryptedContent, read: Uint8Array | null, lease?: Lease): Promise<boolean> {
    const isUnchanged = async (): Promise<boolean> => {
      const found = await readRegularFile(this.location, maxEnvelopeBytes);
      const isSame = read === null ? found.kind !== 'bytes' : isEqual(found, read);
      return isSame && !lease?.isOver();
    };
    try {
      if (!(await replaceFile(await followLinks(this.location), next.content, isUnchanged)))
        return false;
    } catch (error) {
      throw error instanceof StoreError ? error : this.#unwritable();
    }
    this.#known = next;
    return true;
  }

  #notOursToRemove(reason: string): StoreError {
    const message = storeTexts.encryptedFile.notOurs({ file: this.location, fault: reason });
    return new StoreError('unreadable', message);
  }

  #unwritable(): StoreError {
    const message = storeTexts.encryptedFile.notWritable({ file: this.location });
    return new StoreError('unwritable', message);
  }
}

async function encrypted(document: SecretsDocument, passphrase: string): Promise<EncryptedContent> {
  const content = await encryptText(JSON.stringify(document), passphrase);
  return { content, file: { kind: 'open', document, passphrase } };
}

function isEqual(found: FileRead, bytes: Uint8Array): boolean {
  return found.kind === 'bytes' && found.bytes.equals(bytes);
}

function storedIn(file: Content): StoredCredential {
  return file.kind === 'open' ? credentialIn(file.document) : file;
}

function credentialIn(document: SecretsDocument): SeenCredential {
  return credentialOfText(document.secrets[credentialName] ?? null, 'keyring');
}

/** Plain text of the encrypted file: named texts. */
export type SecretsDocument = z.infer<typeof secretsDocument>;

const secretsDocument = z.looseObject({
  version: z.literal(1),
  secrets: z.record(z.string(), z.string()),
});

/** As Codex CLI 0.169.0 writes it. */
const credentialName = 'global/CODEX_AUTH';

export const emptySecrets: SecretsDocument = { version: 1, secrets: {} };

/** Null where it is of another version or shape. */
export function parseSecrets(text: string): SecretsDocument | null {
  return secretsDocument.safeParse(parseJson(text)).data ?? null;
}

/** The document with another credential, or without one (null). */
export function withCredential(document: SecretsDocument, value: string | null): SecretsDocument {
  const secrets = { ...document.secrets };
  if (value === null) delete secrets[credentialName];
  else secrets[credentialName] = value;
  return { ...document, secrets };
}
