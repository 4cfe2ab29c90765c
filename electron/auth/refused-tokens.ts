import type { Log, Now } from '../ports.ts';
import { sameRecord, type AuthRecord, type TokenRecord } from './auth-record.ts';
import { refreshDestination, type Endpoints } from './endpoints.ts';
import { failureOfRefusal, type RefreshFailure, type RefusalCode } from './refresh-failure.ts';
import type { RefusalNote, RefusalNotes } from './issuer-notes.ts';

export interface RefusedTokensParts {
  readonly refusals: RefusalNotes;
  readonly endpoints: Endpoints;
  readonly now: Now;
  readonly log: Log;
}

interface Remembered {
  readonly record: AuthRecord;
  readonly failure: RefreshFailure;
}

/** OWNER of permanent refusals. The issuer's own codes are noted on disk for all programs. */
export class RefusedTokens {
  readonly #parts: RefusedTokensParts;
  #noted: RefusalNote | null = null;
  /** A bare 401 may be a gateway's: remembered by this program alone, as Codex CLI 0.171.0 does. */
  #remembered: Remembered | null = null;

  constructor(parts: RefusedTokensParts) {
    this.#parts = parts;
  }

  /** Reads the note again, which another program may have changed. */
  async look(): Promise<void> {
    this.#noted = await this.#parts.refusals.read();
  }

  failureOf(record: AuthRecord): RefreshFailure | null {
    const note = this.noteOf(record);
    if (note !== null) return failureOfRefusal(note.code);
    const remembered = this.#remembered;
    return remembered && sameRecord(remembered.record, record) ? remembered.failure : null;
  }

  noteOf({ tokens }: AuthRecord): RefusalNote | null {
    const note = this.#noted;
    if (tokens === null || tokens.refreshToken === '' || note === null) return null;
    const { refusals } = this.#parts;
    // An override may lead to another issuer.
    const applies =
      note.issuer === this.#issuerOf(tokens) &&
      note.tokenDigest === refusals.digestOf(tokens.refreshToken);
    return applies ? note : null;
  }

  /** Remembers a failure for exactly this record, unless a note says the same. */
  remember(record: AuthRecord, failure: RefreshFailure): void {
    if (this.noteOf(record) !== null) return;
    const known = this.failureOf(record);
    this.#remembered = { record, failure: known?.message === failure.message ? known : failure };
  }

  async note({ tokens }: TokenRecord, code: RefusalCode): Promise<void> {
    const { refusals, now, log } = this.#parts;
    const issuer = this.#issuerOf(tokens);
    if (issuer === null) return;
    const tokenDigest = refusals.digestOf(tokens.refreshToken);
    const note = { tokenDigest, issuer, code, at: now() };
    if (await refusals.write(note)) this.#noted = note;
    else log.warn('refresh-refusal-not-noted');
  }

  forgetRemembered(): void {
    this.#remembered = null;
  }

  async clear(): Promise<void> {
    this.#remembered = null;
    this.#noted = null;
    await this.#parts.refusals.clear();
  }

  #issuerOf(tokens: TokenRecord['tokens']): string | null {
    const destination = refreshDestination(this.#parts.endpoints, tokens);
    return destination.kind === 'known' ? new URL(destination.url).origin : null;
  }
}
