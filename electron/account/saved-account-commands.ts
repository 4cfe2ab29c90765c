import {
  accountLabelSchema,
  type SavedAccount,
  type SignInPurpose,
} from '../../shared/saved-accounts.ts';
import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { accountListTexts } from '../../shared/texts/account-list.ts';
import { accountOutcomeTexts as texts } from '../../shared/texts/account-outcomes.ts';
import { savedAccountStateTexts } from '../../shared/texts/saved-account-states.ts';
import type { Activity, Whose } from '../activity/activity.ts';
import {
  newLoginOwnerId,
  recordOfGrant,
  type AuthRecord,
  type SignInGrant,
} from '../auth/auth-record.ts';
import type { AuthSession, SignOutOutcome } from '../auth/auth-session.ts';
import { storedRecordOf } from '../auth/credential-facts.ts';
import { StoreError, type CredentialStore, type StoreErrorCode } from '../auth/credential-store.ts';
import { AppFailure } from '../base/app-failure.ts';
import { permissionRule, roomRule, savingRule } from '../policy/gatehouse-rules.ts';
import type { RulesOwner } from '../policy/rules-owner.ts';
import type { Log, RandomBytes } from '../ports.ts';
import { entryFor, type AccountList } from '../saved-accounts/account-list.ts';
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
import type { SavedAccounts as SavedAccountsOwner } from '../saved-accounts/saved-accounts.ts';
import type { ExpectedAccount } from '../sign-in/sign-in-deps.ts';
import type { AccountsInHome } from './accounts-in-home.ts';
import type { NoticeBoard } from './notice-board.ts';
import { accountsFailedNotice, accountsNotice, type AccountsAction } from './notices.ts';
import { revokedText, revokeRecord, revokeReplaced } from './revoke-record.ts';
import { ruleCodes, type UseVerdictParts } from './use-verdict.ts';

interface DoneCommand {
  readonly kind: 'done';
  readonly message: string;
  /** `info` where there is more to tell than that it is done. */
  readonly severity: 'success' | 'info';
}

export type AccountsOutcome =
  | DoneCommand
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
  readonly inHome: AccountsInHome;
  readonly store: Pick<CredentialStore, 'mode'>;
  readonly signOut: (options: { readonly everywhere: boolean }) => Promise<SignOutOutcome | null>;
  readonly rules: RulesOwner;
  readonly notices: NoticeBoard;
  readonly activity: Activity;
  readonly randomBytes: RandomBytes;
  readonly allowKeyringPrompt: () => void;
  readonly log: Log;
}

/** OWNER of what a person can ask for with saved accounts, in window, tray and command line. */
export class SavedAccountCommands {
  readonly #parts: SavedAccountCommandsParts;
  #running = 0;

