import type { AuthSession, RefreshOutcome, SignOutOutcome } from '../auth/auth-session.ts';
import { StoreError } from '../auth/credential-store.ts';
import type { SignInGrant } from '../auth/grant.ts';
import { enforceVerdict, type Enforcement } from '../policy/enforce-verdict.ts';
import { restrictionVerdict, type Verdict } from '../policy/restriction-verdict.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { Log } from '../ports.ts';
import type { NoticeBoard } from './notice-board.ts';
import {
  enforcementNotice,
  keptAsideNotice,
  refreshFailedNotice,
  revocationNotice,
  signOutFailedNotice,
  unreachedNotice,
} from './notices.ts';

export type Busy = 'refreshing' | 'signingOut' | null;

export interface AccountCommandsParts {
  readonly session: AuthSession;
  readonly rules: RulesOwner;
  readonly notices: NoticeBoard;
  readonly log: Log;
  /** The person asked for something: a locked keyring may show its prompt again. */
  allowKeyringPrompt(): void;
}

/**
 * What a person can ask for with an account, for the window and the tray alike.
 * OWNER of which of these is under way; results appear as the account and as notices.
 */
export class AccountCommands {
  readonly #parts: AccountCommandsParts;
  readonly #listeners = new Set<() => void>();
  #busy: Busy = null;

  constructor(parts: AccountCommandsParts) {
    this.#parts = parts;
  }

  get(): Busy {
    return this.#busy;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  verdict(): Verdict {
    const { session, rules } = this.#parts;
    return restrictionVerdict(rules.get().rules, session.get());
  }

  /** Reads rules and store again, enforces what they ask, and refreshes what is due. */
  async reload(): Promise<void> {
    await this.look();
    this.#parts.notices.remove('refresh-failed-for-now');
    if (this.verdict().kind === 'allowed') await this.refresh({ force: false });
  }

  /**
   * Reads rules and store again, and enforces what they ask. Nothing is refreshed:
   * a refresh writes the store, and where a write leads to a look, tokens that live
   * for less than they are due before their end would be refreshed for ever.
   */
  async look(): Promise<void> {
    const { session, rules, notices } = this.#parts;
    await rules.reload();
    if (await session.reload()) notices.remove('refresh-failed-for-now');
    await this.enforce();
  }

  /** The person asked: a locked keyring may show its prompt again. */
  allowPrompt(): void {
    this.#parts.allowKeyringPrompt();
  }

  /** Acts on the verdict over the present credential, and tells what was done. */
  async enforce(): Promise<Enforcement> {
    const { session, notices, log } = this.#parts;
    const enforcement = await enforceVerdict(this.verdict(), () =>
      session.signOut({ everywhere: false }),
    );
    if (enforcement.kind === 'signedOut') {
      const { rule, source } = enforcement.violation;
      log.warn('login-rule-enforced', { rule, source, removed: enforcement.removed });
      notices.put(enforcementNotice(enforcement));
    }
    return enforcement;
  }

  /** Saves a grant. Its rules have been asked by then. @throws {StoreError} */
  async signIn(grant: SignInGrant): Promise<void> {
    const { session, notices } = this.#parts;
    this.allowPrompt();
    const { keptAside } = await session.signIn(grant);
    notices.remove(
      'enforced',
      'revocation',
      'refresh-failed-for-now',
      'sign-out-failed',
      'unreached',
    );
    if (keptAside !== null) notices.put(keptAsideNotice(keptAside));
  }

  /** Refreshes; only what a person asked for, with `force`, counts as a command under way. */
  refresh(options: { readonly force: boolean }): Promise<RefreshOutcome> {
    const { session, notices } = this.#parts;
    if (options.force) this.allowPrompt();
    const work = async (): Promise<RefreshOutcome> => {
      const outcome = await session.refresh(options);
      const notice = outcome.kind === 'failed' ? refreshFailedNotice(outcome.failure) : null;
      if (notice) notices.put(notice);
      else notices.remove('refresh-failed-for-now');
      return outcome;
    };
    // Looking whether a refresh is due, at every focus of the window, must not flash.
    return options.force ? this.#while('refreshing', work) : work();
  }

  /** Signs out; null where the credential could not be removed, which a notice then tells. */
  signOut(options: { readonly everywhere: boolean }): Promise<SignOutOutcome | null> {
    const { session, notices } = this.#parts;
    this.allowPrompt();
    return this.#while('signingOut', async () => {
      try {
        const outcome = await session.signOut(options);
        notices.remove('sign-out-failed', 'refresh-failed-for-now', 'kept-aside');
        if (outcome.revocation) notices.put(revocationNotice(outcome.revocation));
        if (outcome.unreached.length > 0) notices.put(unreachedNotice(outcome.unreached));
        return outcome;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        notices.put(signOutFailedNotice(error.message));
        return null;
      }
    });
  }

  async #while<T>(busy: NonNullable<Busy>, work: () => Promise<T>): Promise<T> {
    this.#set(busy);
    try {
      return await work();
    } finally {
      // Unless another command has begun meanwhile.
      if (this.#busy === busy) this.#set(null);
    }
  }

  #set(busy: Busy): void {
    this.#busy = busy;
    for (const listener of this.#listeners) listener();
  }
}
