import type { SavedAccount, SavedAccounts } from '../../shared/saved-accounts.ts';
import { accountNaming, type NamedAccount } from '../../shared/wording/saved-accounts.ts';
import { accountOutcomeTexts as texts } from '../../shared/texts/account-outcomes.ts';
import type { Activity } from '../activity/activity.ts';
import type { AuthRecord } from '../auth/auth-record.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import { storedRecordOf } from '../auth/credential-facts.ts';
import {
  StoreError,
  type CredentialStore,
  type StoredCredential,
} from '../auth/credential-store.ts';
import type { Endpoints } from '../auth/endpoints.ts';
import { roomRule, savingRule } from '../policy/gatehouse-rules.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { HttpClient, Log, Now } from '../ports.ts';
import { changesInUse, writeInUse } from '../saved-accounts/account-in-use.ts';
import type { KeyReader } from '../saved-accounts/account-key.ts';
import { entryFor, holdsSecret, type AccountList } from '../saved-accounts/account-list.ts';
import { accountIdOf, accountOfRecord } from '../saved-accounts/account-of-record.ts';
import type { AccountSwitch } from '../saved-accounts/account-switch.ts';
import type { AccountEntry } from '../saved-accounts/accounts-document.ts';
import type {
  AccountsFacts,
  SavedAccounts as SavedAccountsOwner,
} from '../saved-accounts/saved-accounts.ts';
import type { WorkspaceNames } from '../codex-server/workspace-names.ts';
import type { KeptSignIns } from '../store/kept-sign-ins.ts';
import {
  accountInUse,
  accountsView,
  type AccountInUse,
  type AccountsSeen,
} from './accounts-view.ts';
import type { NoticeBoard } from './notice-board.ts';
import { accountsNotice } from './notices.ts';
import { revokeReplaced, revokeRecord } from './revoke-record.ts';

export interface AccountsInHomeParts {
  readonly accounts: SavedAccountsOwner;
  readonly switching: AccountSwitch;
  readonly session: AuthSession;
  readonly store: Pick<CredentialStore, 'load' | 'mode'>;
  readonly rules: Pick<RulesOwner, 'get'>;
  readonly kept: KeptSignIns;
  readonly workspaceNames: Pick<WorkspaceNames, 'get' | 'nameOf'>;
  readonly notices: NoticeBoard;
  readonly activity: Activity;
  readonly http: HttpClient;
  readonly endpoints: Endpoints;
  /** Asks the keyring for the key of the list without a prompt. */
  readonly quietKey: KeyReader;
  /** The real path of the Codex home. */
  readonly home: () => Promise<string>;
  readonly now: Now;
  readonly log: Log;
}

type AccountToName = NamedAccount & Pick<SavedAccount, 'workspaceId'>;

export interface SavedAccountsFacts extends AccountsFacts {
  /** Of any home: the accounts that it names are redeemed by nobody. */
  readonly hasOpenSwitch: boolean;
}

/**
 * OWNER of what is known of the saved accounts in one Codex home: which one is in use there. It
 * follows what happens in the home, whoever does it, and takes in what was put aside.
 */
export class AccountsInHome {
  readonly #parts: AccountsInHomeParts;
  #home = '';
  /** Whether a switch of this home has not ended, since what lies there cannot be read. */
  #hasOpenSwitch = false;

  private constructor(parts: AccountsInHomeParts) {
    this.#parts = parts;
  }

  static async open(parts: AccountsInHomeParts): Promise<AccountsInHome> {
    const accounts = new AccountsInHome(parts);
    await accounts.look();
    return accounts;
  }

  /** Real path. */
  get home(): string {
    return this.#home;
  }

