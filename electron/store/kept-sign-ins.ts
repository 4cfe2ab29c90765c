import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { storeTexts } from '../../shared/texts/stores.ts';
import { parseAuthRecord, serializeAuthRecord, type AuthRecord } from '../auth/auth-record.ts';
import { StoreError } from '../auth/credential-store.ts';
import {
  isSameSecret,
  type KeptPlace,
  type SignInKeeper,
  type SignInToKeep,
} from '../auth/sign-in-keeper.ts';
import { Listeners } from '../base/listeners.ts';
import { sha256Hex } from '../base/sha256.ts';
import type { Log, Now } from '../ports.ts';
import { stampOf } from './kept-copies.ts';
import type { Seal } from './journals.ts';
import {
  parseEnvelope,
  serializeEnvelope,
  type KeptEnvelope,
  type ParsedEnvelope,
} from './kept-envelope.ts';
import type { KeptFolder } from './kept-folder.ts';

export type KeptEntry =
  | (KeptFacts & { readonly kind: 'usable'; readonly record: AuthRecord })
  /** Its key is in a keyring that does not answer. */
  | (KeptFacts & { readonly kind: 'locked' })
  | { readonly kind: 'newer'; readonly id: string }
  | { readonly kind: 'unreadable'; readonly id: string; readonly message: string };

type KeptFacts = Omit<KeptEnvelope, 'record'> & { readonly id: string };

export interface KeptSignInsParts {
  readonly files: KeptFolder;
  readonly seal: Seal;
  readonly now: Now;
  readonly log: Log;
}

/**
 * OWNER of the sign-ins that are not in use and cannot be had again, one file each, until the
 * person uses or removes them. A file that cannot be read, or of a newer version, is listed and
 * left alone. The Codex CLI (0.171.0) loses such tokens.
 */
export class KeptSignIns implements SignInKeeper {
  readonly #parts: KeptSignInsParts;
  readonly #listeners = new Listeners();
  readonly #keptListeners = new Listeners<[SignInToKeep]>();
  #entries: readonly KeptEntry[] = [];

  constructor(parts: KeptSignInsParts) {
    this.#parts = parts;
  }

  /** As last looked at, the oldest first. */
  get(): readonly KeptEntry[] {
    return this.#entries;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Whether a kept sign-in came for this refresh token, which is spent then. */
  isSuccessor(entry: KeptEntry, refreshToken: string): boolean {
    const isKnown = entry.kind === 'usable' || entry.kind === 'locked';
    return isKnown && entry.successorOf === fingerprintOf(refreshToken);
  }

  onKept(listener: (signIn: SignInToKeep) => void): () => void {
    return this.#keptListeners.add(listener);
  }

  /** May ask the keyring for the key. */
  async reload(): Promise<void> {
    let ids: readonly string[];
    try {
      ids = await this.#parts.files.ids();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#parts.log.warn('kept-sign-ins-not-read', { reason: error.code });
      return;
    }
    if (ids.length === 0 && this.#entries.length === 0) return;
    const entries: KeptEntry[] = [];
    for (const id of ids) {
      const entry = await this.#look(id);
      if (entry !== null) entries.push(entry);
    }
    if (isDeepStrictEqual(entries, this.#entries)) return;
    this.#entries = entries;
    this.#listeners.tell();
  }

  async keep(signIn: SignInToKeep): Promise<KeptPlace | null> {
    const { record, reason, source, redeemed } = signIn;
    if (source === 'ephemeral') return null;
    await this.reload();
    const same = this.#entries.find(
      (entry) => entry.kind === 'usable' && isSameSecret(entry.record, record),
    );
    if (same !== undefined) return { id: same.id, isNew: false };
    const { files, now, log } = this.#parts;
    const keptAt = now();
    const id = `${stampOf(keptAt)}-${randomBytes(3).toString('hex')}`;
    const text = serializeAuthRecord(record, 'pretty');
    const successorOf = redeemed && fingerprintOf(redeemed.tokens.refreshToken);
    const facts = { keptAt, reason, store: source, successorOf };
    const isSealed = source === 'keyring';
    await files.write(
      id,
      serializeEnvelope({ ...facts, record: await this.#close(text, isSealed) }),
    );
    const entry = await this.#look(id);
    if (entry?.kind !== 'usable' || !isSameSecret(entry.record, record)) {
      await files.remove(id);
      throw new StoreError('unwritable', storeTexts.keptSignIns.notReadAgain());
    }
    log.warn('sign-in-kept', { reason, isSealed });
    await this.reload();
    this.#keptListeners.tell(signIn);
    return { id, isNew: true };
  }

  async forget(id: string): Promise<void> {
    await this.#parts.files.remove(id);
    await this.reload();
  }

  async cameHome(record: AuthRecord): Promise<void> {
    const waiting = this.#entries.filter(
      (entry) =>
        entry.kind === 'usable' &&
        entry.reason === 'record-damaged' &&
        entry.record.tokens?.refreshToken === record.tokens?.refreshToken,
    );
    for (const { id } of waiting) {
      await this.forget(id).catch(() => this.#parts.log.warn('kept-sign-in-not-forgotten'));
    }
  }

  async isSpent(refreshToken: string): Promise<boolean> {
    const fingerprint = fingerprintOf(refreshToken);
    for (const id of await this.#parts.files.ids().catch(() => [])) {
      const found = await this.#find(id);
      if (found.kind === 'known' && found.envelope.successorOf === fingerprint) return true;
    }
    return false;
  }

  async #close(text: string, isSealed: boolean): Promise<KeptEnvelope['record']> {
    return isSealed
      ? { kind: 'sealed', jwe: await this.#parts.seal.close(text) }
      : { kind: 'plain', text };
  }

  async #look(id: string): Promise<KeptEntry | null> {
    const found = await this.#find(id);
    if (found.kind === 'absent') return null;
    if (found.kind !== 'known') return { ...found, id };
    const { record: content, ...members } = found.envelope;
    const facts = { id, ...members };
    const opened = await this.#open(content);
    if (opened === 'locked') return { kind: 'locked', ...facts };
    const { text } = opened;
    const parsed = text === null ? null : parseAuthRecord(text);
    if (parsed?.ok) return { kind: 'usable', ...facts, record: parsed.record };
    const message =
      parsed === null
        ? storeTexts.keptSignIns.noKey()
        : storeTexts.keptSignIns.unusable({ fault: parsed.message });
    return { kind: 'unreadable', id, message };
  }

  /** The text is null where the present key does not open it. */
  async #open(
    content: KeptEnvelope['record'],
  ): Promise<{ readonly text: string | null } | 'locked'> {
    if (content.kind === 'plain') return { text: content.text };
    try {
      return { text: await this.#parts.seal.open(content.jwe) };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return 'locked';
    }
  }

  async #find(id: string): Promise<Found> {
    const content = await this.#parts.files.read(id);
    if (content.kind !== 'text') return content;
    const parsed = parseEnvelope(content.text);
    return parsed.kind === 'unreadable'
      ? { ...parsed, message: storeTexts.keptSignIns.damaged({ id }) }
      : parsed;
  }
}

type Found =
  | Exclude<ParsedEnvelope, { kind: 'unreadable' }>
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'absent' };

function fingerprintOf(refreshToken: string): string {
  return sha256Hex(refreshToken);
}
