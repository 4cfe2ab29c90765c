import type { AuthRecord } from '../auth/auth-record.ts';
import { serializeAuthRecord } from '../auth/auth-record.ts';
import type { StoredCredential } from '../auth/credential-store.ts';
import {
  accountOfRecord,
  digestOf,
  isSameAccount,
  type AccountOfRecord,
} from './account-of-record.ts';
import type { SwitchJournal, SwitchParty } from './switch-journal.ts';

/** What came of a switch that was begun. */
export type SwitchEnd =
  /** The home holds what it held, or a later token of the same person and workspace. */
  | 'notSwitched'
  /** It holds the account that was asked for, in any generation. */
  | 'switched'
  /** It holds a third account, or nothing: another program was there. */
  | 'neither'
  /** It cannot be read: nothing may be concluded. */
  | 'unknown';

/** Decides by what lies in the home, not by how far the switch had come. */
export function endOfSwitch(
  { outgoing, incoming }: Pick<SwitchJournal, 'outgoing' | 'incoming'>,
  found: StoredCredential,
): SwitchEnd {
  switch (found.kind) {
    case 'unreadable':
    case 'invalid':
      return found.kind === 'invalid' && outgoing.kind === 'invalid' ? 'notSwitched' : 'unknown';
    case 'absent':
      return outgoing.kind === 'nobody' ? 'notSwitched' : 'neither';
    case 'present': {
      // What is there exactly counts before whose it is.
      if (isRecordOf(outgoing, found.record)) return 'notSwitched';
      const account = accountOfRecord(found.record);
      if (account === null) return 'neither';
      if (isSecretOf(incoming, account)) return 'switched';
      if (isSecretOf(outgoing, account)) return 'notSwitched';
      if (isAccountOf(incoming, account)) return 'switched';
      return isAccountOf(outgoing, account) ? 'notSwitched' : 'neither';
    }
  }
}

/** A side of a switch, as the journal names it. */
export function partyOf(stored: StoredCredential, id: string | null): SwitchParty {
  if (stored.kind !== 'present') {
    const kind = stored.kind === 'absent' ? 'nobody' : stored.kind;
    const unknown = { userId: null, workspaceId: null, recordDigest: null, secretDigest: null };
    return { id, kind, ...unknown };
  }
  const account = accountOfRecord(stored.record);
  return {
    id,
    kind: account?.kind ?? 'other',
    userId: account?.userId ?? null,
    workspaceId: account?.workspaceId ?? null,
    recordDigest: recordDigestOf(stored.record),
    secretDigest: account?.secretDigest ?? null,
  };
}

/** Whether a record is that of a side of a switch, or redeems the same. */
export function isOfParty(party: SwitchParty, record: AuthRecord): boolean {
  const account = accountOfRecord(record);
  return isRecordOf(party, record) || (account !== null && isSecretOf(party, account));
}

function recordDigestOf(record: AuthRecord): string {
  return digestOf(serializeAuthRecord(record, 'compact'));
}

function isRecordOf({ recordDigest }: SwitchParty, record: AuthRecord): boolean {
  return recordDigest !== null && recordDigest === recordDigestOf(record);
}

function isSecretOf({ secretDigest }: SwitchParty, account: AccountOfRecord): boolean {
  return secretDigest !== null && secretDigest === account.secretDigest;
}

function isAccountOf(
  { kind, userId, workspaceId }: SwitchParty,
  account: AccountOfRecord,
): boolean {
  return (
    kind === account.kind && isSameAccount({ kind: account.kind, userId, workspaceId }, account)
  );
}
