import { Listeners } from '../listeners.ts';
import {
  hasTokens,
  recordForApiKey,
  recordForChatgpt,
  sameTokens,
  type AuthRecord,
  type TokenData,
} from './auth-record.ts';
import { modeOf, resolveCredential, type Credential } from './credential.ts';
import {
  accountIdOf,
  isRefreshable,
  sameCredential,
  storedRecordOf,
  withSourceOf,
} from './credential-facts.ts';
import { StoreError, type SaveOutcome, type StoredCredential } from './credential-store.ts';
import { revokeDestination } from './endpoints.ts';
import type { SignInGrant } from './grant.ts';
import type { RefreshFailure } from './refresh-failure.ts';
import { restsUntil } from './refresh-schedule.ts';
import type { RememberedFailure } from './refresh-steps.ts';
import { SerialQueue } from './serial-queue.ts';
import { isStale } from './staleness.ts';
import { requestRevocation, type RevokeOutcome } from './token-endpoint.ts';
import { TokenRefresh, type RefreshOutcome, type TokenRefreshParts } from './token-refresh.ts';
import { UnsavedTokens } from './unsaved-tokens.ts';

export interface SignOutOutcome {
  /** Whether something was removed. */
  readonly removed: boolean;
  /** Places that could not be reached and may still hold the credential, in words. */
  readonly unreached: readonly string[];
  /** What became of the revocation; null where none was asked for. */
  readonly revocation: RevokeOutcome | null;
}

/** What listeners are told the changes of. */
interface Told {
  readonly credential: Credential;
  readonly failure: RefreshFailure | null;
  readonly hasUnsavedTokens: boolean;
}

export type GuardedReload = 'changed' | 'unchanged' | 'mismatch';

export interface AuthSessionParts extends TokenRefreshParts {
  /** Trimmed `CODEX_API_KEY`; null where it is unset or not to be asked. */
  readonly environmentKey: string | null;
  /** Whether rules allow no API keys, so that Codex passes over it to what is stored. */
  readonly isKeyPassedOver?: () => boolean;
}

/**
 * OWNER of the credential. It hands out one snapshot, which changes only by its
 * own verbs, so that no part of the program sees another credential half-way
 * through; changes made by other programs are seen at `reload`.
 *
 * Source: `AuthManager` of codex-rs/core/src/auth.rs and codex-rs/login/src/auth/manager.rs.
 */
export class AuthSession {
  readonly #parts: AuthSessionParts;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #credential: Credential = { kind: 'signedOut' };
  #told: Told = { credential: this.#credential, failure: null, hasUnsavedTokens: false };
  #remembered: RememberedFailure | null = null;
  #forcedFlight: Promise<RefreshOutcome> | null = null;
  #dueFlight: Promise<RefreshOutcome> | null = null;
  readonly #unsaved: UnsavedTokens;
  readonly #refreshing: TokenRefresh;

