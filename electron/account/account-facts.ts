import type { AccountFacts, Problem, TokenFacts } from '../../shared/app-state.ts';
import type { TokenRecord } from '../auth/auth-record.ts';
import { effectiveIdentityOf, knownId } from '../auth/effective-identity.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import { readExpiry } from '../auth/id-token-claims.ts';
import { planLabel, planOfClaim } from '../auth/plan.ts';
import { isStale } from '../auth/staleness.ts';

/** What may be shown of the account that a record belongs to. */
export function accountFactsOf(record: TokenRecord): AccountFacts {
  const { claims, accountId } = record.tokens;
  const { planRaw, workspaceId } = effectiveIdentityOf(record.tokens);
  return {
    email: claims.email,
    plan: planOfClaim(planRaw),
    planLabel: planLabel(planRaw),
    planRaw,
    workspaceId: knownId(workspaceId),
    accountId,
    userId: claims.userId,
  };
}

/** What may be shown of the access token of a record. */
export function tokenFactsOf(record: TokenRecord, now: number): TokenFacts {
  return {
    expiresAt: readExpiry(record.tokens.accessToken),
    lastRefresh: record.lastRefresh,
    stale: isStale(record, now),
  };
}

/**
 * What is wrong with a sign-in that is otherwise there, the worst first; null
 * where nothing is.
 */
export function tokenProblemOf(
  record: TokenRecord,
  failure: RefreshFailure | null,
  unsaved: boolean,
): Problem | null {
  if (unsaved) {
    return {
      code: 'tokens-unsaved',
      message:
        'New tokens were received but could not be saved. Keep Gatehouse running, make the store writable and refresh again.',
    };
  }
  if (failure !== null) return { code: 'refresh-failed', message: failure.message };
  if (record.tokens.refreshToken === '' && record.authMode !== 'chatgptAuthTokens') {
    return {
      code: 'refresh-token-missing',
      message: 'The sign-in has no refresh token and ends with its access token. Sign in again.',
    };
  }
  if (record.lastRefresh === null || record.tokens.accountId === null) {
    const missing = record.lastRefresh === null ? 'last_refresh' : 'account_id';
    return {
      code: 'record-incomplete',
      message: `The stored sign-in lacks ${missing}, without which the Codex CLI does not keep it fresh. A refresh writes it.`,
    };
  }
  return null;
}
