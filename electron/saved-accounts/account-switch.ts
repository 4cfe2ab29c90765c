import type { SpentReason } from '../../shared/saved-accounts.ts';
import { accountListTexts as texts } from '../../shared/texts/account-list.ts';
import { hasTokens, sameRecord, sameTokens, type AuthRecord } from '../auth/auth-record.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import {
  refusalOf,
  StoreError,
  type CredentialStore,
  type StoredCredential,
  type StoreErrorCode,
  type Unreadable,
} from '../auth/credential-store.ts';
import { storedRecordOf } from '../auth/credential-facts.ts';
import { endsSoon } from '../auth/refresh-due.ts';
import { isWorthKeeping } from '../auth/sign-in-keeper.ts';
import { readExpiry } from '../auth/id-token-claims.ts';
import { UnsavedTokens } from '../auth/unsaved-tokens.ts';
import { changesInUse, writeInUse } from './account-in-use.ts';
import { entryFor, type AccountList } from './account-list.ts';
import { accountOfRecord, isSameAccount } from './account-of-record.ts';
import type { AccountEntry, AccountHealth } from './accounts-document.ts';
import type { SavedAccounts } from './saved-accounts.ts';
import { refreshSaved, type SavedRefreshParts } from './saved-refresh.ts';
import { parseSwitch, serializeSwitch, type SwitchJournal } from './switch-journal.ts';
import { endOfSwitch, isOfParty, partyOf, type SwitchEnd } from './switch-recovery.ts';

export type SwitchOutcome =
  | {
      readonly kind: 'switched';
      readonly incoming: AccountEntry;
      /** What was in use and is saved now; null where nothing was, or no account. */
      readonly outgoing: AccountEntry | null;
      /**
       * Codex programs of this home that ran, such as "codex (process 4711)"; null where the system
       * did not show any programs.
       */
      readonly programs: readonly string[] | null;
      /** Why the new account, or the old one, is not as fresh as it should be, as a sentence. */
      readonly warning: string | null;
    }
  | SwitchRefusal;

export interface PreparedAccount {
  readonly kind: 'ready';
  readonly record: AuthRecord;
  /** Why it is not as fresh as it should be, as a sentence. */
  readonly warning: string | null;
}

export interface SwitchRefusal {
  readonly kind: 'refused';
  readonly code: SwitchRefusalCode;
  readonly message: string;
}

type SwitchRefusalCode =
  | 'not-found'
  | 'in-use'
  | 'in-use-elsewhere'
  | 'needs-sign-in'
  | 'forbidden-by-rule'
  | 'rules-unknown'
  /** A sign-in of Codex waits, and would replace the new account at its end. */
  | 'sign-in-waits'
  | 'switch-open'
  | 'too-slow'
  | 'cannot-refresh'
  | 'key-shut'
  | StoreErrorCode;

/** What runs on this machine with the Codex home. */
export interface HomePrograms {
  /**
   * Codex programs of it, such as "codex (process 4711)"; null where the system shows no programs,
   * so that any may run.
   */
  running(): Promise<readonly string[] | null>;
  /** A `codex login` that waits for its browser; null for none. */
  waitingSignIn(): Promise<string | null>;
}

export interface AccountSwitchParts extends SavedRefreshParts {
  readonly accounts: SavedAccounts;
  readonly session: Pick<AuthSession, 'exclusively' | 'get' | 'lastFailure' | 'refresh'>;
  readonly store: Pick<
    CredentialStore,
    'mode' | 'journal' | 'load' | 'exchange' | 'removeLeftOvers' | 'keepCopy'
  >;
  /** The real path of the Codex home. */
  readonly home: () => Promise<string>;
  readonly journalName: () => Promise<string>;
  /** Why the rules bar an account; null where they allow it. */
  readonly judge: (record: AuthRecord) => Promise<SwitchRefusal | null>;
  readonly programs: HomePrograms;
  /** Ends a sign-in at its issuer that a newer one of the same account has replaced. */
  readonly revoke: (record: AuthRecord) => Promise<void>;
}