  private constructor(parts: AuthSessionParts) {
    this.#parts = parts;
    this.#unsaved = new UnsavedTokens(() => parts.store.journal, parts.log);
    this.#refreshing = new TokenRefresh(parts, this.#unsaved, {
      get: () => this.#credential,
      remembered: () => this.#remembered,
      take: (stored) => void this.#take(stored),
      failed: (failure) => this.#remember(failure),
    });
  }

  /**
   * Loads once, and saves tokens that a program which ended too early has left in
   * the journal; one that still runs is not waited for, and saves them itself. What cannot be read becomes an `unusable` snapshot, never "signed out".
   */
  static async open(parts: AuthSessionParts): Promise<AuthSession> {
    const session = new AuthSession(parts);
    await session.reload();
    if (isRefreshable(session.get())) await session.saveUnsaved({ waitMs: 0 });
    return session;
  }

  /** The snapshot, as it is: nothing is read or refreshed. */
  get(): Credential {
    return this.#credential;
  }

  /** The failure that stands for exactly this snapshot, null where none does. */
  lastFailure(): RefreshFailure | null {
    const held = storedRecordOf(this.#credential);
    return held !== null && this.#remembered?.record === held ? this.#remembered.failure : null;
  }

  /** Whether tokens were received that could not be saved yet. */
  hasUnsavedTokens(): boolean {
    return this.#unsaved.get() !== null;
  }

  /** Whether refreshed tokens are lost if this program ends now: store and journal took neither. */
  hasTokensInMemoryAlone(): boolean {
    return this.#unsaved.areInMemoryAlone();
  }

  /**
   * Saves tokens that were received and are not saved yet, of this program or in
   * the journal of one that ended too early. Nothing is asked of the issuer.
   *
   * @param options how long to wait at most for another process that is refreshing.
   * @returns whether none are left.
   */
  saveUnsaved(options?: { readonly waitMs: number }): Promise<boolean> {
    return this.#run(async () => {
      if (!(await this.#unsaved.isThere())) return true;
      const outcome = await this.#refreshing.saveUnsavedGuarded(options);
      return outcome === null || outcome.kind !== 'failed' || outcome.failure.permanent;
    });
  }

  /** Tells where the credential, its last failure, or whether tokens are unsaved, is another. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * The snapshot for making requests: refreshed first where it is stale. A failure leaves
   * the old one standing, and the next call tries again.
   *
   * However often it is called, the issuer is not asked again for tokens that have just
   * come, short as they may live and far ahead as the clock may be: those are handed out as
   * they are, as the background leaves them alone, too (`restsUntil`). Whoever was refused
   * with them asks for a refresh by force, which does not wait for that.
   */
  async current(): Promise<Credential> {
    const credential = this.#credential;
    if (credential.kind === 'chatgpt' && this.#isWorthRefreshing(credential.record)) {
      await this.refresh();
    }
    return this.#credential;
  }

  /** Reads the store again. @returns whether the credential is another one now, by value. */
  reload(): Promise<boolean> {
    return this.#run(async () => this.#take(await this.#parts.store.load()));
  }

  /**
   * Runs what must not meet a refresh of any process of Gatehouse, nor a sign-in or
   * a sign-out of this one, and reads the store again afterwards, also where that failed.
   *
   * @throws {StoreError} `busy` where another process is refreshing for too long;
   * `unwritable` while refreshed tokens wait to be saved where they came from.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#run(async () => {
      try {
        return await this.#parts.guard(async () => {
          const saved = await this.#refreshing.saveUnsaved();
          if (saved?.kind === 'failed' && !saved.failure.permanent) {
            throw new StoreError('unwritable', saved.failure.message);
          }
          return work();
        });
      } finally {
        this.#take(await this.#parts.store.load());
      }
    });
  }

  /**
   * Reads the store again and takes over what it holds only where that is still
   * the account of `accountId`.
   */
  reloadIfAccount(accountId: string | null): Promise<GuardedReload> {
    return this.#run(async () => {
      if (accountId === null) return 'mismatch';
      const stored = await this.#parts.store.load();
      if (accountIdOf(this.#resolve(stored)) !== accountId) return 'mismatch';
      return this.#take(stored) ? 'changed' : 'unchanged';
    });
  }

  /**
   * Refreshes the access token where it is due, or in any case with `force`.
   * However many callers ask at once, at most one request is sent.
   */
  refresh(options: { readonly force?: boolean } = {}): Promise<RefreshOutcome> {
    if (options.force) {
      return (this.#forcedFlight ??= this.#flyForced(this.#dueFlight).finally(() => {
        this.#forcedFlight = null;
      }));
    }
    return (
      this.#forcedFlight ??
      (this.#dueFlight ??= this.#fly(false).finally(() => {
        this.#dueFlight = null;
      }))
    );
  }

  /**
   * Saves a new sign-in over whatever was there. Content that could not be read,
   * or of a kind that Gatehouse does not manage, is kept beside it first.
   *
   * @returns where that content was kept, or null.
   * @throws {StoreError} `unwritable`; the old credential stands then.
   */
  signIn(grant: SignInGrant): Promise<{ readonly keptAside: string | null }> {
    return this.#run(async () => {
      const { store, now } = this.#parts;
      const stored = await store.load();
      const keptAside = isWorthKeeping(stored) ? await store.keepAside() : null;
      const previous = stored.kind === 'present' ? stored.record : null;
      const record =
        grant.kind === 'apiKey'
          ? recordForApiKey(previous, grant.apiKey)
          : recordForChatgpt(previous, grant.issued, grant.apiKey, now());
      const outcome = await store.save(record);
      await this.#unsaved.clear();
      this.#take(savedAs(record, outcome));
      this.#parts.log.info('signed-in', { method: grant.kind, keptAside: keptAside !== null });
      return { keptAside };
    });
  }

  /**
   * Removes the stored credential from this device. With `everywhere` the sign-in
   * is first revoked at the issuer, as well as that can be done: a failure is
   * told, and the removal goes on.
   *
   * Source: codex-rs/core/src/auth.rs `logout`; the revocation is upstream's since April 2026.
   *
   * @throws {StoreError} where the credential cannot be removed.
   */
  signOut(options: { readonly everywhere: boolean }): Promise<SignOutOutcome> {
    return this.#run(async () => {
      let hasBegun = false;
      try {
        // A refresh under way elsewhere would bring tokens that nobody revokes.
        return await this.#parts.guard(() => {
          hasBegun = true;
          return this.#remove(options);
        });
      } catch (error) {
        // A person who signs out is not kept waiting for a refresh that does not end.
        if (hasBegun || !(error instanceof StoreError) || error.code !== 'busy') throw error;
        return await this.#remove(options);
      } finally {
        this.#take(await this.#parts.store.load());
      }
    });
  }

  async #remove({ everywhere }: { readonly everywhere: boolean }): Promise<SignOutOutcome> {
    const { store, log } = this.#parts;
    if (everywhere) await this.#unsaved.recover();
    const revocation = everywhere ? await this.#revoke(await store.load()) : null;
    const { removed, unreached } = await store.delete();
    await this.#unsaved.clear();
    log.info('signed-out', { removed, revocation: revocation?.kind ?? null });
    return { removed, unreached, revocation };
  }

  async #revoke(stored: StoredCredential): Promise<RevokeOutcome> {
    if (stored.kind === 'invalid' || stored.kind === 'unreadable') {
      return { kind: 'failed', message: 'The stored credential cannot be read.' };
    }
    if (stored.kind === 'absent' || !hasTokens(stored.record)) return { kind: 'nothing' };
    if (!modeOf(stored.record).startsWith('chatgpt')) return { kind: 'nothing' };
    const { http, endpoints } = this.#parts;
    const tokens = this.#newestOf(stored.record.tokens);
    const destination = revokeDestination(endpoints, tokens.provenance);
    return requestRevocation({ http, destination, originator: endpoints.originator }, tokens);
  }

  /** The tokens that the issuer knows: stored ones are spent while their successors are unsaved. */
  #newestOf(stored: TokenData): TokenData {
    const unsaved = this.#unsaved.get();
    if (unsaved === null || !sameTokens(stored, unsaved.redeemed.tokens)) return stored;
    const { accessToken, refreshToken } = unsaved.tokens;
    return {
      ...stored,
      accessToken: accessToken ?? stored.accessToken,
      refreshToken: refreshToken ?? stored.refreshToken,
    };
  }

  #isWorthRefreshing(record: AuthRecord): boolean {
    const now = this.#parts.now();
    if (!isStale(record, now)) return false;
    const restingUntil = restsUntil(record, now);
    return restingUntil === null || restingUntil <= now;
  }

  /** Joins a flight that is under way; only where that found nothing due, another one follows. */
  #flyForced(due: Promise<RefreshOutcome> | null): Promise<RefreshOutcome> {
    if (due === null) return this.#fly(true);
    return due.then((outcome) => (outcome.kind === 'fresh' ? this.#fly(true) : outcome));
  }

  #fly(force: boolean): Promise<RefreshOutcome> {
    return this.#run(() => this.#refreshing.run(force));
  }

  /** A failure for good is met again by whoever asks with the same tokens. */
  #remember(failure: RefreshFailure): void {
    const record = storedRecordOf(this.#credential);
    if (failure.permanent && record !== null) this.#remembered = { record, failure };
  }

  #resolve(stored: StoredCredential): Credential {
    const { store, environmentKey } = this.#parts;
    const isKeyPassedOver = this.#parts.isKeyPassedOver?.() ?? false;
    return resolveCredential({
      environmentKey,
      isKeyPassedOver,
      stored,
      location: store.location,
    });
  }

  /** Makes what is stored the snapshot. @returns whether the credential is another one now. */
  #take(stored: StoredCredential): boolean {
    const next = this.#resolve(stored);
    const changed = !sameCredential(this.#credential, next);
    if (!changed) {
      this.#follow(withSourceOf(this.#credential, next));
      return false;
    }
    this.#credential = next;
    this.#remembered = null;
    this.#parts.log.info('credential-changed', { kind: next.kind });
    this.#tellChange();
    return true;
  }

  #follow(moved: Credential): void {
    if (moved === this.#credential) return;
    this.#credential = moved;
    this.#parts.log.info('credential-moved');
    this.#tellChange();
  }

  /** One verb after the other; what it changed beside the credential is told at its end. */
  #run<T>(verb: () => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      try {
        return await verb();
      } finally {
        this.#tellChange();
      }
    });
  }

  #tellChange(): void {
    const told = this.#told;
    const credential = this.get();
    const failure = this.lastFailure();
    const hasUnsavedTokens = this.hasUnsavedTokens();
    const isAsTold =
      credential === told.credential &&
      failure === told.failure &&
      hasUnsavedTokens === told.hasUnsavedTokens;
    if (isAsTold) return;
    this.#told = { credential, failure, hasUnsavedTokens };
    this.#listeners.tell();
  }
}

/** What is stored after a save that did not look at what was there. */
function savedAs(record: AuthRecord, outcome: SaveOutcome): StoredCredential {
  return outcome.kind === 'saved'
    ? { kind: 'present', record, source: outcome.source }
    : outcome.found;
}

function isWorthKeeping(stored: StoredCredential): boolean {
  switch (stored.kind) {
    case 'absent':
      return false;
    case 'invalid':
    case 'unreadable':
      return true;
    case 'present':
      return !['apikey', 'chatgpt', 'chatgptAuthTokens'].includes(modeOf(stored.record));
  }
}
