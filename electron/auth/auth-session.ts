import { storedCredentialTexts as texts } from '../../shared/texts/stored-credential.ts';
import { Listeners } from '../base/listeners.ts';
import type { RandomBytes } from '../ports.ts';
import {
  newLoginOwnerId,
  recordOfGrant,
  sameRecord,
  sameTokens,
  type AuthRecord,
  type SignInGrant,
  type TokenData,
} from './auth-record.ts';
import { resolveCredential, type LookUp, type Credential } from './credential.ts';
import {
  isRefreshable,
  isRefreshableRecord,
  sameCredential,
  storedRecordOf,
  withSourceOf,
} from './credential-facts.ts';
import {
  StoreError,
  type CredentialStore,
  type Meant,
  type SaveOutcome,
  type StoredCredential,
  type StoreMode,
} from './credential-store.ts';
import { revokeDestination } from './endpoints.ts';
import { everythingIn, isMeant, sameSignIn } from './meant-credential.ts';
import { requestWhoami, type WhoamiAnswer } from './personal-access-token.ts';
import type { RefreshFailure } from './refresh-failure.ts';
import { restsUntil } from './refresh-schedule.ts';
import type { RefusalNote, RefusalNotes } from './issuer-notes.ts';
import { RefusedTokens } from './refused-tokens.ts';
import { SerialQueue } from '../base/serial-queue.ts';
import { isStale } from './refresh-due.ts';
import { StoredReplacement, type Replaced } from './stored-replacement.ts';
import { requestRevocation, type RevokeOutcome } from './token-endpoint.ts';
import {
  TokenRefresh,
  type RefreshOptions,
  type RefreshOutcome,
  type TokenRefreshParts,
} from './token-refresh.ts';
import { UnsavedTokens } from './unsaved-tokens.ts';

export type SignOutOutcome =
  | {
      readonly kind: 'signedOut';
      readonly removed: boolean;
      readonly unreached: readonly string[];
      readonly mayRemain: boolean;
      readonly revocation: RevokeOutcome | null;
      readonly keptCopy: string | null;
      readonly passedLocks?: readonly string[];
    }
  | { readonly kind: 'changed'; readonly revocation: RevokeOutcome | null };

export interface SignOutOptions {
  readonly everywhere: boolean;
  /** What a rule judged, which alone is removed; left out where a person signs out. */
  readonly judged?: Credential;
}

interface Published {
  readonly credential: Credential;
  readonly failure: RefreshFailure | null;
  readonly hasUnsavedTokens: boolean;
}

export interface AuthSessionParts extends TokenRefreshParts {
  readonly store: CredentialStore;
  readonly refusals: RefusalNotes;
  readonly randomBytes: RandomBytes;
  readonly witness: CredentialWitness;
}

/** Who changed the credential, as far as this program saw it: itself, or another one. */
export type ChangedBy = 'gatehouse' | 'other';

/** Sees the credential after all that is done here, before whoever asked for it goes on. */
export interface CredentialWitness {
  see(credential: Credential, by: ChangedBy): Promise<void>;
}

/** OWNER of the credential. Source: `AuthManager` of codex-rs/login/src/auth/manager.rs. */
export class AuthSession {
  readonly #parts: AuthSessionParts;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Listeners();
  #credential: Credential = { kind: 'signedOut' };
  #published: Published = { credential: this.#credential, failure: null, hasUnsavedTokens: false };
  #forcedFlight: Promise<RefreshOutcome> | null = null;
  #dueFlight: Promise<RefreshOutcome> | null = null;
  readonly #unsaved: UnsavedTokens;
  #hasLeftUnsaved = false;
  #changedBy: ChangedBy = 'other';
  readonly #refused: RefusedTokens;
  readonly #replacement: StoredReplacement;
  readonly #refreshing: TokenRefresh;

