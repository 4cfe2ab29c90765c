import { refreshTexts as texts } from '../../shared/texts/refreshing.ts';
import type { AuthSession } from './auth-session.ts';
import { isRefreshableRecord } from './credential-facts.ts';
import type { Credential } from './credential.ts';
import { permanentFailure, transientFailure, type RefreshFailure } from './refresh-failure.ts';
import { isOfAnotherAccount } from './token-owner.ts';
import type { RefreshOptions, RefreshOutcome } from './token-refresh.ts';

/** `unauthorized` is the access token that got 401. */
export interface RecoverySituation {
  readonly unauthorized: string;
  readonly held: Extract<Credential, { kind: 'chatgpt' }>;
  readonly remembered: RefreshFailure | null;
}

export type RecoveryStep =
  /** Another token of the same account is there: retry with it. */
  | { readonly step: 'take' }
  | { readonly step: 'refresh' }
  | { readonly step: 'fail'; readonly failure: RefreshFailure };

/** After 401, as `UnauthorizedRecovery` of codex-rs/login/src/auth/manager.rs. */
export function nextRecoveryStep({
  unauthorized,
  held,
  remembered,
}: RecoverySituation): RecoveryStep {
  const { tokens, record } = held;
  const answer = { idToken: null, accessToken: unauthorized, refreshToken: null };
  // Upstream compares `account_id` alone, and asks again for tokens refused for good.
  if (isOfAnotherAccount(answer, tokens)) return { step: 'fail', failure: otherAccount() };
  if (tokens.accessToken !== unauthorized) return { step: 'take' };
  if (remembered !== null) return { step: 'fail', failure: remembered };
  if (!isRefreshableRecord(record)) return { step: 'fail', failure: supplied() };
  return { step: 'refresh' };
}

export type RecoveryOutcome =
  /** With how the refresh ended, if there was one. */
  | { readonly kind: 'recovered'; readonly refresh: RefreshOutcome }
  | { readonly kind: 'failed'; readonly failure: RefreshFailure };

/** Recovers from 401, and redeems at most one refresh token. The caller has just read the store. */
export async function recoverUnauthorized(
  unauthorized: string,
  session: Pick<AuthSession, 'get' | 'lastFailure'>,
  refresh: (options: RefreshOptions) => Promise<RefreshOutcome>,
): Promise<RecoveryOutcome> {
  const nextStep = (): RecoveryStep => {
    const held = session.get();
    if (held.kind === 'personalAccessToken') {
      return held.token === unauthorized
        ? { step: 'fail', failure: notRenewed() }
        : { step: 'take' };
    }
    if (held.kind !== 'chatgpt') return { step: 'fail', failure: gone() };
    return nextRecoveryStep({ unauthorized, held, remembered: session.lastFailure() });
  };
  let step = nextStep();
  let outcome: RefreshOutcome = { kind: 'notApplicable' };
  for (let tries = 0; tries < 2 && step.step !== 'fail'; tries += 1) {
    outcome = await refresh({ force: step.step === 'refresh', keepsPause: true });
    step = nextStep();
    // Another program may have stored the refused token once more.
    if (outcome.kind !== 'adopted' || step.step !== 'refresh') break;
  }
  if (step.step === 'take') return { kind: 'recovered', refresh: outcome };
  if (outcome.kind === 'failed') return outcome;
  return { kind: 'failed', failure: step.step === 'fail' ? step.failure : noOther() };
}

const otherAccount = () => permanentFailure('other', texts.refused.ofAnotherAccount());
const gone = () => permanentFailure('other', texts.refused.signInEnded());
const notRenewed = () => permanentFailure('other', texts.refused.neverRefreshed());
const supplied = () => transientFailure(texts.refused.supplied());
const noOther = () => transientFailure(texts.refused.noOther());
