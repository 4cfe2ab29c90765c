import {
  needsSignIn,
  type AccountState,
  type AppState,
  type BackgroundRefreshState,
  type TokenFacts,
} from '../../shared/app-state.ts';
import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import { isStopped } from '../../shared/codex-programs.ts';
import { soleCredential } from '../../shared/wording/codex-credentials.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import { clockTime, relativeTime } from './time-phrases.ts';

export type SignInState =
  | 'signedIn'
  | 'notUsed'
  | 'stopped'
  | 'offline'
  | 'ranOut'
  | 'needsSignIn'
  | 'attention'
  | 'blocked'
  | 'unjudged'
  | 'notLookedUp';

/** What a person should know first of an account that is signed in; the worst counts. */
export function signInStateOf(
  account: Exclude<AccountState, { kind: 'loading' | 'signedOut' | 'unusable' }>,
  {
    restrictions,
    backgroundRefresh,
    codex,
  }: Pick<AppState, 'restrictions' | 'backgroundRefresh' | 'codex'>,
): SignInState {
  if (restrictions.verdict === 'violated') return 'blocked';
  if (restrictions.verdict === 'unknown') return 'unjudged';
  if (isStopped(codex)) return 'stopped';
  if (soleCredential(codex) !== null) return 'notUsed';
  if (needsSignIn(account.problem)) return 'needsSignIn';
  if (account.problem?.code === 'token-expired') return 'ranOut';
  if (account.problem !== null) return 'attention';
  if (account.kind === 'personalAccessToken' && account.lookUp === null) return 'notLookedUp';
  return backgroundRefresh.kind === 'offline' ? 'offline' : 'signedIn';
}

/** The state of a ChatGPT sign-in as one text. `isLost`: the token can never be refreshed again. */
export function chatgptStateText(
  { expiresAt }: TokenFacts,
  outlook: { readonly isLost: boolean; readonly backgroundRefresh: BackgroundRefreshState },
  now: number,
  locale: string,
): string {
  const { isLost, backgroundRefresh } = outlook;
  const isOver = expiresAt !== null && expiresAt <= now;
  if (isLost) {
    const ended = 'The sign-in has ended and cannot be refreshed.';
    if (expiresAt === null) return ended;
    return isOver
      ? `${ended} Codex cannot work until you sign in again.`
      : `${ended} What is left of it works until ${momentText(expiresAt, now, locale)} at the latest.`;
  }
  if (expiresAt === null) {
    return 'Signed in with ChatGPT. The access token does not say how long it is valid.';
  }
  if (!isOver) {
    return `Signed in with ChatGPT. The access token is valid until ${momentText(expiresAt, now, locale)}.`;
  }
  const ranOut = `The access token ran out at ${momentText(expiresAt, now, locale)}`;
  return backgroundRefresh.kind === 'offline' || backgroundRefresh.kind === 'retrying'
    ? `${ranOut}, and Codex cannot work until it is refreshed. Next try ${nextTime(backgroundRefresh.at, now, locale)}.`
    : `Signed in with ChatGPT. ${ranOut}.`;
}

/** A past or future time as a detail. */
export function momentText(at: number | null, now: number, locale: string): string {
  if (at === null) return 'Not recorded';
  return `${clockTime(at, now, locale)} (${relativeTime(at, now, locale)})`;
}

/** What Gatehouse does by itself to keep the token fresh; null where that is nothing. */
export function backgroundRefreshText(
  backgroundRefresh: BackgroundRefreshState,
  now: number,
  locale: string,
): string | null {
  switch (backgroundRefresh.kind) {
    case 'idle':
      return null;
    case 'refreshing':
      return 'Now';
    case 'scheduled':
      return nextTime(backgroundRefresh.at, now, locale);
    case 'offline':
      return `Offline. Next try ${nextTime(backgroundRefresh.at, now, locale)}`;
    case 'retrying':
      return `The last one did not succeed. Next try ${nextTime(backgroundRefresh.at, now, locale)}`;
  }
}

/** A time to come; what is due already is under way in a moment. */
function nextTime(at: number, now: number, locale: string): string {
  return at <= now ? 'in a moment' : momentText(at, now, locale);
}

/** Problems of a record that can be read, so that nothing is lost when it is replaced. */
const replacedProblems: readonly ProblemCode[] = [
  'tokens-missing',
  'api-key-missing',
  'hidden-by-rule',
  'not-judged',
];

/** What becomes of the present sign-in while a new one is under way; null where there is none. */
export function keptSignInText(
  account: AccountState,
  mode: AppState['store']['mode'],
  purpose: SignInPurpose['purpose'] = 'use',
): string | null {
  if (account.kind === 'loading' || account.kind === 'signedOut') return null;
  if (purpose === 'keep') return 'The account in use stays in use.';
  if (purpose === 'renew') return 'Nothing changes until the new sign-in is saved.';
  if (account.kind !== 'unusable') {
    return 'The present sign-in stays as it is until the new one is saved.';
  }
  if (replacedProblems.includes(account.problem.code)) {
    return 'What is stored stays as it is until a new sign-in is saved, which then replaces it.';
  }
  return mode === 'file'
    ? 'A new sign-in keeps the old file beside it under a dated name.'
    : 'What is stored stays as it is until the new sign-in is saved.';
}