/**
 * Puts a saved account into use. What is slow, asks somebody or may be refused is done first, under
 * locks of Gatehouse alone; then the exchange, under those of the Codex CLI. What was in use is
 * saved, durably and read back, before it is replaced. docs/accounts.md has the whole.
 */
export class AccountSwitch {
  readonly #parts: AccountSwitchParts;

  constructor(parts: AccountSwitchParts) {
    this.#parts = parts;
  }

  /** @throws {StoreError} where a place cannot be read or written; nothing is switched then. */
  switchTo(id: string): Promise<SwitchOutcome> {
    return this.#parts.accounts.exclusively(async (list) => {
      if ((await this.finish(list)) === 'unknown') return this.#openSwitch();
      await this.#look(list);
      const entry = list.find(id);
      if (entry === null) return refused('not-found', texts.switch.noSuch());
      const incoming = await this.prepare(list, entry, { mayTry: true });
      if (incoming.kind === 'refused') return incoming;
      const { warning } = await this.#freshenOutgoing();
      const waiting = await this.#parts.programs.waitingSignIn();
      if (waiting !== null) return signInWaits(waiting);
      const { session, revoke } = this.#parts;
      const replaced: AuthRecord[] = [];
      const { record } = incoming;
      const commit = () => this.#commit(list, id, record, replaced);
      const outcome = await session.exclusively(commit, record);
      if (outcome.kind !== 'switched') return outcome;
      for (const record of replaced) await revoke(record);
      return { ...outcome, warning: incoming.warning ?? warning };
    });
  }

  /**
   * Finishes or gives up the switch that a program began in this home and did not end. Null where
   * there is none. The caller holds the lock of the list.
   */
  async finish(list: AccountList): Promise<SwitchEnd | null> {
    const journal = await this.#ownJournal();
    if (journal === null) return null;
    if (journal === 'unknown') return 'unknown';
    return this.#settle(list, journal, await this.#parts.store.load(), 'switch-interrupted');
  }

  /** Whether a switch of this home was begun and has not ended. */
  async isOpen(): Promise<boolean> {
    return (await this.#ownJournal()) !== null;
  }

  /** Ids that the open switches of all homes name: nobody redeems these. */
  async named(): Promise<readonly string[] | 'unknown'> {
    const journals = await this.#journals();
    if (journals.some(({ journal }) => journal === 'unknown')) return 'unknown';
    return journals.flatMap(({ journal }) =>
      journal === 'unknown'
        ? []
        : [journal.outgoing, journal.incoming].flatMap(({ id }) => (id === null ? [] : [id])),
    );
  }

  /** Of all homes. */
  async #journals(): Promise<readonly FoundJournal[]> {
    const { folder } = this.#parts;
    const found: FoundJournal[] = [];
    for (const name of await folder.names()) {
      const journal = switchFile.test(name) ? await this.#journal(name) : null;
      if (journal !== null) found.push({ name, journal });
    }
    return found;
  }

  /** What is in use here, which the list knows of by then. @throws {StoreError} where unreadable */
  async #look(list: AccountList): Promise<Exclude<StoredCredential, Unreadable>> {
    const found = await this.#parts.store.load();
    if (found.kind === 'unreadable') throw refusalOf(found);
    const home = await this.#parts.home();
    await writeInUse(list, changesInUse(list.entries(), found, home, this.#parts.now()));
    return found;
  }

  /**
   * A saved account, refreshed in its own place where it is due, and allowed. With `mayTry` a person
   * means to use it: what may be spent is tried, and what ends soon is refreshed. The caller holds
   * the lock of the list.
   */
  async prepare(
    list: AccountList,
    entry: AccountEntry,
    { mayTry }: { readonly mayTry: boolean },
  ): Promise<PreparedAccount | SwitchRefusal> {
    const barred = await this.#barred(entry);
    if (barred !== null) return barred;
    const saved = await list.open(entry);
    if (saved.kind === 'shut') return refused('key-shut', saved.problem.message);
    if (saved.kind === 'unreadable') {
      const health = { kind: 'needsSignIn', reason: 'unreadable', at: this.#parts.now() } as const;
      await list.change(entry.id, { health });
      return refused('needs-sign-in', texts.switch.unreadable({ reason: saved.message }));
    }
    const before = await this.#parts.judge(saved.record);
    if (before !== null) return before;
    const mustTry = entry.health.kind === 'maySpent';
    if (mustTry && !mayTry) {
      return isStillGood(saved.record, this.#parts.now())
        ? { kind: 'ready', record: saved.record, warning: mayBeSpent() }
        : refused('needs-sign-in', mayBeSpent());
    }
    const force = mayTry && (mustTry || endsSoon(saved.record, this.#parts.now()));
    const refresh = await refreshSaved(list, entry, saved.record, this.#parts, { force });
    const { record } = refresh;
    if (refresh.kind === 'failed') {
      const { failure } = refresh;
      if (failure.permanent) return refused('needs-sign-in', failure.message);
      // Also where newer tokens wait in the journal, or a refresh was interrupted.
      const isDoubtful =
        failure.reason === 'unsaved' || list.find(entry.id)?.health.kind === 'maySpent';
      if (isDoubtful || !isStillGood(record, this.#parts.now())) {
        return refused('cannot-refresh', failure.message);
      }
    }
    const after = await this.#parts.judge(record);
    if (after !== null) return after;
    const warning = refresh.kind === 'failed' ? refresh.failure.message : null;
    return { kind: 'ready', record, warning };
  }

  async #barred(entry: AccountEntry): Promise<SwitchRefusal | null> {
    const named = await this.named();
    if (named === 'unknown' || named.includes(entry.id)) return this.#openSwitch();
    const home = await this.#parts.home();
    // The copy in the home is the one that may be redeemed, as long as it is there.
    const found = await this.#parts.store.load();
    if (found.kind === 'unreadable') throw refusalOf(found);
    if (isEntryIn(entry, found, home)) return inUseAlready();
    const elsewhere = entry.homes.find(({ path }) => path !== home);
    if (elsewhere !== undefined) {
      const message = texts.switch.inUseElsewhere({ home: elsewhere.path });
      return refused('in-use-elsewhere', message);
    }
    if (entry.health.kind !== 'needsSignIn') return null;
    return refused('needs-sign-in', texts.switch.needsSignIn());
  }

  /** A Codex that runs has then no reason to ask for new tokens, which it would lose. */
  async #freshenOutgoing(): Promise<{ readonly warning: string | null }> {
    const { session, now } = this.#parts;
    const record = storedRecordOf(session.get());
    const force = record !== null && endsSoon(record, now());
    const outcome = await session.refresh({ force });
    return { warning: outcome.kind === 'failed' ? outcome.failure.message : null };
  }

  /** Adds to `replaced` what is worth nothing any more, since a newer sign-in is saved. */
  async #commit(
    list: AccountList,
    id: string,
    record: AuthRecord,
    replaced: AuthRecord[],
  ): Promise<SwitchOutcome> {
    const { programs } = this.#parts;
    let why: 'changed' | 'slow' = 'slow';
    for (let tries = 0; tries < maxTries; tries += 1) {
      const found = await this.#look(list);
      if (isAccountOf(found, record)) return inUseAlready();
      const ran = withSeen(nothingRan, await programs.running());
      const journal = await this.#begin(list, id, record, found);
      const { end, seen } = await this.#replace(list, journal, { record, found, ran, replaced });
      if (end === 'switched') return this.#switched(list, journal, seen);
      if (end === 'unknown') return this.#openSwitch();
      if (end === 'neither') throw new StoreError('busy', changedMeanwhile());
      if (end !== 'notSwitched') why = end;
    }
    return why === 'slow' ? refused('too-slow', tooSlow()) : refused('busy', changesAlways());
  }

  /** Saves what is in use and puts the other in its place; what lies there in the end decides. */
  async #replace(
    list: AccountList,
    journal: SwitchJournal,
    { record, found, ran, replaced }: Replacement,
  ): Promise<{ readonly end: SwitchEnd | 'changed' | 'slow'; readonly seen: Ran }> {
    const { store, programs } = this.#parts;
    let seen = ran;
    // One that started meanwhile may wait for the locks, with new tokens of what was in use.
    const lookAgain = async (): Promise<void> => {
      seen = withSeen(seen, await programs.running());
    };
    try {
      const older = await this.#saveOutgoing(list, found);
      if (older !== null) replaced.push(older);
      const { kind } = await store.exchange(record, found, lookAgain);
      if (kind === 'changed' || kind === 'slow') {
        await this.#endJournal();
        return { end: kind, seen };
      }
      const now = kind === 'exchanged' ? present(record, store.mode) : await store.load();
      return { end: await this.#settle(list, journal, now, spentBecause(seen)), seen };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const end = await this.#settle(list, journal, await store.load(), 'switch-interrupted');
      if (end === 'switched') return { end, seen };
      throw error;
    }
  }

  async #begin(
    list: AccountList,
    id: string,
    record: AuthRecord,
    found: StoredCredential,
  ): Promise<SwitchJournal> {
    const { store, folder, now } = this.#parts;
    const account = found.kind === 'present' ? accountOfRecord(found.record) : null;
    const home = await this.#parts.home();
    const journal: SwitchJournal = {
      version: 1,
      home,
      mode: store.mode,
      outgoing: partyOf(found, account && list.idFor(account, home)),
      incoming: partyOf(present(record, store.mode), id),
      startedAt: now(),
    };
    await folder.replace(await this.#parts.journalName(), serializeSwitch(journal));
    return journal;
  }

  /** Null, or another sign-in that was replaced. What is no account is copied aside where it is. */
  async #saveOutgoing(list: AccountList, found: StoredCredential): Promise<AuthRecord | null> {
    if (found.kind === 'absent') return null;
    const account = found.kind === 'present' ? accountOfRecord(found.record) : null;
    if (found.kind !== 'present' || account === null) {
      await this.#keepOther(found);
      return null;
    }
    const home = await this.#parts.home();
    const known = list.entryOf(account, home);
    const { secretDigest } = account;
    const homes = [...elsewhereThan(home, known), { path: home, secretDigest, isOwn: false }];
    const health = await this.#healthOfOutgoing(found.record);
    const { replaced } = await list.save(found.record, { homes, health }, known);
    // An earlier generation of the same sign-in must not be revoked: that would end this one.
    const wasOwn = known?.homes.find(({ path }) => path === home)?.isOwn ?? false;
    return wasOwn && known?.health.kind === 'good' ? replaced : null;
  }

  /** A sign-in that is no account, such as Amazon Bedrock's, or what is none at all. */
  async #keepOther(found: StoredCredential): Promise<void> {
    const { kept, store } = this.#parts;
    if (found.kind !== 'present' || !isWorthKeeping(found.record)) {
      await store.keepCopy();
      return;
    }
    const { record, source } = found;
    await kept.keep({ record, reason: 'sign-in-replaced', source, redeemed: null });
  }

  /** What is known of the tokens in use goes along with them. */
  async #healthOfOutgoing(record: AuthRecord): Promise<AccountHealth> {
    const { session, store, log, now } = this.#parts;
    const held = storedRecordOf(session.get());
    if (held !== null && sameRecord(held, record) && session.lastFailure()?.permanent) {
      return { kind: 'needsSignIn', reason: 'refused', at: now() };
    }
    const begun = await new UnsavedTokens(() => store.journal, log).begun();
    const isInterrupted =
      begun !== null && record.tokens && sameTokens(begun.tokens, record.tokens);
    return isInterrupted ? { kind: 'maySpent', reason: 'refresh-interrupted', at: now() } : good;
  }

  async #endJournal(): Promise<void> {
    await this.#parts.folder.remove(await this.#parts.journalName());
  }

  /**
   * Writes down what came of a switch, and ends its journal; `unknown` leaves it open.
   *
   * @param because why the tokens of what was in use may be spent; null where they are not
   */
  async #writeEnd(
    list: AccountList,
    journal: SwitchJournal,
    found: StoredCredential,
    because: SpentReason | null,
  ): Promise<SwitchEnd> {
    const end = endOfSwitch(journal, found);
    const { outgoing, incoming, home } = journal;
    const { now, log } = this.#parts;
    switch (end) {
      case 'unknown':
        return end;
      case 'switched': {
        await this.#parts.store.removeLeftOvers((record) => isOfParty(outgoing, record));
        await this.#leave(list, outgoing.id, home, because);
        const entry = incoming.id === null ? null : list.find(incoming.id);
        const account = found.kind === 'present' ? accountOfRecord(found.record) : null;
        if (entry !== null && account !== null) {
          const here = { path: home, secretDigest: account.secretDigest, isOwn: false };
          const homes = [...elsewhereThan(home, entry), here];
          await list.change(entry.id, { homes, lastUsedAt: now(), health: good });
        }
        break;
      }
      case 'notSwitched':
        await writeInUse(list, changesInUse(list.entries(), found, home, now()));
        break;
      case 'neither':
        for (const { id } of [outgoing, incoming]) {
          await this.#leave(list, id, home, 'switch-interrupted');
        }
    }
    await this.#endJournal();
    log.info('switch-ended', { end });
    return end;
  }

  /**
   * As {@link #writeEnd}. Where the home has the new account and the list cannot be written, the
   * switch took place all the same: its journal stays, by which the next look brings the list up to
   * date.
   */
  async #settle(
    list: AccountList,
    journal: SwitchJournal,
    found: StoredCredential,
    because: SpentReason | null,
  ): Promise<SwitchEnd> {
    try {
      return await this.#writeEnd(list, journal, found, because);
    } catch (error) {
      const end = endOfSwitch(journal, found);
      if (!(error instanceof StoreError) || end !== 'switched') throw error;
      this.#parts.log.warn('switch-not-settled', { code: error.code });
      return end;
    }
  }

  /** The account is not in use in this home any more, and its tokens may be spent for a reason. */
  async #leave(
    list: AccountList,
    id: string | null,
    home: string,
    because: SpentReason | null,
  ): Promise<void> {
    const entry = id === null ? null : list.find(id);
    if (entry === null) return;
    const now = this.#parts.now();
    const isSpent = because !== null && entry.kind === 'chatgpt' && entry.health.kind === 'good';
    await list.change(entry.id, {
      homes: elsewhereThan(home, entry),
      lastUsedAt: now,
      health: isSpent ? { kind: 'maySpent', reason: because, at: now } : entry.health,
    });
  }

  #switched(
    list: AccountList,
    { incoming, outgoing }: SwitchJournal,
    { programs, areShown }: Ran,
  ): SwitchOutcome {
    const entry = list.find(incoming.id ?? '');
    if (entry === null) throw new TypeError('the account of a switch is not in the list');
    const left = outgoing.id === null ? null : list.find(outgoing.id);
    const ran = areShown || programs.length > 0 ? programs : null;
    return { kind: 'switched', incoming: entry, outgoing: left, programs: ran, warning: null };
  }

  /** Why a switch that was begun does not end. */
  async #openSwitch(): Promise<SwitchRefusal> {
    const { folder } = this.#parts;
    const home = await this.#parts.home();
    const journals = await this.#journals();
    const damaged = journals.find(({ journal }) => journal === 'unknown');
    const elsewhere = journals
      .map(({ journal }) => (journal === 'unknown' ? home : journal.home))
      .find((one) => one !== home);
    if (damaged !== undefined) {
      return refused('switch-open', journalDamaged(`${folder.location}/${damaged.name}`));
    }
    return refused(
      'switch-open',
      elsewhere === undefined ? signInUnreadable() : unfinishedIn(elsewhere),
    );
  }

  async #ownJournal(): Promise<SwitchJournal | 'unknown' | null> {
    return this.#journal(await this.#parts.journalName());
  }

  async #journal(name: string): Promise<SwitchJournal | 'unknown' | null> {
    const content = await this.#parts.folder.read(name);
    if (content.kind === 'absent') return null;
    return content.kind === 'bytes' ? parseSwitch(textOf(content.bytes)) : 'unknown';
  }
}

