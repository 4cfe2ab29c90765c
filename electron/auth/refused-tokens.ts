import type { Log, Now } from '../ports.ts';
import { sameRecord, type AuthRecord, type TokenRecord } from './auth-record.ts';
import { refreshDestination, type Endpoints } from './endpoints.ts';
import { failureOfRefusal, type RefreshFailure, type RefusalCode } from './refresh-failure.ts';
import type { RefusalNote, RefusalNotes } from './refusal-note.ts';

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

/**
 * OWNER of what is known of refusals for good. What the issuer itself said, by a code that
 * it alone uses, is noted on disk: it stands for that refresh token in every program and
 * after every restart, until other tokens are there or a refresh by force succeeds. What is
 * only as good as said, such as a 401 without a code, which a gateway may send as well, is
 * remembered by this program alone, as the Codex CLI (0.171.0) does with all of them; it asks
 * again at its next start.
 *
 * A note stands only where the token would be sent to the issuer that refused it: another
 * one, of `CODEX_REFRESH_TOKEN_URL_OVERRIDE` for example, may know better or worse.
 */
export class RefusedTokens {
  readonly #parts: RefusedTokensParts;
  #noted: RefusalNote | null = null;
  #remembered: Remembered | null = null;

  constructor(parts: RefusedTokensParts) {
    this.#parts = parts;
  }

  /** Reads the note again, which another program may have written or cleared. */
  async look(): Promise<void> {
    this.#noted = await this.#parts.refusals.read();
  }

  /** The failure that stands for the tokens of a record; null where none does. */
  failureOf(record: AuthRecord): RefreshFailure | null {
    const note = this.noteOf(record);
    if (note !== null) return failureOfRefusal(note.code);
    const remembered = this.#remembered;
    return remembered && sameRecord(remembered.record, record) ? remembered.failure : null;
  }

  /** The note that stands for the tokens of a record; null where none does. */
  noteOf({ tokens }: AuthRecord): RefusalNote | null {
    const note = this.#noted;
    if (tokens === null || tokens.refreshToken === '' || note === null) return null;
    const { refusals } = this.#parts;
    const stands =
      note.issuer === this.#issuerOf(tokens) &&
      note.tokenDigest === refusals.digestOf(tokens.refreshToken);
    return stands ? note : null;
  }

  /**
   * Remembers a failure for good, for exactly this record and for as long as this program
   * runs; one that is noted stands by its note alone.
   */
  remember(record: AuthRecord, failure: RefreshFailure): void {
    if (this.noteOf(record) !== null) return;
    const known = this.failureOf(record);
    this.#remembered = { record, failure: known?.message === failure.message ? known : failure };
  }

  /** Notes that the issuer refused the refresh token of this record. */
  async note({ tokens }: TokenRecord, code: RefusalCode): Promise<void> {
    const { refusals, now, log } = this.#parts;
    const issuer = this.#issuerOf(tokens);
    if (issuer === null) return;
    const tokenDigest = refusals.digestOf(tokens.refreshToken);
    const note = { tokenDigest, issuer, code, at: now() };
    if (await refusals.write(note)) this.#noted = note;
    else log.warn('refresh-refusal-not-noted');
  }

  /** Another credential is held: what was remembered of the one before is of no use. */
  forgetRemembered(): void {
    this.#remembered = null;
  }

  /** The issuer has given tokens: whatever it refused before is over. */
  async clear(): Promise<void> {
    this.#remembered = null;
    this.#noted = null;
    await this.#parts.refusals.clear();
  }

  /** Origin of whoever is asked for these tokens; null where nobody may be. */
  #issuerOf(tokens: TokenRecord['tokens']): string | null {
    const destination = refreshDestination(this.#parts.endpoints, tokens);
    return destination.kind === 'known' ? new URL(destination.url).origin : null;
  }
}