  constructor(parts: SavedAccountCommandsParts) {
    this.#parts = parts;
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
        if (entry === null) return failed('not-found', accountListTexts.switch.noSuch());
        const prepared = await switching.prepare(list, entry, { mayTry: false });
        if (prepared.kind === 'refused') return failed(prepared.code, prepared.message);
        activity.recordForPerson({ action: 'give-token', outcome: 'done', whose: entry });
        return prepared;
      });
      await this.#parts.inHome.look();
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
        if (named === 'unknown' || named.includes(id))
          return failed('switch-open', texts.switchOpen());
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

  /** Puts an account into use; the one in use is saved. */
  use(id: string): Promise<AccountsOutcome> {
    return this.#command('switch-account', this.#whose(id), async () => {
      // The one in use is saved, too.
      const { entries } = this.#parts.accounts.get();
      const isUnsaved = this.#parts.inHome.inUse()?.entry === null;
      const full = isUnsaved ? this.#refusalOfAdding(entries.length) : null;
      if (full !== null) return full;
      const outcome = await this.#parts.switching.switchTo(id);
      return outcome.kind === 'refused'
        ? failed(outcome.code, outcome.message)
        : switched(outcome, (account) => this.#parts.inHome.titleOf(account));
    });
  }

  /**
   * Adds an account without touching what is in use: the same person and workspace again renews
   * the one that is there. `only`: the account that it has to be.
   */
  keepForLater(grant: SignInGrant, only: string | null = null): Promise<AccountsOutcome> {
    const { session, inHome, now, randomBytes } = this.#parts;
    const record = recordOfGrant(null, grant, newLoginOwnerId(randomBytes), now());
    const account = accountOfRecord(record);
    if (account === null) throw new TypeError('every grant makes an account');
    const known = entryFor(this.#parts.accounts.get().entries, account, this.#parts.inHome.home);
    const isKnown = known !== null || this.#parts.inHome.isInUse(record);
    return this.#command(isKnown ? 'renew-account' : 'add-account', account, async () => {
      const added = await this.#parts.accounts.exclusively(
        async (list): Promise<AccountsOutcome | 'in-use'> => {
          const known = list.entryOf(account, this.#parts.inHome.home);
          if (only !== null && this.#idOf(known, record) !== only) {
            return failed('another-account', this.#anotherText(record, only));
          }
          if (this.#parts.inHome.isInUse(record)) return 'in-use';
          const isUnsaved = this.#parts.inHome.inUse(list.entries())?.entry === null;
          const present = list.entries().length + (isUnsaved ? 1 : 0);
          const full = known === null ? this.#refusalOfAdding(present) : null;
          if (full !== null) return full;
          // Opened, the file tells what to revoke.
          if (known !== null) await list.openKey();
          const saved = await list.save(record);
          const told = await revokeReplaced(this.#parts, saved.replaced, saved.entry);
          return done(texts.savedForLater({ title: inHome.titleOf(saved.entry) }), told);
        },
      );
      if (added !== 'in-use') return added;
      await session.signIn(grant);
      await this.#parts.inHome.signedIn();
      return done(texts.renewed());
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
      if (name === undefined) return failed('bad-label', savedAccountStateTexts.badLabel());
      await this.#parts.accounts.exclusively(async (list) => {
        await this.#saveInUse(list, id);
        await list.change(id, { label: name });
      });
      return done(name === null ? texts.unnamed() : texts.named({ name }));
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
      return done(isPlain ? texts.savedPlain() : texts.savedSealed());
    });
  }

  /** Makes a new key in the place of one that is gone; what it sealed is kept, unopened. */
  startWithNewKey(): Promise<AccountsOutcome> {
    return this.#command('protect-accounts', null, async () => {
      await this.#parts.accounts.exclusively((list) => list.startWithNewKey());
      return done(texts.newKey());
    });
  }

  #takeAway(id: string, options: { readonly everywhere: boolean }): Promise<AccountsOutcome> {
    const action = options.everywhere ? 'sign-out-account' : 'remove-account';
    return this.#command(action, this.#whose(id), async () => {
      const { accounts, inHome, rules } = this.#parts;
      if (options.everywhere) {
        const rule = permissionRule('gatehouse.allow_sign_out_everywhere', rules.get());
        if (rule.kind !== 'allowed') return failed(ruleCodes[rule.kind], rule.reason);
      }
      const inUse = this.#parts.inHome.inUse();
      // Before anything is revoked or removed.
      const refusal = await accounts.exclusively((list) => this.#refusalOfTakingAway(list, id));
      if (refusal !== null) return refusal;
      if (inUse?.row.id === id) {
        const outcome = await this.#parts.signOut(options);
        if (outcome?.kind !== 'signedOut') {
          return failed('unwritable', texts.signOutFailed());
        }
      }
      return accounts.exclusively(async (list) => {
        // It may have changed meanwhile.
        const refusal = await this.#refusalOfTakingAway(list, id);
        if (refusal !== null) return refusal;
        const entry = list.find(id);
        if (entry === null) {
          return inUse?.row.id === id
            ? done(texts.signedOutOnDevice({ title: inHome.titleOf(inUse.row) }))
            : failed('not-found', accountListTexts.switch.noSuch());
        }
        const told =
          options.everywhere && inUse?.row.id !== id ? await this.#revoke(list, entry) : '';
        await list.remove(id);
        return done(texts.removedFromDevice({ title: inHome.titleOf(entry) }), told);
      });
    });
  }

  /** Why an account may not go at this moment; null where it may. */
  async #refusalOfTakingAway(list: AccountList, id: string): Promise<FailedCommand | null> {
    const named = await this.#parts.switching.named();
    if (named === 'unknown' || named.includes(id)) return failed('switch-open', texts.switchOpen());
    const elsewhere = list.find(id)?.homes.find(({ path }) => path !== this.#parts.inHome.home);
    if (elsewhere === undefined) return null;
    return failed('in-use-elsewhere', texts.inUseElsewhere({ home: elsewhere.path }));
  }

  async #revoke(list: AccountList, entry: AccountEntry): Promise<string> {
    const saved = await list.open(entry);
    if (saved.kind !== 'record') {
      return texts.notRevoked.unopened();
    }
    if (entry.kind === 'apiKey') {
      return texts.keyStaysValid();
    }
    return revokedText(await revokeRecord(this.#parts, saved.record));
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
    await this.#parts.inHome.look();
    const outcome = await this.#allowed(action, work).catch((error: unknown): AccountsOutcome => {
      if (!(error instanceof StoreError)) throw error;
      return failed(error.code, error.message);
    });
    activity.recordForPerson({
      action,
      outcome: outcome.kind === 'done' ? 'done' : failureCode(outcome.code),
      whose,
    });
    await this.#parts.inHome.look();
    notices.put(
      outcome.kind === 'done'
        ? accountsNotice(action, outcome)
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
    const rule = savingRule(rules.get(), store.mode);
    return rule.kind === 'allowed' ? null : failed(ruleCodes[rule.kind], rule.reason);
  }

  /** Why no account is added to these; null where one may be. */
  #refusalOfAdding(present: number): FailedCommand | null {
    const rule = roomRule(this.#parts.rules.get(), present);
    return rule.kind === 'allowed' ? null : failed(ruleCodes[rule.kind], rule.reason);
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
    const inUse = this.#parts.inHome.inUse(list.entries());
    if (record === null || inUse?.row.id !== id || inUse.entry !== null) return;
    const secretDigest = accountOfRecord(record)?.secretDigest;
    if (secretDigest === undefined) return;
    await list.save(record, {
      homes: [{ path: this.#parts.inHome.home, secretDigest, isOwn: false }],
    });
  }

  #find(id: string): SavedAccount | null {
    return this.#parts.inHome.view().accounts.find((one) => one.id === id) ?? null;
  }

  #anotherText(record: AuthRecord, only: string | null): string {
    const { inHome } = this.#parts;
    const asked = only === null ? null : this.#find(only);
    const account = accountOfRecord(record);
    if (asked === null || account === null) return texts.anotherAccount();
    const [found, meant] = [namedBy(account), { ...asked, label: null }];
    return texts.anotherAccountNamed({
      found: inHome.titleOf(found, [meant]),
      asked: inHome.titleOf(meant, [found]),
    });
  }

  #idOf(known: AccountEntry | null, record: AuthRecord): string | null {
    const account = accountOfRecord(record);
    return known?.id ?? (account && accountIdOf(account));
  }
}