interface FoundJournal {
  readonly name: string;
  readonly journal: SwitchJournal | 'unknown';
}

interface Replacement {
  readonly record: AuthRecord;
  /** What is in use. */
  readonly found: StoredCredential;
  readonly ran: Ran;
  /** Takes what is worth nothing any more, since a newer sign-in is saved. */
  readonly replaced: AuthRecord[];
}

/** The programs of Codex that ran, by all looks at them. */
interface Ran {
  readonly programs: readonly string[];
  /** Whether the system showed programs at each look. */
  readonly areShown: boolean;
}

const nothingRan: Ran = { programs: [], areShown: true };

function withSeen({ programs, areShown }: Ran, seen: readonly string[] | null): Ran {
  return {
    programs: [...new Set([...programs, ...(seen ?? [])])],
    areShown: areShown && seen !== null,
  };
}

/** Why the tokens of the account that goes may be spent by programs that ran; null for no reason. */
function spentBecause({ programs, areShown }: Ran): SpentReason | null {
  if (programs.length > 0) return 'codex-was-running';
  return areShown ? null : 'codex-may-have-run';
}

const maxTries = 3;
const switchFile = /^switch-[0-9a-f]{16}\.json$/;
const good: AccountHealth = { kind: 'good' };

function elsewhereThan(home: string, entry: AccountEntry | null): AccountEntry['homes'] {
  return (entry?.homes ?? []).filter(({ path }) => path !== home);
}

