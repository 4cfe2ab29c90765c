import { noticeTexts } from '../../shared/texts/notices.ts';
import type { AppErrorCode } from '../../shared/app-error.ts';
import type { AppState } from '../../shared/app-state.ts';
import {
  failedSignInCode,
  methodOf,
  methods,
  refreshCode,
  signOutCode,
} from '../activity/outcome-codes.ts';
import { outsideEvent } from '../activity/outside-event.ts';
import type { SignOutOutcome } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import { StoreError, type StoredSource } from '../auth/credential-store.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import type { RevokeOutcome } from '../auth/token-endpoint.ts';
import type { WhoamiAnswer } from '../auth/personal-access-token.ts';
import type { SignInGrant } from '../auth/auth-record.ts';
import type { RefreshOptions, RefreshOutcome } from '../auth/token-refresh.ts';
import { Listeners } from '../base/listeners.ts';
import { checkCloud } from '../policy/config-check.ts';
import type { RulesInForce } from '../policy/cloud-rules.ts';
import type { CodexLoading } from '../policy/codex-loading.ts';
import type { DemandedEvidence } from '../policy/demanded-evidence.ts';
import { restrictionVerdict } from '../policy/restriction-verdict.ts';
import type { Evidence, Verdict } from '../policy/verdict.ts';
import { Enforcer, type EnforcerParts } from './enforcer.ts';
import { asksForRemoval, withDoubt, type Enforcement } from '../policy/enforce-verdict.ts';
import { OutsideSignOut } from './outside-sign-out.ts';
import {
  keptCopyNotice,
  keptCopyAtSignOutNotice,
  leftInKeyringNotice,
  keptSignInNotice,
  lookUpFailedNotice,
  notKeptNotice,
  refreshFailedNotice,
  revocationNotice,
  signOutFailedNotice,
  unreachedNotice,
} from './notices.ts';

export type Busy = AppState['busy'];

export interface AccountCommandsParts extends Omit<EnforcerParts, 'verdict' | 'look' | 'reread'> {
  readonly inForce: Pick<RulesInForce, 'get' | 'settingsFor'>;
  readonly lookAtKept: () => Promise<void>;
  /** How far the workspace of the present credential is proven. */
  readonly evidence: () => Evidence;
  readonly demanded: Pick<DemandedEvidence, 'look' | 'lookNow'>;
  readonly loading: Pick<CodexLoading, 'get' | 'isKnown' | 'look'>;
  /** A locked keyring may prompt again. */
  allowKeyringPrompt(): void;
  readonly keyringKeepsDeleted: () => Promise<boolean>;
  /** Whether the program goes on, so that a person sees its notices. */
  readonly isLasting: boolean;
}

/**
 * OWNER of what a person can ask for with an account in window, tray and command line, and the one
 * place where it is recorded. Results appear as the account and as notices.
 */
export class AccountCommands {
  readonly removal: Enforcer;
  readonly #parts: AccountCommandsParts;
  readonly #outsideSignOut: OutsideSignOut;
  readonly #listeners = new Listeners();
  /** One may be part of another; the last is the one that is told. */
  #underWay: readonly NonNullable<Busy>[] = [];
  /** Of the last recorded due refresh; null where it did not fail. */
  #recordedFailure: string | null = null;

  constructor(parts: AccountCommandsParts) {
    this.#parts = parts;
    this.#outsideSignOut = new OutsideSignOut(parts);
    this.removal = new Enforcer({
      ...parts,
      verdict: () => this.verdict(),
      look: () => this.look(),
      reread: () => this.#reloadSession(),
    });
  }

