import {
  accountLabelSchema,
  type SavedAccount,
  type SavedAccountState,
  type SavedAccounts,
  type SignInPurpose,
} from '../../shared/saved-accounts.ts';
import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { accountTitle, badLabel } from '../../shared/wording/saved-accounts.ts';
import type { Activity, Whose } from '../activity/activity.ts';
import {
  newLoginOwnerId,
  recordOfGrant,
  type AuthRecord,
  type SignInGrant,
} from '../auth/auth-record.ts';
import type { AuthSession, SignOutOutcome } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import { storedRecordOf } from '../auth/credential-facts.ts';
import {
  StoreError,
  type CredentialStore,
  type StoredCredential,
  type StoreErrorCode,
} from '../auth/credential-store.ts';
import { planLabel } from '../auth/plan.ts';
import { AppFailure } from '../base/app-failure.ts';
import { withTilde } from '../base/home-folder.ts';
import { permissionRule, roomRule } from '../policy/gatehouse-rules.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import { ruleNames } from '../policy/login-rules.ts';
import { factsOfSaved, storedViolations } from '../policy/stored-violations.ts';
import { notVerified } from '../policy/verdict.ts';
import type { Log, RandomBytes } from '../ports.ts';
import { entryFor, holdsSecret, type AccountList } from '../saved-accounts/account-list.ts';
import { changesInUse, writeInUse } from '../saved-accounts/account-in-use.ts';
import type { KeyReader } from '../saved-accounts/account-key.ts';
import {
  accountIdOf,
  accountOfRecord,
  type AccountOfRecord,
} from '../saved-accounts/account-of-record.ts';
import type {
  AccountSwitch,
  PreparedAccount,
  SwitchOutcome,
} from '../saved-accounts/account-switch.ts';
import type { AccountEntry } from '../saved-accounts/accounts-document.ts';
import type {
  AccountsFacts,
  SavedAccounts as SavedAccountsOwner,
} from '../saved-accounts/saved-accounts.ts';
import type { ExpectedAccount } from '../sign-in/sign-in-deps.ts';
import type { KeptSignIns } from '../store/kept-sign-ins.ts';
import type { NoticeBoard } from './notice-board.ts';
import { accountsFailedNotice, accountsNotice, type AccountsAction } from './notices.ts';
import { revokedText, revokeRecord } from './revoke-record.ts';
import { ruleCodes, type UseVerdictParts } from './use-verdict.ts';

export type AccountsOutcome =
  | { readonly kind: 'done'; readonly message: string }
  | {
      readonly kind: 'failed';
      readonly code: AccountsFailureCode;
      readonly message: string;
    };

type FailedCommand = Extract<AccountsOutcome, { kind: 'failed' }>;

export type AccountsFailureCode =
  | Extract<SwitchOutcome, { kind: 'refused' }>['code']
  /** The person signed in as somebody else than asked for. */
  | 'another-account'
  | 'bad-label';

export interface SavedAccountCommandsParts extends UseVerdictParts {
  readonly accounts: SavedAccountsOwner;
  readonly switching: AccountSwitch;
  readonly session: AuthSession;
  readonly store: Pick<CredentialStore, 'load' | 'mode'>;
  readonly signOut: (options: { readonly everywhere: boolean }) => Promise<SignOutOutcome | null>;
  readonly rules: RulesOwner;
  readonly notices: NoticeBoard;
  readonly activity: Activity;
  readonly kept: KeptSignIns;
  /** Asks the keyring for the key of the list without a prompt. */
  readonly quietKey: KeyReader;
  /** The real path of the Codex home. */
  readonly home: () => Promise<string>;
  readonly userHome: string;
  readonly randomBytes: RandomBytes;
  readonly allowKeyringPrompt: () => void;
  readonly log: Log;
}

export interface SavedAccountsFacts extends AccountsFacts {
  /** Of any home: the accounts that it names are redeemed by nobody. */
  readonly hasOpenSwitch: boolean;
}

/** OWNER of what a person can ask for with saved accounts, in window, tray and command line. */
export class SavedAccountCommands {
  readonly #parts: SavedAccountCommandsParts;
  #home = '';
  #running = 0;
  /** Whether a switch of this home has not ended, since what lies there cannot be read. */
  #hasOpenSwitch = false;