  /** As last looked at, with the account in use, also where that is not saved. */
  view(): SavedAccounts {
    return accountsView(this.#seen());
  }

  /** What an account is called in a sentence, which may name another one that is not listed. */
  titleOf(account: AccountToName, beside: readonly AccountToName[] = []): string {
    const withWorkspace = (one: AccountToName): NamedAccount => {
      const name = this.#parts.workspaceNames.nameOf(one.workspaceId);
      return { ...one, workspaceName: name ?? one.workspaceName };
    };
    const others = [...this.view().accounts, ...beside.map(withWorkspace)];
    return accountNaming(others)(withWorkspace(account));
  }

  /** The account that is in use here; null for none that could be saved. */
  inUse(
    entries: readonly AccountEntry[] = this.#parts.accounts.get().entries,
  ): AccountInUse | null {
    return accountInUse({ ...this.#seen(), entries });
  }

  /** Whether a record is of the account that is in use here. */
  isInUse(record: AuthRecord): boolean {
    const [given, used] = [accountOfRecord(record), storedRecordOf(this.#parts.session.get())];
    const inUse = used && accountOfRecord(used);
    return given !== null && inUse !== null && accountIdOf(given) === accountIdOf(inUse);
  }

  /** What diagnostics look at. The keyring is asked where that prompts nobody. */
  async inspect(): Promise<SavedAccountsFacts> {
    const { accounts, switching, quietKey } = this.#parts;
    const facts = await accounts.inspect(quietKey);
    const named = await switching.named();
    return { ...facts, hasOpenSwitch: named === 'unknown' || named.length > 0 };
  }

  /**
   * Reads the list, and writes down what is in use here by now, and what came of a switch that a
   * program began and did not end. Asks no keyring for the key.
   */
  async look(): Promise<void> {
    const { accounts, session, switching, now, log } = this.#parts;
    this.#home = await this.#parts.home();
    await accounts.reload();
    const changes = changesInUse(
      accounts.get().entries,
      storedOf(session.get()),
      this.#home,
      now(),
    );
    const isOpen = await switching.isOpen();
    if (!isOpen) this.#hasOpenSwitch = false;
    if (changes.length === 0 && !isOpen) return;
    try {
      await accounts.exclusively((list) => this.#writeInUse(list), { waitMs: followWaitMs });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.warn('saved-accounts-not-followed', { code: error.code });
    }
  }

  /** The same for a person who asks, perhaps after doing something about the keyring. */
  async lookAgain(): Promise<void> {
    this.#parts.accounts.forgetKeyProblem();
    await this.look();
  }

  /**
   * Gatehouse has removed a sign-in from this home. Its saved file goes too where a person asked for
   * that, unless another home uses the account; a rule never deletes it. Never throws.
   */
  async left(credential: Credential, by: 'person' | 'rule'): Promise<void> {
    const { accounts, log } = this.#parts;
    const record = storedRecordOf(credential);
    const account = record && accountOfRecord(record);
    if (account === null || entryFor(accounts.get().entries, account, this.#home) === null) return;
    try {
      await accounts.exclusively(async (list) => {
        const entry = list.entryOf(account, this.#home);
        if (entry === null) return;
        const homes = entry.homes.filter(({ path }) => path !== this.#home);
        if (by === 'person' && homes.length === 0) await list.remove(entry.id);
        else await list.change(entry.id, { homes, health: { kind: 'good' } });
      });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.warn('saved-accounts-not-followed', { code: error.code });
    }
  }

  /**
   * After a sign-in: what it replaced becomes a saved account. Of the account itself, the sign-in
   * before is revoked, since nobody needs it any more. Never throws.
   */
  async signedIn(): Promise<void> {
    const { accounts, log } = this.#parts;
    try {
      await accounts.exclusively((list) => this.#renewInUse(list));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.warn('saved-accounts-not-followed', { code: error.code });
    }
    await this.takeInKept();
  }

  /**
   * Makes saved accounts of sign-ins that were put aside. One of an account that is saved already,
   * or in use, stays where it is; so do all where they cannot be sealed.
   */
  async takeInKept(): Promise<void> {
    const { kept, accounts, activity, rules, store, log } = this.#parts;
    const usable = kept.get().filter((one) => one.kind === 'usable');
    const taken: AccountEntry[] = [];
    if (usable.length === 0 || savingRule(rules.get(), store.mode).kind !== 'allowed') return;
    try {
      await accounts.exclusively(async (list) => {
        for (const { id, record, reason } of usable) {
          const account = accountOfRecord(record);
          if (account === null) continue;
          const known = list.entryOf(account);
          const isKnown = known !== null && holdsSecret(known, account.secretDigest);
          if (this.isInUse(record) && !isKnown) {
            const isDone =
              reason === 'sign-in-replaced' &&
              (await revokeRecord(this.#parts, record)).kind === 'revoked';
            if (isDone) await kept.forget(id);
            continue;
          }
          if (known !== null && !isKnown) continue;
          const room = roomRule(rules.get(), list.entries().length);
          if (known === null && room.kind !== 'allowed') continue;
          const entry = known ?? (await list.save(record)).entry;
          taken.push(entry);
          activity.recordDue({ action: 'add-account', outcome: 'done', whose: entry });
          await kept.forget(id);
        }
      });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.info('kept-sign-ins-not-taken-in', { code: error.code });
    }
    if (taken.length === 0) return;
    this.#parts.notices.remove('kept-sign-in');
    const titles = taken.map((entry) => this.titleOf(entry)).join(' and ');
    const message = texts.savedForReturn({ count: taken.length, titles });
    this.#parts.notices.put(accountsNotice('add-account', { message, severity: 'success' }));
  }

  /** The file of the account in use takes the sign-in that has just been made for it. */
  async #renewInUse(list: AccountList): Promise<void> {
    const found = await this.#parts.store.load();
    const account = found.kind === 'present' ? accountOfRecord(found.record) : null;
    const entry = account && list.entryOf(account, this.#home);
    if (found.kind !== 'present' || account === null || !entry) return;
    if (entry.secretDigest === account.secretDigest) return;
    // Opened, the file tells what to revoke.
    await list.openKey();
    const here = { path: this.#home, secretDigest: account.secretDigest, isOwn: false };
    const homes = [...entry.homes.filter(({ path }) => path !== this.#home), here];
    const { replaced } = await list.save(found.record, { homes }, entry);
    await revokeReplaced(this.#parts, replaced, { ...entry, homes });
  }

  /** By what lies there now: the session may not have seen yet what another program did. */
  async #writeInUse(list: AccountList): Promise<void> {
    const { store, switching, activity, now } = this.#parts;
    // What came of a switch says more than what is seen of it.
    this.#hasOpenSwitch = (await switching.finish(list)) === 'unknown';
    if (this.#hasOpenSwitch) return;
    const found = await store.load();
    const entries = list.entries();
    const changes = changesInUse(entries, found, this.#home, now());
    await writeInUse(list, changes);
    for (const { id, health } of changes) {
      const entry = entries.find((one) => one.id === id);
      if (health.kind !== 'maySpent' || health.reason !== 'replaced' || !entry) continue;
      if (entry.health.kind === 'maySpent') continue;
      const event = { action: 'replace-account', outcome: 'done', whose: entry } as const;
      activity.record('other-program', event);
    }
  }

  #seen(): AccountsSeen {
    const { accounts, session, rules, workspaceNames } = this.#parts;
    const { entries, isPlain, problem } = accounts.get();
    return {
      entries,
      isPlain,
      problem: problem ?? (this.#hasOpenSwitch ? switchIsOpen() : null),
      credential: session.get(),
      home: this.#home,
      rules: rules.get(),
      workspaceNames: workspaceNames.get(),
    };
  }
}

/** A command does not wait for the switch of another program; the next look does what is left. */
const followWaitMs = 2_000;

const switchIsOpen = () =>
  ({
    code: 'switch-open',
    message: texts.switchIsOpen(),
  }) as const;

function storedOf(credential: Credential): StoredCredential {
  const record = storedRecordOf(credential);
  if (record !== null) return { kind: 'present', record, source: 'file' };
  return credential.kind === 'signedOut'
    ? { kind: 'absent' }
    : { kind: 'invalid', message: texts.notUsable() };
}
