import type {
  AccountFacts,
  AccountState,
  BackgroundRefreshState,
  ModelProvider,
  TokenFacts,
  TokenProblem,
} from '../../shared/app-state.ts';
import { accountProblemTexts as texts } from '../../shared/texts/account-problems.ts';
import { nextStep } from '../../shared/texts/next-steps.ts';
import type { Credential } from '../auth/credential.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import type { Verdict } from '../policy/verdict.ts';
import type { TokenRecord } from '../auth/auth-record.ts';
import type { Whoami } from '../auth/personal-access-token.ts';
import { isRefreshableRecord } from '../auth/credential-facts.ts';
import { effectiveIdentityOf } from '../auth/effective-identity.ts';
import { readExpiry } from '../auth/id-token-claims.ts';
import { planLabel, planOfClaim } from '../auth/plan.ts';
import { isStale } from '../auth/refresh-due.ts';
import { useProblemOf } from '../policy/model-provider.ts';
import { shownName } from '../base/unseen-characters.ts';

export interface AccountSituation {
  readonly credential: Credential;
  readonly verdict: Verdict;
  /** Permanent; null for none. */
  readonly failure: RefreshFailure | null;
  readonly unsaved: boolean;
  /** What this program does to keep the token fresh; null in one that does nothing by itself. */
  readonly backgroundRefresh: BackgroundRefreshState | null;
  readonly provider: ModelProvider | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What window and tray show of the credential: here it loses its secrets. */
export function accountStateOf(situation: AccountSituation): AccountState {
  const { credential, verdict, failure, now } = situation;
  if (verdict.kind === 'violated' && verdict.remedy === 'hide') {
    return { kind: 'unusable', problem: { code: 'hidden-by-rule', message: verdict.message } };
  }
  const isHeldBack = verdict.kind === 'unknown' && verdict.because !== 'owner';
  if (isHeldBack && isStored(credential)) {
    return { kind: 'unusable', problem: { code: 'not-judged', message: verdict.message } };
  }
  switch (credential.kind) {
    case 'signedOut':
      return { kind: 'signedOut' };
    case 'unusable':
      return { kind: 'unusable', problem: { ...credential.problem } };
    case 'apiKey': {
      const { origin } = credential;
      return {
        kind: 'apiKey',
        source: origin.source,
        problem: null,
      };
    }
    case 'personalAccessToken': {
      const { kind, source, lookUp } = credential;
      const found =
        lookUp?.kind === 'known' ? { account: factsOfWhoami(lookUp.whoami), at: lookUp.at } : null;
      return { kind, source, lookUp: found, problem: useProblemOf(credential, situation.provider) };
    }
    case 'bedrockApiKey':
    case 'bedrockAccessKeys': {
      const { kind, source, region } = credential;
      const problem = useProblemOf(credential, situation.provider);
      return { kind, source, region: shown(region), problem };
    }
    case 'chatgpt': {
      const record = { ...credential.record, tokens: credential.tokens };
      return {
        kind: 'chatgpt',
        source: credential.source,
        account: accountFactsOf(record),
        token: tokenFactsOf(record, now),
        refresh: refreshabilityOf(record, failure),
        problem: tokenProblemOf(record, situation),
      };
    }
  }
}

function isStored(credential: Credential): boolean {
  switch (credential.kind) {
    case 'apiKey':
    case 'chatgpt':
    case 'personalAccessToken':
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return true;
    case 'signedOut':
    case 'unusable':
      return false;
  }
}

export function factsOfWhoami({ email, userId, workspaceId, planRaw }: Whoami): AccountFacts {
  return {
    email: shown(email),
    plan: planOfClaim(planRaw),
    planLabel: shown(planLabel(planRaw)),
    planRaw: shown(planRaw),
    workspaceId: shown(workspaceId),
    accountId: shown(workspaceId),
    userId: shown(userId),
  };
}

/** What may be shown of a record's account: nothing invisible, too long to read, or empty. */
export function accountFactsOf(record: TokenRecord): AccountFacts {
  const { claims, accountId } = record.tokens;
  const { planRaw, workspaceId } = effectiveIdentityOf(record.tokens);
  return {
    email: shown(claims.email),
    plan: planOfClaim(planRaw),
    planLabel: shown(planLabel(planRaw)),
    planRaw: shown(planRaw),
    workspaceId: shown(workspaceId),
    accountId: shown(accountId),
    userId: shown(claims.userId),
  };
}

function shown(claim: string | null): string | null {
  return claim?.trim() ? shownName(claim) : null;
}

export function tokenFactsOf(record: TokenRecord, now: number): TokenFacts {
  return {
    expiresAt: readExpiry(record.tokens.accessToken),
    lastRefresh: record.lastRefresh,
    stale: isStale(record, now),
  };
}

export function refreshabilityOf(
  record: TokenRecord,
  failure: RefreshFailure | null,
): Extract<AccountState, { kind: 'chatgpt' }>['refresh'] {
  if (record.authMode === 'chatgptAuthTokens') return 'supplied';
  if (record.tokens.refreshToken === '') return 'noRefreshToken';
  return failure === null ? 'possible' : 'refused';
}

export type TokenSituation = Omit<AccountSituation, 'credential' | 'verdict' | 'provider'>;

/** The worst problem of a usable sign-in; null for none. */
export function tokenProblemOf(
  record: TokenRecord,
  situation: TokenSituation,
): TokenProblem | null {
  const { failure, unsaved } = situation;
  if (unsaved) {
    return {
      code: 'tokens-unsaved',
      message: texts.tokensUnsaved(),
    };
  }
  if (failure !== null) return { code: 'refresh-failed', message: failure.message };
  if (record.tokens.refreshToken === '' && isRefreshableRecord(record)) {
    return {
      code: 'refresh-token-missing',
      message: texts.noRefreshToken(),
    };
  }
  const ranOut = whyRanOut(record, situation);
  if (ranOut !== null) return { code: 'token-expired', message: ranOut };
  const message = whatIsMissing(record);
  return message === null ? null : { code: 'record-incomplete', message };
}

/** Why the access token, run out with no new one on its way, stops Codex; else null. */
function whyRanOut(record: TokenRecord, { backgroundRefresh, now }: TokenSituation): string | null {
  const expiresAt = readExpiry(record.tokens.accessToken);
  if (expiresAt === null || expiresAt > now) return null;
  if (record.authMode === 'chatgptAuthTokens') {
    return texts.ranOut.suppliedByAnother();
  }
  switch (backgroundRefresh?.kind) {
    case undefined:
      return texts.ranOut.unattended();
    case 'offline':
      return texts.ranOut.offline();
    case 'unreachable':
      return texts.ranOut.unreachable();
    case 'retrying':
      return texts.ranOut.notRefreshedYet();
    case 'refreshing':
      return backgroundRefresh.isRetry ? texts.ranOut.notRefreshedYet() : null;
    case 'idle':
    case 'scheduled':
      return null;
  }
}

/**
 * What a record lacks. Codex CLI 0.171.0 sends no token with a record without `last_refresh`, and
 * never refreshes one without `account_id`.
 */
function whatIsMissing({ lastRefresh, tokens }: TokenRecord): string | null {
  if (lastRefresh === null) {
    return texts.lacks.lastRefresh({ step: nextStep('refresh') });
  }
  if (tokens.accountId !== null) return null;
  return tokens.claims.workspaceId === null
    ? texts.lacks.anyAccount()
    : texts.lacks.accountId({ step: nextStep('refresh') });
}