  get(): Busy {
    return this.#underWay.at(-1) ?? null;
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  verdict(): Verdict {
    const { session, inForce, evidence, loading } = this.#parts;
    const settings = inForce.get();
    const { rules: known, environment } = settings;
    const verdict = restrictionVerdict(known, session.get(), evidence(), environment);
    return withDoubt(verdict, loading.get() ?? checkCloud(settings));
  }

  /**
   * Looks, and refreshes what is due. `isAsked`, by a person or after a sleep, seeks evidence anew.
   */
  async reload({ isAsked = false }: { readonly isAsked?: boolean } = {}): Promise<void> {
    const { demanded } = this.#parts;
    await this.look();
    await (isAsked ? demanded.lookNow() : demanded.look());
    // A look at the window is no answer to what failed.
    if (isAsked) this.#parts.notices.remove('refresh-failed-for-now');
    if (this.verdict().kind === 'allowed') await this.refresh({ force: false });
  }

  /**
   * Reads rules and store again, and enforces the rules. It refreshes nothing: a refresh writes the
   * store, which leads to a look, so that tokens of a short life would be refreshed for ever.
   */
  async look(): Promise<void> {
    await this.#parts.rules.reload();
    await this.#reloadSession();
    await this.enforce();
  }

  /**
   * Reads the store again where a `gatehouse` command recorded something: keyrings report no
   * change. Rules are enforced only upon another credential: a failed removal, recorded too, would
   * loop.
   */
  async lookAfterCommand(): Promise<void> {
    if (!(await this.#parts.activity.hasNewOfCommand())) return;
    if (await this.#reloadSession()) await this.enforce();
  }

  /** Resolves to whether another program has changed it, which is recorded. */
  async #reloadSession(): Promise<boolean> {
    const { session, notices, activity, isLasting } = this.#parts;
    const before = session.get();
    await this.#parts.lookAtKept();
    const isChanged = await session.reload();
    await this.#parts.accounts.look();
    if (!isChanged) return false;
    notices.remove('refresh-failed-for-now');
    const event = outsideEvent(before, session.get());
    if (event?.action === 'sign-out') this.#outsideSignOut.record(event, isLasting);
    else if (event !== null) activity.record('other-program', event);
    return true;
  }

  /** Whether Codex would carry out a removal that a rule demands. */
  async lookAtCodex(): Promise<void> {
    if (asksForRemoval(this.verdict())) await this.#parts.loading.look();
  }

  allowPrompt(): void {
    this.#parts.allowKeyringPrompt();
  }

  enforce(): Promise<Enforcement> {
    return this.removal.enforce();
  }

  /** @throws {StoreError} where a new sign-in has no place to go to. */
  async requirePlace(): Promise<void> {
    this.allowPrompt();
    await this.#parts.session.requirePlace();
  }

  /** @throws {StoreError} */
  async signIn(grant: SignInGrant): Promise<void> {
    const { session, notices, activity } = this.#parts;
    this.allowPrompt();
    // What was done before is no part of what this does.
    notices.remove('accounts-done', 'switched');
    const { keptCopy, kept, notKept } = await session.signIn(grant);
    const credential = session.get();
    const detail = methods[grant.kind];
    await this.#parts.accounts.look();
    activity.recordForPerson({ action: 'sign-in', outcome: 'done', credential, detail });
    // It may be the same account again.
    notices.remove('refresh-failed-for-now', 'sign-out-failed', 'unreached');
    if (keptCopy !== null) notices.put(keptCopyNotice(keptCopy));
    if (kept.length > 0) notices.put(keptSignInNotice());
    if (notKept !== null) notices.put(notKeptNotice(notKept));
  }

  changeKept<T>(work: () => Promise<T>): Promise<T> {
    return this.#while('changingKept', work);
  }

  /** Work on saved accounts, as one command. */
  changeAccounts(
    busy: 'switchingAccount' | 'changingAccount',
    work: () => Promise<unknown>,
  ): Promise<unknown> {
    return this.#while(busy, work);
  }

  signInFailed(code: AppErrorCode): void {
    const { session, activity } = this.#parts;
    const outcome = failedSignInCode(code);
    if (outcome === null) return;
    activity.recordForPerson({ action: 'sign-in', outcome, credential: session.get() });
  }

  /** Refreshes. With `force` it counts as a command under way. */
  refresh(options: RefreshOptions): Promise<RefreshOutcome> {
    const { session, notices } = this.#parts;
    if (options.force) this.allowPrompt();
    const work = async (): Promise<RefreshOutcome> => {
      const known = session.lastFailure();
      const outcome = await session.refresh(options);
      if (outcome.kind === 'refreshed') await this.#parts.accounts.look();
      const notice = outcome.kind === 'failed' ? refreshFailedNotice(outcome.failure) : null;
      // Being offline is a state, and no failure where nobody asked.
      const isQuiet = !options.force && outcome.kind === 'failed' && isPassing(outcome.failure);
      if (notice && !isQuiet) notices.put(notice);
      // That nothing was due, as whenever the window is looked at, mends no failure.
      else if (outcome.kind !== 'fresh') notices.remove('refresh-failed-for-now');
      // A repeated answer came from no request.
      if (options.force || outcome.kind !== 'failed' || outcome.failure !== known) {
        this.#recordRefresh(outcome, options);
      }
      return outcome;
    };
    // Checks at every focus of the window must not flash.
    return options.force ? this.#while('refreshing', work) : work();
  }

  /**
   * Asks the sign-in service whose the stored personal access token is: for a person alone, since
   * nobody else may send it anywhere. Null where there is none.
   */
  lookUp(): Promise<WhoamiAnswer | null> {
    const { session, notices } = this.#parts;
    return this.#while('lookingUp', async () => {
      notices.remove('look-up-failed');
      const answer = await session.lookUp();
      if (answer?.kind === 'failed') notices.put(lookUpFailedNotice(answer.message));
      return answer;
    });
  }

  /** Signs out; null where it could not be removed, as a notice says. */
  signOut(options: { readonly everywhere: boolean }): Promise<SignOutOutcome | null> {
    const { session, notices, activity } = this.#parts;
    this.allowPrompt();
    return this.#while('signingOut', async () => {
      const credential = session.get();
      const record = (outcome: string, revocation: RevokeOutcome | null): void => {
        // A key has no other place to be signed out of.
        const isEverywhere = options.everywhere && revocation?.kind !== 'nothing';
        const detail = isEverywhere ? 'everywhere' : methodOf(credential);
        activity.recordForPerson({ action: 'sign-out', outcome, credential, detail });
      };
      try {
        const outcome = await session.signOut(options);
        record(signOutCode(outcome), outcome.revocation);
        if (outcome.kind === 'changed') {
          notices.put(signOutFailedNotice(noticeTexts.changedBySignOut()));
          return outcome;
        }
        if (outcome.removed && !outcome.mayRemain)
          await this.#parts.accounts.left(credential, 'person');
        notices.remove('sign-out-failed', 'refresh-failed-for-now', 'kept-copy');
        if (outcome.keptCopy !== null) notices.put(keptCopyAtSignOutNotice(outcome.keptCopy));
        if (outcome.revocation) notices.put(revocationNotice(outcome.revocation));
        if (outcome.mayRemain) notices.put(unreachedNotice(outcome.unreached));
        const wasInKeyring = outcome.removed && sourceOf(credential) === 'keyring';
        if (wasInKeyring && (await this.#parts.keyringKeepsDeleted())) {
          notices.put(leftInKeyringNotice());
        }
        return outcome;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        record(`failed:${error.code}`, null);
        notices.put(signOutFailedNotice(error.message));
        return null;
      }
    });
  }