function isEntryIn(entry: AccountEntry, found: StoredCredential, home: string): boolean {
  const account = found.kind === 'present' ? accountOfRecord(found.record) : null;
  return account !== null && entryFor([entry], account, home) !== null;
}

function isAccountOf(found: StoredCredential, record: AuthRecord): boolean {
  if (found.kind !== 'present') return false;
  const [here, next] = [accountOfRecord(found.record), accountOfRecord(record)];
  if (here === null || next === null) return false;
  return here.secretDigest === next.secretDigest || isSameAccount(here, next);
}

/** Also where the access token does not say how long it is good for. */
function isStillGood(record: AuthRecord, now: number): boolean {
  if (!hasTokens(record)) return true;
  const endsAt = readExpiry(record.tokens.accessToken);
  return endsAt === null || endsAt > now;
}

function present(record: AuthRecord, mode: CredentialStore['mode']): StoredCredential {
  const source = mode === 'auto' ? 'keyring' : mode;
  return { kind: 'present', record, source };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function refused(code: SwitchRefusalCode, message: string): SwitchRefusal {
  return { kind: 'refused', code, message };
}

function signInWaits(holder: string): SwitchRefusal {
  const message = texts.switch.signInWaits({ program: holder });
  return refused('sign-in-waits', message);
}

const mayBeSpent = () => texts.switch.mayBeSpent();

const inUseAlready = () => refused('in-use', texts.switch.inUse());

const signInUnreadable = () => texts.switch.signInUnreadable();

function unfinishedIn(home: string): string {
  return texts.switch.unfinished({ home });
}

function journalDamaged(file: string): string {
  return texts.switch.journalDamaged({ file });
}

const tooSlow = () => texts.switch.tooSlow();

const changesAlways = () => texts.switch.changesAlways();

const changedMeanwhile = () => texts.switch.changedMeanwhile();
