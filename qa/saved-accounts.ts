import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { parseAuthRecord } from '../electron/auth/auth-record.ts';
import { accountIdOf, accountOfRecord } from '../electron/saved-accounts/account-of-record.ts';
import {
  serializeAccounts,
  type AccountEntry,
} from '../electron/saved-accounts/accounts-document.ts';

/** What a list is to hold; of an entry, what differs from a ChatGPT account that is ready. */
export interface ListedAccount {
  readonly entry?: Partial<AccountEntry>;
  /** What its file holds; left out for none. */
  readonly record?: Record<string, unknown>;
}

/** Writes a list of accounts that are saved in plain files. @returns their ids. */
export async function writeSavedAccounts(
  dataFolder: string,
  accounts: readonly ListedAccount[],
): Promise<string[]> {
  const folder = path.join(dataFolder, 'accounts');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = accounts.map(({ entry, record }, index) => ({
    ...entryOf(index, record),
    ...entry,
  }));
  for (const [index, { id }] of entries.entries()) {
    const record = accounts[index]?.record;
    if (record === undefined) continue;
    const envelope = { version: 1, id, record: JSON.stringify(record) };
    await writeFile(path.join(folder, `${id}.json`), JSON.stringify(envelope), { mode: 0o600 });
  }
  const document = { version: 1, recipient: null, protection: 'plain', accounts: entries } as const;
  await writeFile(path.join(folder, 'accounts.json'), serializeAccounts(document), { mode: 0o600 });
  return entries.map(({ id }) => id);
}

function entryOf(index: number, record: Record<string, unknown> | undefined): AccountEntry {
  const digits = String(index).padStart(12, '0');
  const nobody = {
    kind: 'chatgpt',
    email: `person-${index}@example.com`,
    userId: `user-${index}`,
    workspaceId: `5f0c2f6e-8a2b-4d57-9f52-${digits}`,
    planRaw: 'team',
    secretDigest: digits.padStart(64, '0'),
  } as const;
  const parsed = record === undefined ? null : parseAuthRecord(JSON.stringify(record));
  const account = parsed?.ok === true ? accountOfRecord(parsed.record) : null;
  return {
    id: account === null ? digits : accountIdOf(account),
    ...(account ?? nobody),
    label: null,
    workspaceName: null,
    file: 'plain',
    homes: [],
    health: { kind: 'good' },
    addedAt: Date.UTC(2026, 0, 22),
    lastUsedAt: null,
  };
}
