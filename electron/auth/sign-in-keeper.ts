import type { KeptReason } from '../../shared/kept-sign-ins.ts';
import type { AuthRecord, TokenRecord } from './auth-record.ts';
import { modeOf } from './credential.ts';
import { isRefreshableRecord } from './credential-facts.ts';
import type { StoredCredential, StoredSource, StoreMode } from './credential-store.ts';
import type { UnsavedRefresh } from './refresh-journal.ts';
import { recordOfAnswer } from './refresh-steps.ts';

/** A sign-in that cannot be had again, on its way to the kept sign-ins. */
export interface SignInToKeep {
  readonly record: AuthRecord;
  readonly reason: KeptReason;
  /** Where it was kept, which decides how it is protected. */
  readonly source: StoredSource;
  /** The record whose refresh token was spent for it; null where none was. */
  readonly redeemed: TokenRecord | null;
}

/** Where a sign-in is among the kept ones. */
export interface KeptPlace {
  readonly id: string;
  /** False where the very same tokens were kept before. */
  readonly isNew: boolean;
}

/** Keeps sign-ins aside, as the session needs it. */
export interface SignInKeeper {
  /**
   * Keeps a sign-in; it is on disk, durably, when this resolves.
   *
   * @returns null where its store keeps nothing beyond the program (`ephemeral`).
   * @throws {StoreError} where it cannot be kept now.
   */
  keep(signIn: SignInToKeep): Promise<KeptPlace | null>;

  /** Forgets one that was kept for nothing. @throws {StoreError} */
  forget(id: string): Promise<void>;

  /** Forgets tokens that waited for a damaged record and are stored now. It never throws. */
  cameHome(record: AuthRecord): Promise<void>;

  /** Whether tokens are kept that came for this refresh token: then it is spent. */
  isSpent(refreshToken: string): Promise<boolean>;
}

/** Where a sign-in of this store belongs, where it is not known where it was found. */
export function sourceOf(mode: StoreMode, found: StoredSource | null): StoredSource {
  if (found !== null) return found;
  return mode === 'auto' ? 'keyring' : mode;
}

/**
 * The sign-ins that are lost when this record takes the place of what is stored, and of
 * refreshed tokens that are not saved yet. A stored refresh token that is spent is not
 * worth keeping, nor is a sign-in that is in the new record, nor tokens that another
 * program supplies.
 *
 * @param now milliseconds since the epoch.
 */
export function replacedBy(
  next: AuthRecord,
  before: {
    readonly mode: StoreMode;
    readonly stored: StoredCredential;
    readonly unsaved: UnsavedRefresh | null;
    readonly reason: KeptReason;
  },
  now: number,
): readonly SignInToKeep[] {
  const { stored, unsaved, mode, reason } = before;
  const found = stored.kind === 'present' ? stored : null;
  const source = sourceOf(mode, found?.source ?? null);
  const replaced: SignInToKeep[] = [];
  const spent = unsaved?.redeemed.tokens.refreshToken ?? null;
  const isSpent = found !== null && spent !== null && found.record.tokens?.refreshToken === spent;
  if (unsaved !== null) {
    const { redeemed, tokens } = unsaved;
    const base = isSpent && isRefreshableRecord(found.record) ? found.record : redeemed;
    const record = recordOfAnswer(base, tokens, now);
    replaced.push({ record, reason: 'unsaved-tokens', source, redeemed });
  }
  if (found !== null && !isSpent && isWorthKeeping(found.record)) {
    replaced.push({ record: found.record, reason, source, redeemed: null });
  }
  return replaced.filter(({ record }) => !isSameSecret(record, next));
}

/** A key, or tokens that could be refreshed; other kinds are copied aside where they are. */
function isWorthKeeping(record: AuthRecord): boolean {
  return (modeOf(record) === 'apikey' && record.apiKey !== null) || isRefreshableRecord(record);
}

/** Whether two records hold the same key and the same tokens, so that one of them is enough. */
export function isSameSecret(a: AuthRecord, b: AuthRecord): boolean {
  return (
    a.apiKey === b.apiKey &&
    a.tokens?.accessToken === b.tokens?.accessToken &&
    a.tokens?.refreshToken === b.tokens?.refreshToken &&
    a.tokens?.idToken === b.tokens?.idToken
  );
}
