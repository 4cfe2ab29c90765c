import type { AccountCommands } from '../account/account-commands.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { RuleAnswer } from '../policy/sign-in-rules.ts';
import type { Verdict } from '../policy/verdict.ts';
import type { Log } from '../ports.ts';
import { requireRule } from '../sign-in/rule-check.ts';
import { RunningCommands } from './running-commands.ts';

export interface AccountRequestsParts {
  readonly commands: Pick<
    AccountCommands,
    'allowPrompt' | 'get' | 'refresh' | 'reload' | 'signOut' | 'verdict'
  >;
  /** Whether the sign-in may be revoked on all devices; see `signOutEverywhereRule`. */
  readonly maySignOutEverywhere: () => RuleAnswer;
  readonly log: Log;
}

/**
 * Account commands as the window and the tray ask for them: accepted at once, or
 * refused with `busy` while another one is under way. Their results appear as state.
 */
export class AccountRequests {
  readonly #parts: AccountRequestsParts;
  readonly #running: RunningCommands;
  #reloading: Promise<void> | null = null;

  constructor(parts: AccountRequestsParts) {
    this.#parts = parts;
    this.#running = new RunningCommands(parts.log);
  }

  /**
   * What a rule forbids, or what cannot be judged, is not refreshed.
   *
   * @throws {AppFailure} `busy`, `forbidden-by-rule`, `rules-unknown` or `not-judged`
   */
  refresh(): void {
    requireAllowed(this.#parts.commands.verdict());
    this.#accept('refresh', () => this.#parts.commands.refresh({ force: true }));
  }

  /** @throws {AppFailure} `busy`, `forbidden-by-rule` or `rules-unknown` */
  signOut(options: { readonly everywhere: boolean }): void {
    if (options.everywhere) requireRule(this.#parts.maySignOutEverywhere());
    this.#accept('sign-out', () => this.#parts.commands.signOut(options));
  }

  /**
   * Looks at rules and store again. It is asked by the window's focus, by the end
   * of sleep and by people (see `readAgain`); who asks while one is running shares that one.
   *
   * @param options see `AccountCommands.reload`.
   * @returns a promise that resolves when it is done and never rejects.
   */
  reload(options?: { readonly isAsked: boolean }): Promise<void> {
    const work = () => this.#parts.commands.reload(options);
    this.#reloading ??= this.#running.run('reload', work).finally(() => {
      this.#reloading = null;
    });
    return this.#reloading;
  }

  /**
   * As `reload`, for a person who asked for it: a locked keyring is asked again.
   * A reload that is running has perhaps been refused already, so that another one
   * follows it.
   */
  readAgain(): Promise<void> {
    return this.#running.run('read-again', async () => {
      await this.#reloading;
      this.#parts.commands.allowPrompt();
      await this.reload({ isAsked: true });
    });
  }

  #accept(command: string, work: () => Promise<unknown>): void {
    const busy = this.#parts.commands.get();
    if (busy !== null) throw new AppFailure('busy', busySentences[busy]);
    void this.#running.run(command, work);
  }

  /** Resolves when everything that was accepted so far is done. */
  settled(): Promise<void> {
    return this.#running.settled();
  }
}

const busySentences = {
  refreshing: 'The access token is being refreshed. Try again in a moment.',
  signingOut: 'You are being signed out. Try again in a moment.',
  changingKept: 'A kept sign-in is being changed. Try again in a moment.',
} as const;

/** @throws {AppFailure} `forbidden-by-rule`, `rules-unknown` or `not-judged`: the credential is not to be used. */
function requireAllowed(verdict: Verdict): void {
  switch (verdict.kind) {
    case 'allowed':
      return;
    case 'violated':
      throw new AppFailure('forbidden-by-rule', verdict.message);
    case 'unknown': {
      const code = verdict.because === 'rules' ? 'rules-unknown' : 'not-judged';
      throw new AppFailure(code, verdict.message);
    }
  }
}
