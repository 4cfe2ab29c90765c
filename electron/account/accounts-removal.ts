import type { Activity } from '../activity/activity.ts';
import { StoreError } from '../auth/credential-store.ts';
import { SerialQueue } from '../base/serial-queue.ts';
import { positionCode } from '../policy/config-layer.ts';
import { accountRemoval } from '../policy/gatehouse-rules.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { Delay, Log } from '../ports.ts';
import type { AccountSwitch } from '../saved-accounts/account-switch.ts';
import type { AccountEntry } from '../saved-accounts/accounts-document.ts';
import type { SavedAccounts } from '../saved-accounts/saved-accounts.ts';
import { noticePeriodMs } from './enforcer.ts';
import type { NoticeBoard } from './notice-board.ts';
import { accountsRemovalNotice } from './notices.ts';

export interface AccountsRemovalParts {
  readonly rules: RulesOwner;
  readonly accounts: SavedAccounts;
  readonly switching: Pick<AccountSwitch, 'named'>;
  readonly notices: NoticeBoard;
  readonly activity: Activity;
  readonly delay: Delay;
  readonly log: Log;
  /** Not on the command line, nor in the tray alone. */
  readonly isWatched: () => boolean;
}

/**
 * OWNER of the removal of saved accounts that `gatehouse.remove_saved_accounts` demands, the one way
 * in which a rule removes any. Where somebody can see it, it is announced and carried out after
 * `noticePeriodMs`, by the rules as they are then; else at once. What Codex uses stays.
 */
export class AccountsRemoval {
  readonly #parts: AccountsRemovalParts;
  readonly #queue = new SerialQueue();
  #timer: AbortController | null = null;

  constructor(parts: AccountsRemovalParts) {
    this.#parts = parts;
  }

  /** Announces what the rules demand, or carries it out where it is due. It never rejects. */
  enforce(): Promise<void> {
    return this.#queue.run(() => this.#enforce(false));
  }

  async #enforce(isDue: boolean): Promise<void> {
    const { rules, accounts, notices, isWatched } = this.#parts;
    const source = accountRemoval(rules.get());
    const { entries } = accounts.get();
    if (source === null || entries.length === 0) {
      if (this.#timer !== null) notices.remove('accounts-removal');
      this.#stop();
      return;
    }
    if (isDue || !isWatched()) await this.#remove(source);
    else if (this.#timer === null) this.#announce(source, entries);
  }

  #announce(source: string, entries: readonly AccountEntry[]): void {
    const { notices, delay, rules } = this.#parts;
    for (const entry of entries) this.#record('announced', source, entry);
    notices.put(accountsRemovalNotice(source, 'in a minute'));
    const timer = new AbortController();
    this.#timer = timer;
    delay(noticePeriodMs, timer.signal).then(
      () =>
        this.#queue.run(async () => {
          await rules.reload();
          await this.#enforce(true);
        }),
      () => undefined,
    );
  }

  async #remove(source: string): Promise<void> {
    const { accounts, switching, notices, log } = this.#parts;
    this.#stop();
    try {
      await accounts.exclusively(async (list) => {
        const named = await switching.named();
        for (const entry of list.entries()) {
          // A switch that has not ended may need either copy: the next look comes back to it.
          if (named === 'unknown' || named.includes(entry.id)) continue;
          await list.remove(entry.id);
          this.#record('done', source, entry);
        }
      });
      notices.put(accountsRemovalNotice(source, null));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.warn('saved-accounts-not-removed', { code: error.code });
    }
  }

  #record(outcome: 'announced' | 'done', source: string, entry: AccountEntry): void {
    const { activity, rules } = this.#parts;
    const place = positionCode({ source, line: null, column: null }, rules.get());
    const detail = 'remove_saved_accounts';
    activity.record('policy', { action: 'remove-account', outcome, whose: entry, detail, place });
  }

  #stop(): void {
    this.#timer?.abort();
    this.#timer = null;
  }
}
