import type { AccountState, BackgroundRefreshState } from '../../shared/app-state.ts';
import type { Credential } from '../auth/credential.ts';
import type { RefreshFailure } from '../auth/refresh-failure.ts';
import type { Verdict } from '../policy/verdict.ts';
import { accountFactsOf, refreshabilityOf, tokenFactsOf, tokenProblemOf } from './account-facts.ts';

export interface AccountSituation {
  readonly credential: Credential;
  readonly verdict: Verdict;
  readonly failure: RefreshFailure | null;
  readonly unsaved: boolean;
  /** What this program does to keep the token fresh; null in one that does nothing by itself. */
  readonly backgroundRefresh: BackgroundRefreshState | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What the window and the tray show of the credential. The one place where a
 * credential becomes something without secrets.
 */
export function accountStateOf(situation: AccountSituation): AccountState {
  const { credential, verdict, failure, now } = situation;
  if (verdict.kind === 'violated' && verdict.remedy === 'hide') {
    return { kind: 'unusable', problem: { code: 'hidden-by-rule', message: verdict.message } };
  }
  if (verdict.kind === 'unknown' && isStored(credential)) {
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
        source: origin.from === 'environment' ? 'environment' : origin.source,
        variable: origin.from === 'environment' ? origin.variable : null,
        problem: null,
      };
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

/** A key of the environment is not ours to withhold: every program here has it. */
function isStored(credential: Credential): boolean {
  return (
    credential.kind === 'chatgpt' ||
    (credential.kind === 'apiKey' && credential.origin.from !== 'environment')
  );
}
