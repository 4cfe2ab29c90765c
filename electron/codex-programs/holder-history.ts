import type { ChangedBy, CredentialWitness } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import type { StoredSource } from '../auth/credential-store.ts';
import type { FactsFile } from '../files/facts-file.ts';
import type { Now } from '../ports.ts';
import { holderOf } from './holder.ts';
import { isAsBefore, withSeen, type HistoryEntry, type HomeHistory } from './home-history.ts';

export interface HolderHistoryParts {
  /** Of this Codex home alone. */
  readonly file: Pick<FactsFile<HomeHistory>, 'read' | 'change'>;
  /** When the file with the sign-in was written; null where there is none. */
  readonly fileWrittenAt: () => Promise<number | null>;
  readonly now: Now;
}

/** OWNER of the history of a Codex home: which account it held since when, in a file without secrets. */
export class HolderHistory implements CredentialWitness {
  readonly #parts: HolderHistoryParts;
  #last: HistoryEntry | null = null;
  /** When the home was last seen to hold what the history says. */
  #confirmedAt: number | null = null;

  constructor(parts: HolderHistoryParts) {
    this.#parts = parts;
  }

  /** With what other programs have written by now. */
  read(): Promise<HomeHistory> {
    return this.#parts.file.read();
  }

  /** Writes down whose a stored sign-in is, where that has changed. What cannot be written is lost. */
  async see(credential: Credential, by: ChangedBy): Promise<void> {
    const { file, fileWrittenAt, now } = this.#parts;
    const holder = holderOf(credential);
    if (holder === null) return;
    const seenAt = now();
    if (this.#last !== null && isAsBefore(this.#last.holder, holder)) {
      this.#confirmedAt = seenAt;
      return;
    }
    const storage = storageOf(credential);
    const before = await file.read();
    const isFirst = before.entries.length === 0;
    // An empty home that nobody used yet is no history.
    if (isFirst && holder.kind === 'nobody') return;
    // What is in the file has been there since it was written.
    const isOlder = storage === 'file' && (by === 'other' || isFirst);
    const writtenAt = isOlder ? await fileWrittenAt() : null;
    const at = Math.min(writtenAt ?? seenAt, seenAt);
    const after = by === 'gatehouse' ? at : this.#confirmedAt;
    const seen = { at, after, by, holder, storage };
    const isNews = withSeen(before, seen) !== before;
    const history = isNews ? await file.change((found) => withSeen(found, seen)) : before;
    this.#last = history.entries.at(-1) ?? null;
    this.#confirmedAt = seenAt;
  }
}

function storageOf(credential: Credential): StoredSource | null {
  if (credential.kind === 'apiKey') return credential.origin.source;
  return 'source' in credential ? credential.source : null;
}