  private constructor(parts: SavedAccountCommandsParts) {
    this.#parts = parts;
  }

  static async open(parts: SavedAccountCommandsParts): Promise<SavedAccountCommands> {
    const commands = new SavedAccountCommands(parts);
    await commands.look();
    return commands;
  }

  /** As last looked at, with the account in use, also where that is not saved. */
  view(): SavedAccounts {
    const { entries, isPlain, problem } = this.#parts.accounts.get();
    const inUse = this.#inUse(entries);
    const rows = entries.map((entry) => this.#row(entry, entry === inUse?.entry));
    const unsaved = inUse && inUse.entry === null ? [inUse.row] : [];
    const rule = permissionRule('gatehouse.allow_file_storage', this.#parts.rules.get());
    return {
      accounts: [...unsaved, ...rows].sort(byUse),
      problem: problem ?? (this.#hasOpenSwitch ? switchIsOpen : null),
      inPlainFiles: isPlain,
      mayUsePlainFiles: rule.kind === 'allowed',
    };
  }

  /** What diagnostics look at. The keyring is asked where that prompts nobody. */
  async inspect(): Promise<SavedAccountsFacts> {
    const { accounts, switching, quietKey } = this.#parts;
    const facts = await accounts.inspect(quietKey);
    const named = await switching.named();
    return { ...facts, hasOpenSwitch: named === 'unknown' || named.length > 0 };
  }

  /**
   * A saved account for a program that asks for its access token: refreshed where it is due, and not
   * tried where it may be spent. `in-use` where a home holds it by now.
   */
  lend(id: string): Promise<PreparedAccount | FailedCommand> {
    return this.#while(async () => {
      const { activity, switching } = this.#parts;
      const refusal = this.#refusalOfSaving();
      if (refusal !== null) return refusal;
      const lent = await this.redeeming(id, async (list) => {
        const entry = list.find(id);
        if (entry === null) return failed('not-found', noSuch);
        const prepared = await switching.prepare(list, entry, { mayTry: false });
        if (prepared.kind === 'refused') return failed(prepared.code, prepared.message);
        activity.recordForPerson({ action: 'give-token', outcome: 'done', whose: entry });
        return prepared;
      });
      await this.look();
      return lent;
    });
  }

  /** Runs work that redeems an account where it lies, unless an open switch names it. */
  async redeeming<T>(
    id: string,
    work: (list: AccountList) => Promise<T>,
  ): Promise<T | FailedCommand> {
    const { accounts, switching } = this.#parts;
    try {
      return await accounts.exclusively(async (list) => {
        const named = await switching.named();
        if (named === 'unknown' || named.includes(id)) return failed('switch-open', notEnded);
        return work(list);
      });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return failed(error.code, error.message);
    }
  }

  /** All Codex homes (real paths) in which an account is known to be in use. */
  homes(): readonly string[] {
    return this.#parts.accounts.get().entries.flatMap(({ homes }) => homes.map((one) => one.path));
  }

  /** The Codex homes (real paths, sorted) in which an account was seen in use. */
  homesOf(id: string): readonly string[] {
    const entry = this.#parts.accounts.get().entries.find((one) => one.id === id);
    return (entry?.homes ?? []).map(({ path }) => path).toSorted();
  }

  /** Whether a command is under way, whose end a program should wait for. */
  isBusy(): boolean {
    return this.#running > 0;
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

  /** The same for a person who asks, perhaps after doing something about the keyring. */
  async lookAgain(): Promise<void> {
    this.#parts.accounts.forgetKeyProblem();
    await this.look();
  }

  /** Puts an account into use; the one in use is saved. */
  use(id: string): Promise<AccountsOutcome> {
    return this.#command('switch-account', this.#whose(id), async () => {
      // The one in use is saved, too.
      const { entries } = this.#parts.accounts.get();
      const isUnsaved = this.#inUse(entries)?.entry === null;
      const full = isUnsaved ? this.#refusalOfAdding(entries.length) : null;
      if (full !== null) return full;
      const outcome = await this.#parts.switching.switchTo(id);
      if (outcome.kind === 'refused') return failed(outcome.code, outcome.message);
      return done(switchedText(outcome, this.#parts.userHome));
    });
  }

  /**
   * Adds an account without touching what is in use: the same person and workspace again renews
   * the one that is there. `only`: the account that it has to be.
   */
  keepForLater(grant: SignInGrant, only: string | null = null): Promise<AccountsOutcome> {
    const { session, now, randomBytes } = this.#parts;
    const record = recordOfGrant(null, grant, newLoginOwnerId(randomBytes), now());
    const account = accountOfRecord(record);
    if (account === null) throw new TypeError('every grant makes an account');
    const known = entryFor(this.#parts.accounts.get().entries, account, this.#home);
    const isKnown = known !== null || this.#isOfAccountInUse(record);
    return this.#command(isKnown ? 'renew-account' : 'add-account', account, async () => {
      const added = await this.#parts.accounts.exclusively(
        async (list): Promise<AccountsOutcome | 'in-use'> => {
          const known = list.entryOf(account, this.#home);
          if (only !== null && this.#idOf(known, record) !== only) {
            return failed('another-account', this.#anotherText(record, only));
          }
          if (this.#isOfAccountInUse(record)) return 'in-use';
          const isUnsaved = this.#inUse(list.entries())?.entry === null;
          const present = list.entries().length + (isUnsaved ? 1 : 0);
          const full = known === null ? this.#refusalOfAdding(present) : null;
          if (full !== null) return full;
          // Opened, the file tells what to revoke.
          if (known !== null) await list.openKey();
          const saved = await list.save(record);
          const told = await this.#revokeReplaced(saved.replaced, saved.entry);
          return done(`${accountTitle(saved.entry)} is saved for later. ${told}`.trim());
        },
      );
      if (added !== 'in-use') return added;
      await session.signIn(grant);
      await this.signedIn();
      return done('The account in use was renewed.');
    });
  }

  /**
   * Saves a fresh sign-in as what it was made for, other than to be used at once.
   *
   * @throws {AppFailure} `another-account` where it is not of the account that was to be renewed;
   * `forbidden-by-rule` where none is to be saved
   * @throws {StoreError}
   */
  async keepFor(grant: SignInGrant, purpose: Exclude<SignInPurpose, UseNow>): Promise<void> {
    const only = purpose.purpose === 'renew' ? purpose.account : null;
    const outcome = await this.keepForLater(grant, only);
    if (outcome.kind === 'done') return;
    // Whoever shows the sign-in tells it.
    this.#parts.notices.remove('accounts-failed');
    const { code, message } = outcome;
    if (code === 'another-account' || code === 'forbidden-by-rule' || code === 'rules-unknown') {
      throw new AppFailure(code, message);
    }
    throw new StoreError(isStoreCode(code) ? code : 'unwritable', message);
  }

  /**
   * Makes sure, before a person signs in, that what comes of it can be saved, which may ask the
   * keyring. @throws {StoreError}, {AppFailure} `forbidden-by-rule` where none is to be saved
   */
  async requirePlaceFor(purpose: SignInPurpose): Promise<void> {
    const { session, accounts, allowKeyringPrompt } = this.#parts;
    allowKeyringPrompt();
    const renewed = purpose.purpose === 'renew' ? this.#find(purpose.account) : null;
    if (renewed?.state.kind === 'inUse') return session.requirePlace();
    const refusal = this.#refusalOfSaving();
    if (refusal !== null) {
      const code = refusal.code === 'rules-unknown' ? refusal.code : 'forbidden-by-rule';
      throw new AppFailure(code, refusal.message);
    }
    await accounts.exclusively((list) => list.requirePlace());
  }

  /** As whom a renewal is to sign in; null for anybody. */
  expectedFor(purpose: SignInPurpose): ExpectedAccount | null {
    if (purpose.purpose !== 'renew') return null;
    const { email, workspaceId } = this.#find(purpose.account) ?? {};
    return { email: email ?? null, workspaceId: workspaceId ?? null };
  }

  /**
   * Ends a sign-in that was made and is not wanted, where that can end no other one. Resolves to
   * whether it was revoked.
   */
  async discard(grant: SignInGrant): Promise<boolean> {
    const { now, randomBytes, rules, log } = this.#parts;
    const record = recordOfGrant(null, grant, newLoginOwnerId(randomBytes), now());
    const account = accountOfRecord(record);
    const rule = permissionRule('gatehouse.allow_sign_out_everywhere', rules.get());
    if (account === null || rule.kind !== 'allowed' || this.#find(accountIdOf(account)) !== null) {
      return false;
    }
    const { kind } = await revokeRecord(this.#parts, record);
    log.info('unwanted-sign-in-revoked', { outcome: kind });
    return kind === 'revoked';
  }

  /** @param label null for none; one that does not fit `accountLabelSchema` is refused */
  rename(id: string, label: string | null): Promise<AccountsOutcome> {
    return this.#command('rename-account', this.#whose(id), async () => {
      const { data: name } = accountLabelSchema.safeParse(label);
      if (name === undefined) return failed('bad-label', badLabel);
      await this.#parts.accounts.exclusively(async (list) => {
        await this.#saveInUse(list, id);
        await list.change(id, { label: name });
      });
      return done(
        name === null ? 'The account has no name of its own now.' : `It is called "${name}" now.`,
      );
    });
  }

