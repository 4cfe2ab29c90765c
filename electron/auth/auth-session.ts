import { Listeners } from '../base/listeners.ts';
import type { RandomBytes } from '../ports.ts';
import {
  newLoginOwnerId,
  recordForApiKey,
  recordForChatgpt,
  sameRecord,
  sameTokens,
  type AuthRecord,
  type TokenData,
  type TokenRecord,
} from './auth-record.ts';
import { resolveCredential, type Credential } from './credential.ts';
import {
  isRefreshable,
  isRefreshableRecord,
  sameCredential,
  storedRecordOf,
  withSourceOf,
} from './credential-facts.ts';
import {
  StoreError,
  type Meant,
  type SaveOutcome,
  type StoredCredential,
  type StoreMode,
} from './credential-store.ts';
import { revokeDestination } from './endpoints.ts';
import type { SignInGrant } from './grant.ts';
import { everythingIn, isMeant, sameSignIn } from './meant-credential.ts';
import type { RefreshFailure, RefusalCode } from './refresh-failure.ts';
import { restsUntil } from './refresh-schedule.ts';
import type { RefusalNote, RefusalNotes } from './refusal-note.ts';
import { RefusedTokens } from './refused-tokens.ts';
import { SerialQueue } from '../base/serial-queue.ts';
import { isStale } from './staleness.ts';
import { StoredReplacement, type Replaced } from './stored-replacement.ts';
import { requestRevocation, type RevokeOutcome } from './token-endpoint.ts';
import { TokenRefresh, type RefreshOutcome, type TokenRefreshParts } from './token-refresh.ts';
import { UnsavedTokens } from './unsaved-tokens.ts';

export type SignOutOutcome =
  | {
      readonly kind: 'signedOut';
      /** Whether something was removed. */
      readonly removed: boolean;
      /** Places that could not be reached, in words. */
      readonly unreached: readonly string[];
      /** Whether one of them may still hold the credential. */
      readonly mayRemain: boolean;
      /** What became of the revocation; null where none was asked for. */
      readonly revocation: RevokeOutcome | null;
      /** Where what could not be read was kept, else null. */
      readonly keptAside: string | null;
      /** Locks of others that were not waited for any longer, with their holders, in words. */
      readonly passedLocks?: readonly string[];
    }
  /** Another sign-in has come into the place of the one that was meant, and was left alone. */
  | { readonly kind: 'changed'; readonly revocation: RevokeOutcome | null };

export interface SignOutOptions {
  readonly everywhere: boolean;
  /**
   * What a rule judged: that alone is removed. Left out where a person asks, who means the
   * sign-in that is there when they ask, wherever this store may have left it.
   */
  readonly judged?: Credential;
}

/** What listeners are told the changes of. */
interface Told {
  readonly credential: Credential;
  readonly failure: RefreshFailure | null;
  readonly hasUnsavedTokens: boolean;
}

export interface AuthSessionParts extends TokenRefreshParts {
  /** Trimmed `CODEX_API_KEY`; null where it is unset or not to be asked. */
  readonly environmentKey: string | null;
  /** Where refusals for good are noted. */
  readonly refusals: RefusalNotes;
  readonly randomBytes: RandomBytes;
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
  #forcedFlight: Promise<RefreshOutcome> | null = null;
  #dueFlight: Promise<RefreshOutcome> | null = null;
  readonly #unsaved: UnsavedTokens;
  /** Whether the last verb that ended has left some. */
  #hasLeftUnsaved = false;
  readonly #refused: RefusedTokens;
  readonly #replacement: StoredReplacement;
  readonly #refreshing: TokenRefresh;

