import type { AccountFacts, Problem, TokenFacts } from '../../shared/app-state.ts';
import type { TokenRecord } from '../auth/auth-record.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import { readExpiry } from '../auth/id-token-claims.ts';
import { planLabel, planOfClaim } from '../auth/plan.ts';
import { isStale } from '../auth/staleness.ts';
import { shownName } from '../unseen-characters.ts';

/**
 * What may be shown of the account that a record belongs to: nothing that is not seen, or
 * too long to read, and nothing empty.
 */
export function accountFactsOf(record: TokenRecord): AccountFacts {
  const { claims, accountId } = record.tokens;
  return {
    email: shown(claims.email),
    plan: planOfClaim(claims.planRaw),
    planLabel: shown(planLabel(claims.planRaw)),
    planRaw: shown(claims.planRaw),
    workspaceId: shown(claims.workspaceId),
    accountId: shown(accountId),
    userId: shown(claims.userId),
  };
}

function shown(claim: string | null): string | null {
  return claim?.trim() ? shownName(claim) : null;
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