  tokenGiven(): void {
    const { session, activity } = this.#parts;
    const credential = session.get();
    activity.recordForPerson({ action: 'give-token', outcome: 'done', credential });
  }

  #recordRefresh(outcome: RefreshOutcome, { force }: { readonly force: boolean }): void {
    const { session, activity } = this.#parts;
    const code = refreshCode(outcome);
    const failure = outcome.kind === 'failed' ? code : null;
    const isRepeated = !force && failure !== null && failure === this.#recordedFailure;
    if (code !== null || outcome.kind === 'fresh') this.#recordedFailure = failure;
    if (code === null || isRepeated) return;
    const event = { action: 'refresh', outcome: code, credential: session.get() } as const;
    if (force) activity.recordForPerson(event);
    else activity.recordDue(event);
  }

  async #while<T>(busy: NonNullable<Busy>, work: () => Promise<T>): Promise<T> {
    this.#set([...this.#underWay, busy]);
    try {
      return await work();
    } finally {
      const ended = this.#underWay.lastIndexOf(busy);
      this.#set(this.#underWay.filter((_, index) => index !== ended));
    }
  }

  #set(underWay: readonly NonNullable<Busy>[]): void {
    this.#underWay = underWay;
    this.#listeners.tell();
  }
}

function isPassing({ reason }: RefreshFailure): boolean {
  return reason === 'offline' || reason === 'locked';
}

function sourceOf(stored: Credential): StoredSource | null {
  if ('source' in stored) return stored.source;
  return stored.kind === 'apiKey' ? stored.origin.source : null;
}
