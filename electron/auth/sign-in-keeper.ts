import type { KeptReason } from '../../shared/kept-sign-ins.ts';
import { sameRecord, type AuthRecord, type TokenRecord } from './auth-record.ts';
import { modeOf } from './credential.ts';
import { isRefreshableRecord } from './credential-facts.ts';
import type { StoredCredential, StoredSource, StoreMode } from './credential-store.ts';
import type { UnsavedRefresh } from './refresh-journal.ts';
import { recordOfAnswer } from './refresh-steps.ts';

export interface SignInToKeep {
  readonly record: AuthRecord;
  readonly reason: KeptReason;
  /** Decides how it is protected. */
  readonly source: StoredSource;
  /** The record whose refresh token was spent for it. */
  readonly redeemed: TokenRecord | null;
}

export interface KeptPlace {
  readonly id: string;
  /** False where the very same tokens were kept before. */
  readonly isNew: boolean;
}

export interface SignInKeeper {
  /** Durable when it resolves; null where the store is `ephemeral`. Throws a `StoreError`. */
  keep(signIn: SignInToKeep): Promise<KeptPlace | null>;

  forget(id: string): Promise<void>;

  /** Forgets tokens that waited for a damaged record and are stored now. Never throws. */
  cameHome(record: AuthRecord): Promise<void>;

  /** Whether tokens are kept that came for this refresh token. */
  isSpent(refreshToken: string): Promise<boolean>;
}

export function sourceOf(mode: StoreMode, found: StoredSource | null): StoredSource {
  if (found !== null) return found;
  return mode === 'auto' ? 'keyring' : mode;
}

/** The sign-ins that would be lost when this record replaces what is stored. */
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

/** Unknown kinds are copied aside where they are. */
export function isWorthKeeping(record: AuthRecord): boolean {
  switch (modeOf(record)) {
    case 'apikey':
      return record.apiKey !== null;
    case 'personalAccessToken':
      return record.personalAccessToken !== null;
    case 'bedrockApiKey':
      return record.bedrockApiKey !== null;
    case 'bedrockAccessKeys':
      return record.hasBedrockAccessKeys;
    case 'chatgpt':
    case 'chatgptAuthTokens':
    case 'headers':
    case 'agentIdentity':
      return isRefreshableRecord(record);
  }
}

export function isSameSecret(a: AuthRecord, b: AuthRecord): boolean {
  if (isBedrock(a) || isBedrock(b)) return sameRecord(a, b);
  return (
    a.apiKey === b.apiKey &&
    a.personalAccessToken === b.personalAccessToken &&
    a.tokens?.accessToken === b.tokens?.accessToken &&
    a.tokens?.refreshToken === b.tokens?.refreshToken &&
    a.tokens?.idToken === b.tokens?.idToken
  );
}

/** Their keys are in the document alone. */
function isBedrock({ bedrockApiKey, hasBedrockAccessKeys }: AuthRecord): boolean {
  return bedrockApiKey !== null || hasBedrockAccessKeys;
}
