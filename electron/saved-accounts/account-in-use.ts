import type { SpentReason } from '../../shared/saved-accounts.ts';
import type { AuthRecord } from '../auth/auth-record.ts';
import type { StoredCredential } from '../auth/credential-store.ts';
import { entryFor, type AccountList } from './account-list.ts';
import { accountOfRecord } from './account-of-record.ts';
import type { AccountEntry, AccountHealth, HomeOfAccount } from './accounts-document.ts';

/** What has to be written about an account after a look at a home. */
export interface InUseChange {
  readonly id: string;
  readonly homes: readonly HomeOfAccount[];
  readonly health: AccountHealth;
  /** What its file has to hold from now on; null to leave that. */
  readonly save: AuthRecord | null;
}

/**
 * What a look at a home says of the saved accounts: which one is in use there, whether its saved
 * file has to follow new tokens, and which one is not in use there any more though Gatehouse did
 * not take it away. Nothing is concluded from what cannot be read.
 *
 * @param home real path
 * @param now milliseconds since the epoch
 */
export function changesInUse(
  entries: readonly AccountEntry[],
  found: StoredCredential,
  home: string,
  now: number,
): readonly InUseChange[] {
  if (found.kind === 'unreadable' || found.kind === 'invalid') return [];
  const account = found.kind === 'present' ? accountOfRecord(found.record) : null;
  const inUse = account && entryFor(entries, account, home);
  const gone = entries
    .filter((entry) => entry !== inUse && isIn(entry, home))
    .map((entry) => left(entry, home, found.kind === 'absent' ? 'signed-out' : 'replaced', now));
  if (found.kind !== 'present' || account === null || !inUse) return gone;
  const { secretDigest } = account;
  const before = inUse.homes.find(({ path }) => path === home);
  if (before?.secretDigest === secretDigest) return gone;
  // A sign-in by another program is not the one in the file, which stays until it is replaced.
  const isOwn = before === undefined ? inUse.secretDigest !== secretDigest : before.isOwn;
  const here = { path: home, secretDigest, isOwn };
  const homes = [...inUse.homes.filter(({ path }) => path !== home), here];
  const save = isOwn || inUse.secretDigest === secretDigest ? null : found.record;
  const health = save === null ? inUse.health : ({ kind: 'good' } as const);
  return [...gone, { id: inUse.id, homes, health, save }];
}

/** @throws {StoreError} */
export async function writeInUse(
  list: AccountList,
  changes: readonly InUseChange[],
): Promise<void> {
  for (const { id, homes, health, save } of changes) {
    const change = { homes: [...homes], health };
    if (save === null) await list.change(id, change);
    else await list.save(save, change, list.find(id));
  }
}

function isIn({ homes }: AccountEntry, home: string): boolean {
  return homes.some(({ path }) => path === home);
}

/** A key is not used up by whoever took it away; the sign-in in a home of its own is not the file's. */
function left(entry: AccountEntry, home: string, reason: SpentReason, now: number): InUseChange {
  const isOwn = entry.homes.find(({ path }) => path === home)?.isOwn ?? false;
  const maySpent = entry.kind === 'chatgpt' && !isOwn;
  return {
    id: entry.id,
    homes: entry.homes.filter(({ path }) => path !== home),
    health: maySpent ? { kind: 'maySpent', reason, at: now } : entry.health,
    save: null,
  };
}
