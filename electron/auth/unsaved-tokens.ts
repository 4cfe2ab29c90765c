import { refreshTexts as texts } from '../../shared/texts/refreshing.ts';
import type { Log } from '../ports.ts';
import { StoreError } from './credential-store.ts';
import {
  isOfNewerVersion,
  parseJournal,
  serializeJournal,
  type JournalEntry,
  type RefreshJournal,
  type UnsavedRefresh,
} from './refresh-journal.ts';
import type { TokenRecord } from './auth-record.ts';

/** OWNER of refreshed tokens until they are saved, which the Codex CLI 0.169.0 would lose. */
export class UnsavedTokens {
  readonly #journal: () => RefreshJournal;
  readonly #log: Log;
  #held: UnsavedRefresh | null = null;
  #isInJournal = false;
  /** The journal as last read; null where it was not, or has changed since. */
  #seen: { readonly entry: JournalEntry | null } | null = null;

  constructor(journal: () => RefreshJournal, log: Log) {
    this.#journal = journal;
    this.#log = log;
  }

  get(): UnsavedRefresh | null {
    return this.#held;
  }

  areInMemoryAlone(): boolean {
    return this.#held !== null && !this.#isInJournal;
  }

  async isThere(): Promise<boolean> {
    if (this.#held !== null) return true;
    const entry = await this.#find();
    return entry !== null && entry.tokens !== null;
  }

  /** The record of a refresh that was begun and has no known answer. */
  async begun(): Promise<TokenRecord | null> {
    const entry = this.#held === null ? await this.#find() : null;
    return entry?.tokens === null ? entry.redeemed : null;
  }

  /** {@link begun} by the last look at the journal, since another may take long. */
  async seenBegun(): Promise<TokenRecord | null> {
    const seen = this.#held === null ? this.#seen : null;
    if (seen === null) return this.begun();
    return seen.entry?.tokens === null ? seen.entry.redeemed : null;
  }

  /** Proves, before the refresh token is spent, that its successor can be kept. */
  async reserve(redeemed: TokenRecord): Promise<void> {
    if (await this.#isOfNewerVersion()) {
      throw new StoreError('unwritable', texts.leftByNewer());
    }
    this.#seen = null;
    await this.#journal().write(serializeJournal({ redeemed, tokens: null }));
  }

  /** Keeping an answer in memory alone is no failure. */
  async put(unsaved: UnsavedRefresh): Promise<void> {
    this.#held = unsaved;
    this.#isInJournal = false;
    this.#seen = null;
    await this.#reach('refresh-journal-not-written', async (journal) => {
      await journal.write(serializeJournal(unsaved));
      this.#isInJournal = true;
    });
  }

  /** Takes over what a program that has ended left in the journal. */
  async recover(): Promise<void> {
    if (this.#held !== null) return;
    const entry = await this.#find();
    if (entry === null) return;
    const { redeemed, tokens } = entry;
    // Without an answer nobody knows whether the token was spent: asking will show.
    this.#log.warn(tokens ? 'refresh-journal-found' : 'refresh-was-interrupted');
    if (tokens === null) return;
    this.#held = { redeemed, tokens };
    this.#isInJournal = true;
  }

  async clear(): Promise<void> {
    this.#held = null;
    this.#seen = null;
    if (await this.#isOfNewerVersion()) return;
    await this.#reach('refresh-journal-not-cleared', (journal) => journal.clear());
  }

  async #find(): Promise<JournalEntry | null> {
    const text = await this.#read();
    const entry = text === null ? null : parseJournal(text);
    this.#seen = { entry };
    return entry;
  }

  async #isOfNewerVersion(): Promise<boolean> {
    const text = await this.#read();
    return text !== null && isOfNewerVersion(text);
  }

  #read(): Promise<string | null> {
    return this.#reach('refresh-journal-not-read', (journal) => journal.read());
  }

  async #reach<T>(event: string, work: (journal: RefreshJournal) => Promise<T>): Promise<T | null> {
    try {
      return await work(this.#journal());
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#log.warn(event, { reason: error.code });
      return null;
    }
  }
}
