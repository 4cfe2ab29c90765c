import type {
  SavedAccount,
  SavedAccountState,
  SavedAccounts,
  SavedAccountsProblem,
} from '../../shared/saved-accounts.ts';
import { workspaceNameOf, type WorkspaceNaming } from '../../shared/wording/workspaces.ts';
import type { Credential } from '../auth/credential.ts';
import { storedRecordOf } from '../auth/credential-facts.ts';
import { planLabel } from '../auth/plan.ts';
import { permissionRule } from '../policy/gatehouse-rules.ts';
import { ruleNames } from '../policy/login-rules.ts';
import type { CodexConfig } from '../policy/codex-config.ts';
import { factsOfSaved, storedViolations } from '../policy/stored-violations.ts';
import { notVerified } from '../policy/verdict.ts';
import { verdictText } from '../policy/violation-text.ts';
import { entryFor } from '../saved-accounts/account-list.ts';
import { accountIdOf, accountOfRecord } from '../saved-accounts/account-of-record.ts';
import type { AccountEntry } from '../saved-accounts/accounts-document.ts';

/** What is known of the accounts of a person, as seen from one Codex home. */
export interface AccountsSeen {
  readonly entries: readonly AccountEntry[];
  readonly isPlain: boolean;
  /** Of the list, else of a switch that has not ended. */
  readonly problem: SavedAccountsProblem | null;
  /** What Codex uses in the home. */
  readonly credential: Credential;
  /** Real path. */
  readonly home: string;
  readonly rules: CodexConfig;
  readonly workspaceNames: WorkspaceNaming;
}

export interface AccountInUse {
  /** Null where it is not saved. */
  readonly entry: AccountEntry | null;
  readonly row: SavedAccount;
}

/** All accounts as window, tray and command line show them; the one in use comes first. */
export function accountsView(facts: AccountsSeen): SavedAccounts {
  const { entries, isPlain, problem, rules } = facts;
  const inUse = accountInUse(facts);
  const rows = entries.map((entry) => rowOf(facts, entry, entry === inUse?.entry));
  const unsaved = inUse && inUse.entry === null ? [inUse.row] : [];
  return {
    accounts: [...unsaved, ...rows].sort(byUse),
    problem,
    inPlainFiles: isPlain,
    mayUsePlainFiles: permissionRule('gatehouse.allow_file_storage', rules).kind === 'allowed',
  };
}

/** The account that Codex uses in the home; null where it uses none that could be saved. */
export function accountInUse(facts: AccountsSeen): AccountInUse | null {
  const { credential, entries, home } = facts;
  const record = storedRecordOf(credential);
  const account = record && accountOfRecord(record);
  if (!account) return null;
  const entry = entryFor(entries, account, home);
  if (entry !== null) return { entry, row: rowOf(facts, entry, true) };
  const whoami =
    credential.kind === 'personalAccessToken' && credential.lookUp?.kind === 'known'
      ? credential.lookUp.whoami
      : null;
  const workspaceId = account.workspaceId ?? whoami?.workspaceId ?? null;
  const row: SavedAccount = {
    id: accountIdOf(account),
    kind: account.kind,
    label: null,
    email: account.email ?? whoami?.email ?? null,
    userId: account.userId ?? whoami?.userId ?? null,
    workspaceId,
    workspaceName: workspaceNameOf(workspaceId, facts.workspaceNames),
    planLabel: planLabel(account.planRaw ?? whoami?.planRaw ?? null),
    state: { kind: 'inUse' },
    protection: 'none',
    addedAt: null,
    lastUsedAt: null,
  };
  return { entry: null, row };
}

function rowOf(facts: AccountsSeen, entry: AccountEntry, isInUse: boolean): SavedAccount {
  const { id, kind, label, email, userId, workspaceId, planRaw } = entry;
  return {
    id,
    kind,
    label,
    email,
    userId,
    workspaceId,
    workspaceName: workspaceNameOf(workspaceId, facts.workspaceNames) ?? entry.workspaceName,
    planLabel: planLabel(planRaw),
    state: isInUse ? { kind: 'inUse' } : stateOf(facts, entry),
    protection: entry.file,
    addedAt: entry.addedAt,
    lastUsedAt: entry.lastUsedAt,
  };
}

function stateOf(facts: AccountsSeen, entry: AccountEntry): SavedAccountState {
  const { home, problem, rules } = facts;
  const elsewhere = entry.homes.find(({ path }) => path !== home);
  if (elsewhere !== undefined) {
    return { kind: 'inUseElsewhere', home: elsewhere.path };
  }
  const setting = rules.gatehouse['gatehouse.allow_saved_accounts'];
  const refusal = permissionRule('gatehouse.allow_saved_accounts', rules);
  if (setting.kind !== 'unset' && refusal.kind !== 'allowed') {
    const { source } = setting;
    const rule = 'gatehouse.allow_saved_accounts';
    return { kind: 'notAllowed', rule, source, message: refusal.reason };
  }
  const known = rules.rules;
  const [violation] =
    known.kind === 'known' ? storedViolations(known.rules, factsOfSaved(entry), notVerified()) : [];
  if (violation !== undefined) {
    const { rule, source } = violation;
    const message = verdictText(violation, facts.workspaceNames, 'account');
    return { kind: 'notAllowed', rule: ruleNames[rule], source, message };
  }
  const isKeyLost = problem?.code === 'key-gone' || problem?.code === 'key-swapped';
  if (isKeyLost && entry.file === 'sealed') {
    return { kind: 'needsSignIn', reason: 'unreadable', at: entry.addedAt };
  }
  return entry.health.kind === 'good' ? { kind: 'ready' } : entry.health;
}

function byUse(a: SavedAccount, b: SavedAccount): number {
  const rank = ({ state }: SavedAccount): number => (state.kind === 'inUse' ? 0 : 1);
  return rank(a) - rank(b) || (b.lastUsedAt ?? b.addedAt ?? 0) - (a.lastUsedAt ?? a.addedAt ?? 0);
}