  /** Removes an account from this device; the one in use is signed out first. */
  remove(id: string): Promise<AccountsOutcome> {
    return this.#takeAway(id, { everywhere: false });
  }

  /** Revokes an account at the issuer and removes it from this device. */
  signOutEverywhere(id: string): Promise<AccountsOutcome> {
    return this.#takeAway(id, { everywhere: true });
  }

  /** Agrees to plain files where there is no keyring, or takes that back. */
  choosePlainFiles(isPlain: boolean): Promise<AccountsOutcome> {
    return this.#command('protect-accounts', null, async () => {
      const rule = permissionRule('gatehouse.allow_file_storage', this.#parts.rules.get());
      if (isPlain && rule.kind !== 'allowed') return failed(ruleCodes[rule.kind], rule.reason);
      await this.#parts.accounts.exclusively((list) => list.choosePlain(isPlain));
      return done(
        isPlain
          ? 'New accounts are saved in plain files that only you can read.'
          : 'New accounts are sealed again.',
      );
    });
  }

  /** Makes a new key in the place of one that is gone; what it sealed is kept, unopened. */
  startWithNewKey(): Promise<AccountsOutcome> {
    return this.#command('protect-accounts', null, async () => {
      await this.#parts.accounts.exclusively((list) => list.startWithNewKey());
      return done('There is a new key. Sign in again to each account.');
    });
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
    await this.#revokeReplaced(replaced, { ...entry, homes });
  }

  /**
   * Makes saved accounts of sign-ins that were put aside. One of an account that is saved already,
   * or in use, stays where it is; so do all where they cannot be sealed.
   */
  async takeInKept(): Promise<void> {
    const { kept, accounts, activity, rules, log } = this.#parts;
    const usable = kept.get().filter((one) => one.kind === 'usable');
    const taken: AccountEntry[] = [];
    if (usable.length === 0 || this.#refusalOfSaving() !== null) return;
    try {
      await accounts.exclusively(async (list) => {
        for (const { id, record, reason } of usable) {
          const account = accountOfRecord(record);
          if (account === null) continue;
          const known = list.entryOf(account);
          const isKnown = known !== null && holdsSecret(known, account.secretDigest);
          if (this.#isOfAccountInUse(record) && !isKnown) {
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
    const titles = taken.map((entry) => accountTitle(entry)).join(' and ');
    this.#parts.notices.put(
      accountsNotice(
        'add-account',
        `${titles} ${taken.length === 1 ? 'is' : 'are'} saved. Switch back at any time.`,
      ),
    );
  }

  #takeAway(id: string, options: { readonly everywhere: boolean }): Promise<AccountsOutcome> {
    const action = options.everywhere ? 'sign-out-account' : 'remove-account';
    return this.#command(action, this.#whose(id), async () => {
      const { accounts, rules } = this.#parts;
      if (options.everywhere) {
        const rule = permissionRule('gatehouse.allow_sign_out_everywhere', rules.get());
        if (rule.kind !== 'allowed') return failed(ruleCodes[rule.kind], rule.reason);
      }
      const inUse = this.#inUse(accounts.get().entries);
      // Before anything is revoked or removed.
      const refusal = await accounts.exclusively((list) => this.#refusalOfTakingAway(list, id));
      if (refusal !== null) return refusal;
      if (inUse?.row.id === id) {
        const outcome = await this.#parts.signOut(options);
        if (outcome?.kind !== 'signedOut') {
          return failed('unwritable', 'The account in use could not be signed out, and stays.');
        }
      }
      return accounts.exclusively(async (list) => {
        // It may have changed meanwhile.
        const refusal = await this.#refusalOfTakingAway(list, id);
        if (refusal !== null) return refusal;
        const entry = list.find(id);
        if (entry === null) {
          return inUse?.row.id === id
            ? done(`${accountTitle(inUse.row)} was signed out on this device.`)
            : failed('not-found', noSuch);
        }
        const told =
          options.everywhere && inUse?.row.id !== id ? await this.#revoke(list, entry) : '';
        await list.remove(id);
        return done(`${accountTitle(entry)} was removed from this device. ${told}`.trim());
      });
    });
  }

  /** Why an account may not go at this moment; null where it may. */
  async #refusalOfTakingAway(list: AccountList, id: string): Promise<FailedCommand | null> {
    const named = await this.#parts.switching.named();
    if (named === 'unknown' || named.includes(id)) return failed('switch-open', notEnded);
    const elsewhere = list.find(id)?.homes.find(({ path }) => path !== this.#home);
    if (elsewhere === undefined) return null;
    const home = withTilde(elsewhere.path, this.#parts.userHome);
    return failed('in-use-elsewhere', `It is in use in ${home}. Sign out there first.`);
  }

  async #revoke(list: AccountList, entry: AccountEntry): Promise<string> {
    const saved = await list.open(entry);
    if (saved.kind !== 'record') {
      return 'It could not be opened and lives on at the issuer. End it in the security settings of your account.';
    }
    if (entry.kind === 'apiKey') {
      return 'The key stays valid until you delete it in your OpenAI platform account.';
    }
    return revokedText(await revokeRecord(this.#parts, saved.record));
  }

  /** A renewed account leaves a sign-in behind that nobody needs, unless a home uses it. */
  async #revokeReplaced(replaced: AuthRecord | null, entry: AccountEntry): Promise<string> {
    const digest = replaced && accountOfRecord(replaced)?.secretDigest;
    const isUsed = entry.homes.some(({ secretDigest }) => secretDigest === digest);
    if (replaced === null || isUsed || entry.health.kind !== 'good') return '';
    const outcome = await revokeRecord(this.#parts, replaced);
    this.#parts.log.info('replaced-sign-in-revoked', { outcome: outcome.kind });
    return outcome.kind === 'failed' ? `The sign-in before stays: ${outcome.message}` : '';
  }

  /** @param whose the account that it is about; null for all of them */
  async #command(
    action: AccountsAction,
    whose: Whose | null,
    work: () => Promise<AccountsOutcome>,
  ): Promise<AccountsOutcome> {
    return this.#while(() => this.#recorded(action, whose, work));
  }

  async #while<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }

  async #recorded(
    action: AccountsAction,
    whose: Whose | null,
    work: () => Promise<AccountsOutcome>,
  ): Promise<AccountsOutcome> {
    const { rules, session, notices, activity, allowKeyringPrompt } = this.#parts;
    notices.remove('accounts-failed', 'accounts-done', 'switch-refused', 'switched');
    allowKeyringPrompt();
    await Promise.all([rules.reload(), session.reload()]);
    await this.look();
    const outcome = await this.#allowed(action, work).catch((error: unknown): AccountsOutcome => {
      if (!(error instanceof StoreError)) throw error;
      return failed(error.code, error.message);
    });
    activity.recordForPerson({
      action,
      outcome: outcome.kind === 'done' ? 'done' : failureCode(outcome.code),
      whose,
    });
    await this.look();
    notices.put(
      outcome.kind === 'done'
        ? accountsNotice(action, outcome.message)
        : accountsFailedNotice(action, outcome.message),
    );
    return outcome;
  }

  /** Where sign-ins are to stay in memory, none is saved; what is saved already can be removed. */
  #allowed(action: AccountsAction, work: () => Promise<AccountsOutcome>): Promise<AccountsOutcome> {
    const saves = action !== 'remove-account' && action !== 'sign-out-account';
    const refusal = saves ? this.#refusalOfSaving() : null;
    return refusal === null ? work() : Promise.resolve(refusal);
  }

  /** Why nothing is saved, nor what is saved used; null where it may be. */
  #refusalOfSaving(): FailedCommand | null {
    const { store, rules } = this.#parts;
    const rule = permissionRule('gatehouse.allow_saved_accounts', rules.get());
    if (rule.kind !== 'allowed') return failed(ruleCodes[rule.kind], rule.reason);
    return store.mode === 'ephemeral' ? failed('forbidden-by-rule', inMemoryAlone) : null;
  }

  /** Why no account is added to these; null where one may be. */
  #refusalOfAdding(present: number): FailedCommand | null {
    const rule = roomRule(this.#parts.rules.get(), present);
    return rule.kind === 'allowed' ? null : failed(ruleCodes[rule.kind], rule.reason);
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

  #whose(id: string): Whose | null {
    const { accounts, session } = this.#parts;
    const entry = accounts.get().entries.find((one) => one.id === id);
    const record = storedRecordOf(session.get());
    const inUse = record && accountOfRecord(record);
    return entry ?? (inUse && accountIdOf(inUse) === id ? inUse : null);
  }

  /** Saves the account in use where it is the one that is asked about, and not saved yet. */
  async #saveInUse(list: AccountList, id: string): Promise<void> {
    const record = storedRecordOf(this.#parts.session.get());
    const inUse = this.#inUse(list.entries());
    if (record === null || inUse?.row.id !== id || inUse.entry !== null) return;
    const secretDigest = accountOfRecord(record)?.secretDigest;
    if (secretDigest === undefined) return;
    await list.save(record, { homes: [{ path: this.#home, secretDigest, isOwn: false }] });
  }

  #find(id: string): SavedAccount | null {
    return this.view().accounts.find((one) => one.id === id) ?? null;
  }

  #anotherText(record: AuthRecord, only: string | null): string {
    const asked = only === null ? null : this.#find(only);
    const account = accountOfRecord(record);
    const found = account === null ? null : accountTitle(namedBy(account));
    return asked === null || found === null
      ? 'You signed in to another account. Nothing was changed.'
      : `You signed in as ${found}, not as ${accountTitle({ ...asked, label: null })}. Nothing was changed.`;
  }

  #idOf(known: AccountEntry | null, record: AuthRecord): string | null {
    const account = accountOfRecord(record);
    return known?.id ?? (account && accountIdOf(account));
  }

  #isOfAccountInUse(record: AuthRecord): boolean {
    const [kept, used] = [accountOfRecord(record), storedRecordOf(this.#parts.session.get())];
    const inUse = used && accountOfRecord(used);
    return kept !== null && inUse !== null && accountIdOf(kept) === accountIdOf(inUse);
  }

  #inUse(
    entries: readonly AccountEntry[],
  ): { readonly entry: AccountEntry | null; readonly row: SavedAccount } | null {
    const credential = this.#parts.session.get();
    const record = storedRecordOf(credential);
    const account = record && accountOfRecord(record);
    if (!account) return null;
    const entry = entryFor(entries, account, this.#home);
    if (entry !== null) return { entry, row: this.#row(entry, true) };
    const whoami =
      credential.kind === 'personalAccessToken' && credential.lookUp?.kind === 'known'
        ? credential.lookUp.whoami
        : null;
    const row: SavedAccount = {
      id: accountIdOf(account),
      kind: account.kind,
      label: null,
      email: account.email ?? whoami?.email ?? null,
      workspaceId: account.workspaceId ?? whoami?.workspaceId ?? null,
      workspaceName: null,
      planLabel: planLabel(account.planRaw ?? whoami?.planRaw ?? null),
      state: { kind: 'inUse' },
      protection: 'none',
      addedAt: null,
      lastUsedAt: null,
    };
    return { entry: null, row };
  }

  #row(entry: AccountEntry, isInUse: boolean): SavedAccount {
    const { id, kind, label, email, workspaceId, workspaceName, planRaw } = entry;
    return {
      id,
      kind,
      label,
      email,
      workspaceId,
      workspaceName,
      planLabel: planLabel(planRaw),
      state: isInUse ? { kind: 'inUse' } : this.#stateOf(entry),
      protection: entry.file,
      addedAt: entry.addedAt,
      lastUsedAt: entry.lastUsedAt,
    };
  }

  #stateOf(entry: AccountEntry): SavedAccountState {
    const elsewhere = entry.homes.find(({ path }) => path !== this.#home);
    if (elsewhere !== undefined) {
      return { kind: 'inUseElsewhere', home: withTilde(elsewhere.path, this.#parts.userHome) };
    }
    const setting = this.#parts.rules.get().gatehouse['gatehouse.allow_saved_accounts'];
    const refusal = permissionRule('gatehouse.allow_saved_accounts', this.#parts.rules.get());
    if (setting.kind !== 'unset' && refusal.kind !== 'allowed') {
      const { source } = setting;
      const rule = 'gatehouse.allow_saved_accounts';
      return { kind: 'notAllowed', rule, source, message: refusal.reason };
    }
    const known = this.#parts.rules.get().rules;
    const [violation] =
      known.kind === 'known' ? storedViolations(known.rules, factsOfSaved(entry), notVerified) : [];
    if (violation !== undefined) {
      const { rule, source, message } = violation;
      return { kind: 'notAllowed', rule: ruleNames[rule], source, message };
    }
    const keyProblem = this.#parts.accounts.get().problem?.code;
    const isKeyLost = keyProblem === 'key-gone' || keyProblem === 'key-swapped';
    if (isKeyLost && entry.file === 'sealed') {
      return { kind: 'needsSignIn', reason: 'unreadable', at: entry.addedAt };
    }
    return entry.health.kind === 'good' ? { kind: 'ready' } : entry.health;
  }
}

/** A command does not wait for the switch of another program; the next look does what is left. */
const followWaitMs = 2_000;

function byUse(a: SavedAccount, b: SavedAccount): number {
  const rank = ({ state }: SavedAccount): number => (state.kind === 'inUse' ? 0 : 1);
  return rank(a) - rank(b) || (b.lastUsedAt ?? b.addedAt ?? 0) - (a.lastUsedAt ?? a.addedAt ?? 0);
}

function storedOf(credential: Credential): StoredCredential {
  const record = storedRecordOf(credential);
  if (record !== null) return { kind: 'present', record, source: 'file' };
  return credential.kind === 'signedOut'
    ? { kind: 'absent' }
    : { kind: 'invalid', message: 'it cannot be used' };
}

function namedBy({ kind, email, workspaceId }: AccountOfRecord) {
  return { kind, email, workspaceId, workspaceName: null, label: null };
}

function switchedText(
  { incoming, outgoing, programs, warning }: Extract<SwitchOutcome, { kind: 'switched' }>,
  userHome: string,
): string {
  const told = [`${accountTitle(incoming)} is in use now.`];
  if (outgoing !== null) told.push(`${accountTitle(outgoing)} is saved.`);
  if (outgoing?.health.kind === 'maySpent') {
    told.push(
      `${programs.join(' and ')} ran meanwhile and may have used up its tokens: it may need a new sign-in.`,
    );
  }
  if (programs.length > 0) {
    told.push('Restart Codex where it runs: it goes on with the account it started with.');
  }
  if (warning !== null) told.push(withTilde(warning, userHome));
  return told.join(' ');
}

const inMemoryAlone =
  'The setting cli_auth_credentials_store = "ephemeral" keeps sign-ins in memory alone, so that no account is saved. Choose another store first.';

const notEnded = 'A switch of this account has not ended. Try again later.';
const noSuch = 'There is no such account.';
const switchIsOpen = {
  code: 'switch-open',
  message:
    'An earlier switch has not ended, since what Codex uses can\u2019t be read. Your accounts are kept. Make the sign-in readable, then try again.',
} as const;

type UseNow = Extract<SignInPurpose, { purpose: 'use' }>;

function isStoreCode(code: AccountsFailureCode): code is StoreErrorCode {
  return code === 'unreadable' || code === 'busy' || isKeyringProblem(code);
}

function failureCode(code: AccountsFailureCode): string {
  const isRule = code === 'forbidden-by-rule' || code === 'rules-unknown';
  return isRule ? `refused:${code}` : `failed:${code}`;
}

function done(message: string): AccountsOutcome {
  return { kind: 'done', message };
}

function failed(code: AccountsFailureCode | StoreErrorCode, message: string): FailedCommand {
  return { kind: 'failed', code, message };
}
