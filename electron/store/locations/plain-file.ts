import path from 'node:path';

import { fileTexts } from '../../../shared/texts/files.ts';
import { storeTexts } from '../../../shared/texts/stores.ts';
import type { AuthRecord } from '../../auth/auth-record.ts';
import { followLinks, replaceFile, tryToRemove, tryToReplace } from '../../files/atomic-file.ts';
import { readRegularFile } from '../../files/regular-file.ts';
import { keepUnderSecondName } from '../../files/second-name.ts';
import { nothingThere, removeTemporaryFiles, unlinkIfThere } from '../../files/file-steps.ts';
import { finishWriteInPlace, unfinishedSuffix, type Finished } from '../../files/in-place.ts';
import { inFolder } from '../../files/ownership.ts';
import {
  maxRecordBytes,
  storableText,
  StoreError,
  type Meant,
  type StoredCredential,
  type Unreadable,
} from '../../auth/credential-store.ts';
import { isMeant, sameContent } from '../../auth/meant-credential.ts';
import {
  credentialOfText,
  roomForRefresh,
  type CredentialPlace,
  type PutOutcome,
  type RemoveOutcome,
} from './credential-location.ts';
import { fileReason } from '../../base/system-errors/file-reason.ts';
import { lstat, stat } from '../../files/look.ts';
import { keptCopiesOf, keptCopyName, removeKeptCopyOf } from '../kept-copies.ts';
import type { Lease } from '../account-locks.ts';
import { JournalFile } from '../journals.ts';

const texts = storeTexts.plainFile;

/** `$CODEX_HOME/auth.json`; of a link, its target (codex-rs/login storage.rs, but atomic). */
export class PlainFile implements CredentialPlace {
  readonly kind = 'file';
  readonly location: string;
  readonly journal: JournalFile;
  readonly #now: () => number;

  constructor(codexHome: string, now: () => number) {
    this.location = path.join(codexHome, 'auth.json');
    this.journal = new JournalFile(this.location, now);
    this.#now = now;
  }

  /** In milliseconds since the epoch; null where there is no file. */
  writtenAt(): Promise<number | null> {
    return stat(this.location).then(
      ({ mtimeMs }) => Math.floor(mtimeMs),
      () => null,
    );
  }

  async load(): Promise<StoredCredential> {
    const found = await readRegularFile(this.location, maxRecordBytes);
    switch (found.kind) {
      case 'bytes':
        return credentialOfBytes(found.bytes);
      case 'absent':
        return this.#missing();
      case 'notRegular':
        return denied(texts.notRegular({ file: this.location }), texts.steps.moveAway());
      case 'tooLarge':
        return { kind: 'invalid', message: found.reason };
      case 'failed':
        return denied(
          texts.notReadable({ file: this.location, reason: found.reason }),
          texts.steps.checkOwner(),
        );
    }
  }

  prepare(record: AuthRecord): Promise<void> {
    return this.#change(() => Promise.resolve(void storableText(record, 'pretty')));
  }

  tryPut(): Promise<void> {
    return this.canPut();
  }

  async stillHolds(seen: StoredCredential): Promise<boolean> {
    return sameContent(await this.load(), seen);
  }

  put(record: AuthRecord, seen: StoredCredential, lease?: Lease): Promise<PutOutcome> {
    let found = seen;
    const isUnchanged = async (): Promise<boolean> => {
      found = await this.load();
      return sameContent(found, seen) && !lease?.isOver();
    };
    return this.#change(async (target) => {
      const replaced = await replaceFile(target, storableText(record, 'pretty'), isUnchanged);
      return replaced ? { kind: 'put' } : { kind: 'changed', found };
    });
  }

  /** A mount of this one file takes no refresh: others that mount it would not get the tokens. */
  canPut(): Promise<void> {
    return this.#change((target) => tryToReplace(target, roomForRefresh));
  }

  canRemove(): Promise<void> {
    return this.#change(tryToRemove);
  }

  async hasInterruptedSave(): Promise<boolean> {
    try {
      await lstat(`${await followLinks(this.location)}${unfinishedSuffix}`);
      return true;
    } catch {
      return false;
    }
  }

  /** Completes a save in place that was interrupted. The caller holds the locks of the account. */
  finishInterruptedSave(): Promise<Finished> {
    return this.#change((target) => {
      const name = path.basename(target);
      return inFolder(path.dirname(target), (folder) =>
        finishWriteInPlace(folder, name, {
          isWhole: (content) => credentialOfBytes(content).kind === 'present',
          keptCopyName: keptCopyName(name, this.#now()),
        }),
      );
    });
  }

  /** With a link's target and what killed programs left. The CLI (0.169.0) leaves the target. */
  remove(meant: Meant): Promise<RemoveOutcome> {
    return this.#change(async (target) => {
      const was = await this.load();
      if (!isMeant(meant, was)) return { kind: 'changed', found: was };
      await tryToRemove(target);
      const isRemoved = await inFolder(path.dirname(target), async ({ base }) => {
        const removed = await unlinkIfThere(path.join(base, path.basename(target)));
        // Only now: before, all of it may still be needed.
        await removeTemporaryFiles(base);
        return removed;
      });
      if (target !== this.location) await unlinkIfThere(this.location);
      await this.journal.clear();
      return isRemoved ? { kind: 'removed', was } : { kind: 'absent' };
    });
  }

  keepCopy(): Promise<string | null> {
    const copy = keptCopyName(this.location, this.#now());
    return this.#change((target) =>
      keepUnderSecondName(target, copy).then(() => copy, nothingThere),
    );
  }

  keptCopies(): Promise<readonly string[]> {
    return keptCopiesOf(this.location);
  }

  removeKeptCopy(copy: string): Promise<void> {
    return removeKeptCopyOf(this.location, copy);
  }

  /** A link to nothing may lead to a credential on a disk that is not there now. */
  async #missing(): Promise<StoredCredential> {
    const facts = await lstat(this.location).catch(() => null);
    if (!facts?.isSymbolicLink()) return { kind: 'absent' };
    return denied(texts.deadLink({ file: this.location }), texts.steps.bringBack());
  }

  /** Works on the file itself, links followed. @throws {StoreError} */
  async #change<T>(work: (target: string) => Promise<T>): Promise<T> {
    try {
      return await work(await followLinks(this.location));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const message = texts.notWritable({ file: this.location, reason: fileReason(error) });
      throw new StoreError('unwritable', message);
    }
  }
}

function denied(fact: string, step: string): Unreadable {
  return { kind: 'unreadable', reason: 'denied', message: `${fact} ${step}` };
}

function credentialOfBytes(bytes: Uint8Array): StoredCredential {
  let text;
  try {
    // A byte order mark is refused like other foreign bytes, as the Codex CLI does.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { kind: 'invalid', message: fileTexts.faults.notUtf8() };
  }
  return credentialOfText(text, 'file');
}