  private constructor(parts: AuthSessionParts) {
    this.#parts = parts;
    this.#unsaved = new UnsavedTokens(() => parts.store.journal, parts.log);
    this.#refused = new RefusedTokens(parts);
    this.#replacement = new StoredReplacement({ ...parts, unsaved: this.#unsaved });
    this.#refreshing = new TokenRefresh(parts, this.#unsaved, {
      get: () => this.#credential,
      remembered: (stored) => this.#failureFor(stored),
      take: (stored) => void this.#take(stored),
      failed: (failure) => this.#remember(failure),
      refused: (record, code) => this.#note(record, code),
    });
  }

  /**
   * Loads once, and saves or keeps tokens that a program which ended too early has left in
   * the journal; one that still runs is not waited for, and saves them itself. What cannot be read becomes an `unusable` snapshot, never "signed out".
   */
  static async open(parts: AuthSessionParts): Promise<AuthSession> {
    const session = new AuthSession(parts);
    await session.reload();
    if (mayHoldUnsaved(session.get(), parts.store.mode)) await session.saveUnsaved({ waitMs: 0 });
    return session;
  }

  /** The snapshot, as it is: nothing is read or refreshed. */
  get(): Credential {
    return this.#credential;
  }

  /**
   * The failure for good that stands for this snapshot, of this program or of another one
   * that noted it; null where none does.
   */
  lastFailure(): RefreshFailure | null {
    const held = storedRecordOf(this.#credential);
    return held && this.#refused.failureOf(held);
  }

  /** What the issuer itself said of this snapshot, as it is noted; null where it said nothing. */
  refusal(): RefusalNote | null {
    const held = storedRecordOf(this.#credential);
    return held && this.#refused.noteOf(held);
  }

  /** Whether tokens were received that could not be saved yet; not while they are first being saved. */
  hasUnsavedTokens(): boolean {
    return this.#hasLeftUnsaved && this.#unsaved.get() !== null;
  }

  /** Whether a refresh is under way: the refresh token may be spent, and its successor not saved. */
  isRefreshing(): boolean {
    return this.#forcedFlight !== null || this.#dueFlight !== null;
  }

  /** Whether refreshed tokens are lost if this program ends now: store and journal took neither. */
  hasTokensInMemoryAlone(): boolean {
    return this.#unsaved.areInMemoryAlone();
  }

  /**
   * Whether a program that has ended since began to refresh these tokens, and nothing tells
   * how that ended: their refresh token may be spent.
   */
  wasInterrupted(): Promise<boolean> {
    return this.#run(async () => {
      const { record } = this.#credential.kind === 'chatgpt' ? this.#credential : { record: null };
      const begun = await this.#unsaved.seenBegun();
      if (!begun || !record?.tokens || !sameTokens(begun.tokens, record.tokens)) return false;
      // While another program is at it, nothing is interrupted.
      return this.#parts
        .guard(async () => (await this.#unsaved.begun()) !== null, { waitMs: 0 })
        .catch(() => false);
    });
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
    return this.#run(async () => {
      await this.#refused.look();
      return this.#take(await this.#parts.store.load());
    });
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

  /** Whether a new sign-in has a place to go to. @throws {StoreError} where it has none. */
  async requirePlace(): Promise<void> {
    await this.#run(() => this.#parts.store.newSignInGoesTo());
  }

  /**
   * Saves a new sign-in over whatever was there, which is cared for as
   * {@link StoredReplacement} says.
   *
   * @throws {StoreError} where it could not be saved; the old credential stands then, and
   * the message says whether the new one is among the kept sign-ins.
   */
  signIn(grant: SignInGrant): Promise<Replaced> {
    return this.#run(async () => {
      const { store, now, log, randomBytes } = this.#parts;
      await this.#unsaved.recover();
      const stored = await store.load();
      const previous = stored.kind === 'present' ? stored.record : null;
      const record =
        grant.kind === 'apiKey'
          ? recordForApiKey(previous, grant.apiKey)
          : recordForChatgpt(
              previous,
              grant.issued,
              grant.apiKey,
              newLoginOwnerId(randomBytes),
              now(),
            );
      const replaced = await this.#replacement.bySignIn(stored, record);
      await this.#refused.clear();
      this.#take(savedAs(record, replaced.outcome));
      log.info('signed-in', { method: grant.kind, keptAside: replaced.keptAside !== null });
      return replaced;
    });
  }

  /**
   * Puts a kept record into use, while no other process of Gatehouse refreshes. What was
   * in use takes its place among the kept sign-ins.
   *
   * @throws {StoreError} nothing was changed then, unless another program has changed it.
   */
  useKept(record: AuthRecord): Promise<Replaced> {
    return this.#run(() =>
      this.#parts.guard(async () => {
        const { store, log } = this.#parts;
        await this.#unsaved.recover();
        const replaced = await this.#replacement.byKept(await store.load(), record);
        const found = await store.load();
        this.#take(found);
        if (found.kind !== 'present' || !sameRecord(found.record, record)) {
          const message = `${store.location} does not hold what was put there. Another program has changed it.`;
          throw new StoreError('unwritable', message);
        }
        log.info('kept-sign-in-used');
        return replaced;
      }),
    );
  }

  /**
   * Removes the stored credential from this device. With `everywhere` the sign-in
   * is first revoked at the issuer, as well as that can be done: a failure is
   * told, and the removal goes on.
   *
   * What is stored is compared right before it is removed: another sign-in that a program
   * has saved meanwhile stays. What cannot be read is kept aside.
   *
   * Source: codex-rs/core/src/auth.rs `logout`; the revocation is upstream's since April 2026.
   *
   * @throws {StoreError} where the credential cannot be removed; nothing is changed then.
   */
  signOut(options: SignOutOptions): Promise<SignOutOutcome> {
    const shown = options.judged ?? this.#credential;
    return this.#run(async () => {
      const meant = await this.#meantBy(options, shown);
      let hasBegun = false;
      try {
        // A refresh under way elsewhere would bring tokens that nobody revokes.
        return await this.#parts.guard(() => {
          hasBegun = true;
          return this.#remove(options, meant);
        });
      } catch (error) {
        // A person who signs out is not kept waiting for a refresh that does not end.
        if (hasBegun || !(error instanceof StoreError) || error.code !== 'busy') throw error;
        return await this.#remove(options, meant);
      } finally {
        this.#take(await this.#parts.store.load());
      }
    });
  }

  async #meantBy({ judged }: SignOutOptions, shown: Credential): Promise<Meant> {
    const { store } = this.#parts;
    const record = storedRecordOf(shown);
    if (record === null) return everythingIn(store);
    const source = 'file';
    const asShown = { kind: 'present', record, source } as const;
    return judged === undefined ? [asShown, ...(await store.loadOthers())] : [asShown];
  }

  async #remove({ everywhere }: SignOutOptions, meant: Meant): Promise<SignOutOutcome> {
    const { store, log } = this.#parts;
    if (everywhere) await this.#unsaved.recover();
    const found = await store.load();
    if (!isMeant(meant, found)) return { kind: 'changed', revocation: null };
    await store.canDelete();
    // What is in a keyring that does not answer is not reached by the removal either.
    const isUnread =
      found.kind === 'invalid' || (found.kind === 'unreadable' && found.reason === 'denied');
    const keptAside = isUnread ? await store.keepAside() : null;
    const revocation = everywhere ? await this.#revoke(found) : null;
    const outcome = await store.delete(meant);
    if (outcome.kind === 'changed') return { kind: 'changed', revocation };
    const { was, unreached, mayRemain, passedLocks } = outcome;
    if (revocation?.kind === 'revoked') await this.#revokeNewer(found, was);
    // What was not reached may need the tokens that are still on their way to it.
    if (!mayRemain) await this.#unsaved.clear();
    await this.#refused.clear();
    const removed = was.length > 0;
    log.info('signed-out', { removed, revocation: revocation?.kind ?? null });
    const passed = passedLocks && { passedLocks };
    return { kind: 'signedOut', removed, unreached, mayRemain, revocation, keptAside, ...passed };
  }

  /** Another program may have refreshed the sign-in while the issuer was asked. */
  async #revokeNewer(revoked: StoredCredential, was: readonly StoredCredential[]): Promise<void> {
    if (revoked.kind !== 'present' || !isRefreshableRecord(revoked.record)) return;
    const { record } = revoked;
    for (const one of was) {
      if (one.kind !== 'present' || !isRefreshableRecord(one.record)) continue;
      const isNewer = !sameTokens(one.record.tokens, revoked.record.tokens);
      if (isNewer && sameSignIn(one.record, record)) await this.#revoke(one);
    }
  }

  async #revoke(stored: StoredCredential): Promise<RevokeOutcome> {
    if (stored.kind === 'invalid' || stored.kind === 'unreadable') {
      return { kind: 'failed', message: 'The stored credential cannot be read.' };
    }
    if (stored.kind === 'absent' || !isRefreshableRecord(stored.record)) return { kind: 'nothing' };
    const { http, endpoints } = this.#parts;
    const tokens = this.#newestOf(stored.record.tokens);
    const destination = revokeDestination(endpoints, tokens);
    if (destination.kind === 'none') return { kind: 'failed', message: destination.message };
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
    return this.#run(async () => {
      const outcome = await this.#refreshing.run(force);
      if (outcome.kind === 'refreshed') await this.#refused.clear();
      return outcome;
    });
  }

  /** A failure for good is met again by whoever asks with the same tokens. */
  #remember(failure: RefreshFailure): void {
    const record = storedRecordOf(this.#credential);
    if (failure.permanent && record !== null) this.#refused.remember(record, failure);
  }

  /** Tokens in memory end with this program, and so does what is known of them. */
  async #note(record: TokenRecord, code: RefusalCode): Promise<void> {
    if (this.#parts.store.mode !== 'ephemeral') await this.#refused.note(record, code);
  }

  /** The failure for good that stands for what is stored at this moment. */
  async #failureFor(stored: StoredCredential): Promise<RefreshFailure | null> {
    await this.#refused.look();
    return stored.kind === 'present' ? this.#refused.failureOf(stored.record) : null;
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
    this.#refused.forgetRemembered();
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
        this.#hasLeftUnsaved = this.#unsaved.get() !== null;
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

/**
 * Whether to look into the journal at the start. Beside what is not refreshed there is one
 * only after a crash, for which a keyring is not asked before the next refresh or sign-in.
 */
function mayHoldUnsaved(credential: Credential, mode: StoreMode): boolean {
  return isRefreshable(credential) || mode === 'file';
}
