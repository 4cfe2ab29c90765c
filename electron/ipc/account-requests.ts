import { requestTexts as texts } from '../../shared/texts/requests.ts';
import type { WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import type { AccountCommands } from '../account/account-commands.ts';
import type { AccountsInHome } from '../account/accounts-in-home.ts';
import type { KeptCommands } from '../account/kept-commands.ts';
import type { SavedAccountCommands } from '../account/saved-account-commands.ts';
import type { WorkspaceNames } from '../codex-server/workspace-names.ts';
import type { RunningCodex } from '../codex-programs/running-codex.ts';
import { AppFailure } from '../base/app-failure.ts';
import type { Verdict } from '../policy/verdict.ts';
import { verdictText } from '../policy/violation-text.ts';
import { anotherUnderWay, type RunningCommands } from './running-commands.ts';

export interface AccountRequestsParts {
  readonly commands: Pick<
    AccountCommands,
    | 'allowPrompt'
    | 'changeAccounts'
    | 'changeKept'
    | 'get'
    | 'lookUp'
    | 'refresh'
    | 'reload'
    | 'signOut'
    | 'verdict'
  >;
  readonly kept: Pick<KeptCommands, 'use' | 'remove'>;
  readonly accounts: Pick<
    SavedAccountCommands,
    'choosePlainFiles' | 'remove' | 'rename' | 'signOutEverywhere' | 'startWithNewKey' | 'use'
  >;
  readonly inHome: Pick<AccountsInHome, 'lookAgain'>;
  /** Asks about a restart of the background server of Codex after a change of the account. */
  readonly codex: Pick<RunningCodex, 'askingAfter'>;
  readonly workspaceNames: Pick<WorkspaceNames, 'get'>;
  readonly running: RunningCommands;
}

/**
 * Commands for the sign-in, and for saved and kept ones, as window and tray ask for them: accepted at once,
 * or refused with `busy` while another one is under way. Their results appear as state.
 */
export class AccountRequests {
  readonly #parts: AccountRequestsParts;
  #reloading: Promise<void> | null = null;

  constructor(parts: AccountRequestsParts) {
    this.#parts = parts;
  }

  /** @throws {AppFailure} `busy`, `forbidden-by-rule`, `rules-unknown` or `not-judged` */
  refresh(): void {
    const { commands, workspaceNames } = this.#parts;
    requireAllowed(commands.verdict(), workspaceNames.get());
    this.#accept('refresh', () => commands.refresh({ force: true }));
  }

  /** @throws {AppFailure} `busy` */
  signOut(options: { readonly everywhere: boolean }): void {
    this.#accept('sign-out', () => this.#parts.commands.signOut(options));
  }

  /** @throws {AppFailure} `busy` */
  lookUp(): void {
    this.#accept('look-up', () => this.#parts.commands.lookUp());
  }

  /** @throws {AppFailure} `busy` */
  useAccount(id: string): void {
    this.#acceptAccounts('switchingAccount', () => this.#parts.accounts.use(id));
  }

  /** @param label null for none. @throws {AppFailure} `busy` */
  renameAccount(id: string, label: string | null): void {
    this.#acceptAccounts('changingAccount', () => this.#parts.accounts.rename(id, label));
  }

  /** @throws {AppFailure} `busy` */
  removeAccount(id: string): void {
    this.#acceptAccounts('changingAccount', () => this.#parts.accounts.remove(id));
  }

  /** @throws {AppFailure} `busy` */
  signOutAccount(id: string): void {
    this.#acceptAccounts('changingAccount', () => this.#parts.accounts.signOutEverywhere(id));
  }

  /** @throws {AppFailure} `busy` */
  choosePlainFiles(isOn: boolean): void {
    this.#acceptAccounts('changingAccount', () => this.#parts.accounts.choosePlainFiles(isOn));
  }

  /** @throws {AppFailure} `busy` */
  makeAccountKey(): void {
    this.#acceptAccounts('changingAccount', () => this.#parts.accounts.startWithNewKey());
  }

  lookAtAccounts(): void {
    void this.#parts.running.run('accounts-look', () => this.#parts.inHome.lookAgain());
  }

  /** @throws {AppFailure} `busy` */
  useKept(id: string): void {
    this.#acceptKept('kept-use', () => this.#parts.kept.use(id));
  }

  /** @throws {AppFailure} `busy` */
  removeKept(id: string): void {
    this.#acceptKept('kept-remove', () => this.#parts.kept.remove(id));
  }

  /** See `AccountCommands.reload`. Calls share one that is running, and never reject. */
  reload(options?: { readonly isAsked: boolean }): Promise<void> {
    const work = () => this.#parts.commands.reload(options);
    this.#reloading ??= this.#parts.running.run('reload', work).finally(() => {
      this.#reloading = null;
    });
    return this.#reloading;
  }

  /**
   * As `reload`, for a person who asked: a locked keyring is asked again, after a reload that is
   * running, which it may have refused already.
   */
  readAgain(): Promise<void> {
    return this.#parts.running.run('read-again', async () => {
      await this.#reloading;
      this.#parts.commands.allowPrompt();
      await this.reload({ isAsked: true });
    });
  }

  #accept(command: string, work: () => Promise<unknown>): void {
    const busy = this.#parts.commands.get();
    if (busy !== null) throw new AppFailure('busy', texts.busy[busy]());
    this.#run(command, work);
  }

  #acceptAccounts(
    busy: 'switchingAccount' | 'changingAccount',
    work: () => Promise<unknown>,
  ): void {
    const { commands } = this.#parts;
    if (commands.get() !== null) throw anotherUnderWay();
    this.#run(busy, () => commands.changeAccounts(busy, work));
  }

  #acceptKept(command: string, work: () => Promise<unknown>): void {
    const { commands } = this.#parts;
    if (commands.get() !== null) throw anotherUnderWay();
    this.#run(command, () => commands.changeKept(work));
  }

  #run(command: string, work: () => Promise<unknown>): void {
    const { codex, running } = this.#parts;
    void running.run(command, () => codex.askingAfter(work));
  }
}

function requireAllowed(verdict: Verdict, names: WorkspaceNaming): void {
  switch (verdict.kind) {
    case 'allowed':
      return;
    case 'violated':
      throw new AppFailure('forbidden-by-rule', verdictText(verdict, names));
    case 'unknown': {
      const code = verdict.because === 'rules' ? 'rules-unknown' : 'not-judged';
      throw new AppFailure(code, verdict.message);
    }
  }
}
