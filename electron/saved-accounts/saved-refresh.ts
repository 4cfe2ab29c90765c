import { accountListTexts as texts } from '../../shared/texts/account-list.ts';
import { sameRecord, type AuthRecord } from '../auth/auth-record.ts';
import { resolveCredential, type Credential } from '../auth/credential.ts';
import type { RefreshGuard, RefreshStore, StoredCredential } from '../auth/credential-store.ts';
import type { RefusalNote, RefusalNotes } from '../auth/issuer-notes.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import { RefusedTokens } from '../auth/refused-tokens.ts';
import {
  TokenRefresh,
  type HeldCredential,
  type TokenRefreshParts,
} from '../auth/token-refresh.ts';
import { UnsavedTokens } from '../auth/unsaved-tokens.ts';
import type { PrivateFolder } from '../files/private-folder.ts';
import { refreshJournalOf, type AccountList } from './account-list.ts';
import { digestOf } from './account-of-record.ts';
import type { AccountEntry } from './accounts-document.ts';

export interface SavedRefreshParts extends Omit<TokenRefreshParts, 'store' | 'guard'> {
  readonly folder: PrivateFolder;
}

export type SavedRefresh =
  /** As it is in the file now. */
  | { readonly kind: 'fresh'; readonly record: AuthRecord }
  /** `record` is what the file holds, whose access token may still be good. */
  | { readonly kind: 'failed'; readonly record: AuthRecord; readonly failure: RefreshFailure };

/**
 * Refreshes a saved account where it is due, or with `force`, by the steps of any other refresh and
 * with a journal of its own (docs/refresh.md). The caller holds the lock of the list, and nobody
 * else redeems the file. Throws a `StoreError` where it cannot be read or written.
 */
export async function refreshSaved(
  list: AccountList,
  entry: AccountEntry,
  record: AuthRecord,
  parts: SavedRefreshParts,
  { force }: { readonly force: boolean },
): Promise<SavedRefresh> {
  const store = savedStore(list, entry, record, parts.folder);
  const unsaved = new UnsavedTokens(() => store.journal, parts.log);
  const wasInterrupted = (await unsaved.begun()) !== null;
  let held = credentialOf(await store.load());
  const refusals = refusalsOf();
  const refused = new RefusedTokens({ ...parts, refusals });
  const inFile: HeldCredential = {
    get: () => held,
    take: (stored) => void (held = credentialOf(stored)),
  };
  const guarded = { ...parts, store, guard: unguarded };
  const refresh = new TokenRefresh(guarded, { unsaved, refused }, inFile);
  // Asking is the only way to find out whether its token is spent.
  const outcome = await refresh.run({ force: force || wasInterrupted });
  const stored = await store.load();
  const current = stored.kind === 'present' ? stored.record : record;
  const refusal = await refusals.read();
  // Tokens of another account, which are kept, may have come for it.
  const isSpent = () => parts.kept.isSpent(record.tokens?.refreshToken ?? '');
  if (outcome.kind === 'failed' && (refusal !== null || (await isSpent()))) {
    const at = refusal?.at ?? parts.now();
    const health = { kind: 'needsSignIn', reason: 'refused', at } as const;
    await list.change(entry.id, { health });
  } else if (outcome.kind === 'failed' && wasInterrupted) {
    const health = { kind: 'maySpent', reason: 'refresh-interrupted', at: parts.now() } as const;
    await list.change(entry.id, { health });
  }
  return outcome.kind === 'failed'
    ? { kind: 'failed', record: current, failure: outcome.failure }
    : { kind: 'fresh', record: current };
}

/** The entry of the list says what was refused; a note on disk would say it twice. */
function refusalsOf(): RefusalNotes {
  let noted: RefusalNote | null = null;
  return {
    read: () => Promise.resolve(noted),
    write: (note) => Promise.resolve(Boolean((noted = note))),
    clear: () => Promise.resolve(void (noted = null)),
    digestOf,
  };
}

/** The lock of the list is held already. */
const unguarded: RefreshGuard = (work) => work();

function savedStore(
  list: AccountList,
  entry: AccountEntry,
  first: AuthRecord,
  folder: PrivateFolder,
): RefreshStore {
  const source = entry.file === 'sealed' ? 'keyring' : 'file';
  let record = first;
  const present = (): StoredCredential => ({ kind: 'present', record, source });
  return {
    mode: source,
    journal: journalOf(list, entry, folder),
    load: () => Promise.resolve(present()),
    canUpdate: () => Promise.resolve(),
    async update(next, expected) {
      if (!sameRecord(record, expected)) return { kind: 'changed', found: present() };
      await list.save(next, {}, list.find(entry.id) ?? entry);
      record = next;
      return { kind: 'saved', source };
    },
  };
}

function journalOf(list: AccountList, entry: AccountEntry, folder: PrivateFolder): RefreshJournal {
  const name = refreshJournalOf(entry);
  return {
    async read() {
      const content = await folder.read(name);
      return content.kind === 'bytes' ? list.unseal(content.bytes, entry) : null;
    },
    write: async (text) => folder.replace(name, await list.seal(text, entry)),
    clear: () => folder.remove(name),
  };
}

function credentialOf(stored: StoredCredential): Credential {
  return resolveCredential({ stored, location: texts.theSaved() });
}