function namedBy(account: AccountOfRecord) {
  const { kind, email, workspaceId } = account;
  return { id: accountIdOf(account), kind, email, workspaceId, workspaceName: null, label: null };
}

function switched(
  { incoming, outgoing, programs, warning }: Extract<SwitchOutcome, { kind: 'switched' }>,
  titleOf: (account: AccountEntry) => string,
): DoneCommand {
  const title = titleOf(incoming);
  const message =
    outgoing === null
      ? texts.inUse({ title })
      : texts.inUseAndSaved({ title, before: titleOf(outgoing) });
  const spent = outgoing?.health.kind === 'maySpent' ? spentText(programs) : '';
  return done(message, spent, warning ?? '');
}

function spentText(programs: readonly string[] | null): string {
  if (programs === null) {
    return texts.spent.unseen();
  }
  return programs.length === 0
    ? texts.spent.perhaps()
    : texts.spent.byPrograms({ programs: programs.join(' and ') });
}

type UseNow = Extract<SignInPurpose, { purpose: 'use' }>;

function isStoreCode(code: AccountsFailureCode): code is StoreErrorCode {
  return code === 'unreadable' || code === 'busy' || isKeyringProblem(code);
}

function failureCode(code: AccountsFailureCode): string {
  const isRule = code === 'forbidden-by-rule' || code === 'rules-unknown';
  return isRule ? `refused:${code}` : `failed:${code}`;
}

/** @param more sentences that a person should read; empty ones tell nothing */
function done(message: string, ...more: readonly string[]): DoneCommand {
  const told = more.filter((sentence) => sentence !== '');
  const severity = told.length === 0 ? 'success' : 'info';
  return { kind: 'done', message: [message, ...told].join(' '), severity };
}

function failed(code: AccountsFailureCode | StoreErrorCode, message: string): FailedCommand {
  return { kind: 'failed', code, message };
}