  private constructor(parts: AuthSessionParts) {
    this.#parts = parts;
    this.#unsaved = new UnsavedTokens(() => parts.store.journal, parts.log);
    this.#refused = new RefusedTokens(parts);
    this.#replacement = new StoredReplacement({ ...parts, unsaved: this.#unsaved });
    const owners = { unsaved: this.#unsaved, refused: this.#refused };
    this.#refreshing = new TokenRefresh(parts, owners, {
      get: () => this.#credential,
      // A refresh of its own changes nobody.
      take: (stored) => void this.#take(stored, 'other'),
    });
  }

  /** Loads once, and saves tokens that a program which has ended left in the journal. */
  static async open(parts: AuthSessionParts): Promise<AuthSession> {
    const session = new AuthSession(parts);
    await session.reload();
    if (mayHoldUnsaved(session.get(), parts.store.mode)) await session.saveUnsaved({ waitMs: 0 });
    return session;
  }

  get(): Credential {
    return this.#credential;
  }

  lastFailure(): RefreshFailure | null {
    const held = storedRecordOf(this.#credential);
    return held && this.#refused.failureOf(held);
  }

  refusal(): RefusalNote | null {
    const held = storedRecordOf(this.#credential);
    return held && this.#refused.noteOf(held);
  }

  /** Whether received tokens could not be saved; false during the first attempt. */
  hasUnsavedTokens(): boolean {
    return this.#hasLeftUnsaved && this.#unsaved.get() !== null;
  }

  isRefreshing(): boolean {
    return this.#forcedFlight !== null || this.#dueFlight !== null;
  }

  /** Whether neither store nor journal took tokens, which would end with this program. */
  hasTokensInMemoryAlone(): boolean {
    return this.#unsaved.areInMemoryAlone();
  }

  /** Whether a program ended while it refreshed these tokens: their refresh token may be spent. */
  wasInterrupted(): Promise<boolean> {
    return this.#run(async () => {
      const { record } = this.#credential.kind === 'chatgpt' ? this.#credential : { record: null };
      const begun = await this.#unsaved.seenBegun();
      if (!begun || !record?.tokens || !sameTokens(begun.tokens, record.tokens)) return false;
      // A running program may still be refreshing.
      return this.#parts
        .guard(async () => (await this.#unsaved.begun()) !== null, { waitMs: 0 })
        .catch(() => false);
    });
  }

  /** Saves received tokens, also those of a program that has ended. True where none are left. */
  saveUnsaved(options?: { readonly waitMs: number }): Promise<boolean> {
    return this.#run(async () => {
      if (!(await this.#unsaved.isThere())) return true;
      const outcome = await this.#refreshing.saveUnsavedGuarded(options);
      return outcome === null || outcome.kind !== 'failed' || outcome.failure.permanent;
    });
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The snapshot for requests, refreshed first where it is stale, unless it has just come. */
  async current(): Promise<Credential> {
    const credential = this.#credential;
    if (credential.kind === 'chatgpt' && this.#isWorthRefreshing(credential.record)) {
      await this.refresh();
    }
    return this.#credential;
  }

  /** Reads the store again. True where the credential has changed. */
  reload(): Promise<boolean> {
    return this.#run(async () => {
      await this.#refused.look();
      return this.#take(await this.#parts.store.load(), 'other');
    });
  }

  /**
   * Runs work that must not meet a refresh, sign-in or sign-out. Throws a `StoreError`.
   *
   * @param puts what the work puts in place of what is stored; null where it changes nobody
   */
  exclusively<T>(work: () => Promise<T>, puts: AuthRecord | null): Promise<T> {
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
        const found = await this.#parts.store.load();
        this.#take(found, puts !== null && holds(found, puts) ? 'gatehouse' : 'other');
      }
    });
  }

  /** Refreshes where it is due, or with `force`. Simultaneous callers share one request. */
  refresh(options: RefreshOptions = { force: false }): Promise<RefreshOutcome> {
    if (options.force) {
      return (this.#forcedFlight ??= this.#flyForced(this.#dueFlight, options).finally(() => {
        this.#forcedFlight = null;
      }));
    }
    return (
      this.#forcedFlight ??
      (this.#dueFlight ??= this.#fly(options).finally(() => {
        this.#dueFlight = null;
      }))
    );
  }

  async requirePlace(): Promise<void> {
    await this.#run(() => this.#parts.store.newSignInGoesTo());
  }

  /** Saves a new sign-in in place of the present one. Throws a `StoreError`. */
  signIn(grant: SignInGrant): Promise<Replaced> {
    return this.#run(async () => {
      const { store, now, log, randomBytes } = this.#parts;
      await this.#unsaved.recover();
      const stored = await store.load();
      const previous = stored.kind === 'present' ? stored.record : null;
      const record = recordOfGrant(previous, grant, newLoginOwnerId(randomBytes), now());
      const replaced = await this.#replacement.bySignIn(stored, record);
      await this.#refused.clear();
      const found = savedAs(record, replaced.outcome);
      this.#take(found, holds(found, record) ? 'gatehouse' : 'other');
      if (grant.kind === 'personalAccessToken') {
        const { token, whoami } = grant;
        this.#learn(token, { kind: 'known', whoami, at: now() });
      }
      log.info('signed-in', { method: grant.kind, keptCopy: replaced.keptCopy !== null });
      return replaced;
    });
  }

  /** Puts a kept record into use and keeps what was in use. Throws a `StoreError`. */
  useKept(record: AuthRecord): Promise<Replaced> {
    return this.#run(() =>
      this.#parts.guard(async () => {
        const { store, log } = this.#parts;
        await this.#unsaved.recover();
        const replaced = await this.#replacement.byKept(await store.load(), record);
        const found = await store.load();
        this.#take(found, holds(found, record) ? 'gatehouse' : 'other');
        if (found.kind !== 'present' || !sameRecord(found.record, record)) {
          const message = texts.changedByAnother({ place: store.location });
          throw new StoreError('unwritable', message);
        }
        log.info('kept-sign-in-used');
        return replaced;
      }),
    );
  }

  /** Asks whose the stored personal access token is; null where there is none. */
  async lookUp(): Promise<WhoamiAnswer | null> {
    if (this.#credential.kind !== 'personalAccessToken') return null;
    const { token } = this.#credential;
    const answer = await requestWhoami(this.#parts, token);
    if (answer.kind !== 'failed') {
      const lookUp = { ...answer, at: this.#parts.now() };
      await this.#run(() => Promise.resolve(this.#learn(token, lookUp)));
    }
    return answer;
  }

  #learn(token: string, lookUp: LookUp): void {
    const held = this.#credential;
    if (held.kind !== 'personalAccessToken' || held.token !== token) return;
    this.#credential = { ...held, lookUp };
  }

  /** Removes the stored credential; with `everywhere`, revokes it first. Throws a `StoreError`. */
  signOut(options: SignOutOptions): Promise<SignOutOutcome> {
    const shown = options.judged ?? this.#credential;
    return this.#run(async () => {
      const meant = await this.#meantBy(options, shown);
      let outcome: SignOutOutcome | null = null;
      try {
        outcome = await this.#removeGuarded(options, meant);
        return outcome;
      } finally {
        const found = await this.#parts.store.load();
        const isOwn = found.kind === 'absent' && outcome !== null && hasCleared(outcome);
        this.#take(found, isOwn ? 'gatehouse' : 'other');
      }
    });
  }

  async #removeGuarded(options: SignOutOptions, meant: Meant): Promise<SignOutOutcome> {
    let hasBegun = false;
    try {
      // A refresh under way elsewhere would bring tokens that nobody revokes.
      return await this.#parts.guard(() => {
        hasBegun = true;
        return this.#remove(options, meant);
      });
    } catch (error) {
      // A sign-out does not wait for a refresh that never ends.
      if (hasBegun || !(error instanceof StoreError) || error.code !== 'busy') throw error;
      return this.#remove(options, meant);
    }
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
    // A keyring that does not answer is not reached by the removal either.
    const isUnread =
      found.kind === 'invalid' || (found.kind === 'unreadable' && found.reason === 'denied');
    const keptCopy = isUnread ? await store.keepCopy() : null;
    // A failed revocation does not stop the removal.
    const revocation = everywhere ? await this.#revoke(found) : null;
    const outcome = await store.delete(meant);
    if (outcome.kind === 'changed') return { kind: 'changed', revocation };
    const { was, unreached, mayRemain, passedLocks } = outcome;
    if (revocation?.kind === 'revoked') await this.#revokeNewer(found, was);
    // A place that was not reached may need the tokens in the journal.
    if (!mayRemain) await this.#unsaved.clear();
    await this.#refused.clear();
    const removed = was.length > 0;
    log.info('signed-out', { removed, revocation: revocation?.kind ?? null });
    const passed = passedLocks && { passedLocks };
    return { kind: 'signedOut', removed, unreached, mayRemain, revocation, keptCopy, ...passed };
  }

  /** Another program may have refreshed during the revocation. */
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
      return { kind: 'failed', message: texts.unreadable() };
    }
    if (stored.kind === 'absent' || !isRefreshableRecord(stored.record)) return { kind: 'nothing' };
    const { http, endpoints } = this.#parts;
    const tokens = this.#newestOf(stored.record.tokens);
    const destination = revokeDestination(endpoints, tokens);
    if (destination.kind === 'none') return { kind: 'failed', message: destination.message };
    return requestRevocation({ http, destination, originator: endpoints.originator }, tokens);
  }

  /** Stored tokens are spent while their successors are unsaved. */
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

  /** Joins a running refresh; another one follows only where that found nothing due. */
  #flyForced(
    due: Promise<RefreshOutcome> | null,
    options: RefreshOptions,
  ): Promise<RefreshOutcome> {
    if (due === null) return this.#fly(options);
    return due.then((outcome) => (outcome.kind === 'fresh' ? this.#fly(options) : outcome));
  }

  #fly(options: RefreshOptions): Promise<RefreshOutcome> {
    return this.#run(() => this.#refreshing.run(options));
  }

  #resolve(stored: StoredCredential): Credential {
    return resolveCredential({ stored, location: this.#parts.store.location });
  }

  #take(stored: StoredCredential, by: ChangedBy): boolean {
    const found = this.#resolve(stored);
    const isChanged = !sameCredential(this.#credential, found);
    const next = isChanged ? found : withSourceOf(this.#credential, found);
    if (next === this.#credential) return false;
    this.#credential = next;
    if (isChanged) {
      this.#changedBy = by;
      this.#refused.forgetRemembered();
      this.#parts.log.info('credential-changed', { kind: next.kind });
    } else this.#parts.log.info('credential-moved');
    this.#publishChange();
    return isChanged;
  }

  #run<T>(verb: () => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      try {
        return await verb();
      } finally {
        this.#hasLeftUnsaved = this.#unsaved.get() !== null;
        this.#publishChange();
        await this.#parts.witness.see(this.#credential, this.#changedBy);
      }
    });
  }

  #publishChange(): void {
    const published = this.#published;
    const credential = this.get();
    const failure = this.lastFailure();
    const hasUnsavedTokens = this.hasUnsavedTokens();
    const isUnchanged =
      credential === published.credential &&
      failure === published.failure &&
      hasUnsavedTokens === published.hasUnsavedTokens;
    if (isUnchanged) return;
    this.#published = { credential, failure, hasUnsavedTokens };
    this.#listeners.tell();
  }
}

function savedAs(record: AuthRecord, outcome: SaveOutcome): StoredCredential {
  return outcome.kind === 'saved'
    ? { kind: 'present', record, source: outcome.source }
    : outcome.found;
}

/** Whether a store has what was put there, with the tokens of any refresh since. */
function holds(found: StoredCredential, record: AuthRecord): boolean {
  return found.kind === 'present' && sameSignIn(found.record, record);
}

function hasCleared(outcome: SignOutOutcome): boolean {
  return outcome.kind === 'signedOut' && (outcome.removed || outcome.keptCopy !== null);
}

/** A keyring is not asked for the journal that only a crash leaves beside other credentials. */
function mayHoldUnsaved(credential: Credential, mode: StoreMode): boolean {
  return isRefreshable(credential) || mode === 'file';
}
