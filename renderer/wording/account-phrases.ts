import {
  needsSignIn,
  type AccountState,
  type AppState,
  type BackgroundRefreshState,
  type TokenFacts,
} from '../../shared/app-state.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import { clockTime, relativeTime } from './time-phrases.ts';

/** The state of an account in one word or two. */
export type SignInState =
  'signedIn' | 'offline' | 'ranOut' | 'needsSignIn' | 'attention' | 'blocked' | 'unjudged';

type SignedIn = Extract<AccountState, { kind: 'chatgpt' | 'apiKey' }>;

/** What a person should know first of an account that is signed in; the worst counts. */
export function signInStateOf(
  account: SignedIn,
  { restrictions, backgroundRefresh }: Pick<AppState, 'restrictions' | 'backgroundRefresh'>,
): SignInState {
  if (restrictions.verdict === 'violated') return 'blocked';
  if (restrictions.verdict === 'unknown') return 'unjudged';
  if (needsSignIn(account.problem)) return 'needsSignIn';
  if (account.problem?.code === 'token-expired') return 'ranOut';
  if (account.problem !== null) return 'attention';
  return backgroundRefresh.kind === 'offline' ? 'offline' : 'signedIn';
}

/**
 * The state of a ChatGPT sign-in as one text. `now` is in milliseconds since the epoch.
 *
 * @param standing whether the token can never be refreshed again, and what is done to keep
 * it fresh.
 */
export function chatgptStateText(
  token: TokenFacts,
  {
    isLost,
    backgroundRefresh,
  }: { readonly isLost: boolean; readonly backgroundRefresh: BackgroundRefreshState },
  now: number,
  locale: string,
): string {
  if (isLost) return lostText(token, now, locale);
  if (token.expiresAt === null) {
    return 'Signed in with ChatGPT. The access token does not say how long it is valid.';
  }
  const at = clockTime(token.expiresAt, now, locale);
  const distance = relativeTime(token.expiresAt, now, locale);
  if (token.expiresAt > now) {
    return `Signed in with ChatGPT. The access token is valid until ${at} (${distance}).`;
  }
  const ranOut = `The access token ran out at ${at} (${distance})`;
  return backgroundRefresh.kind === 'offline' || backgroundRefresh.kind === 'retrying'
    ? `${ranOut}, and Codex cannot work until it is refreshed. Next try ${nextTime(backgroundRefresh.at, now, locale)}.`
    : `Signed in with ChatGPT. ${ranOut}.`;
}

function lostText({ expiresAt }: TokenFacts, now: number, locale: string): string {
  const ended = 'The sign-in has ended and cannot be refreshed.';
  if (expiresAt === null) return ended;
  return expiresAt > now
    ? `${ended} What is left of it works until ${clockTime(expiresAt, now, locale)} (${relativeTime(expiresAt, now, locale)}) at the latest.`
    : `${ended} Codex cannot work until you sign in again.`;
}

/** A past or future time as a detail, or a word that says that it is not known. */
export function momentText(at: number | null, now: number, locale: string): string {
  if (at === null) return 'Not recorded';
  return `${clockTime(at, now, locale)} (${relativeTime(at, now, locale)})`;
}

/**
 * What Gatehouse does by itself to keep the token fresh, as a detail; null where
 * it does nothing. `now` is in milliseconds since the epoch.
 */
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
  if (at <= now) return 'in a moment';
  return `${clockTime(at, now, locale)} (${relativeTime(at, now, locale)})`;
}

/** Problems of a record that can be read, so that nothing is lost when it is replaced. */
const replacedProblems: readonly ProblemCode[] = [
  'tokens-missing',
  'api-key-missing',
  'hidden-by-rule',
  'not-judged',
];

/** Says who stays signed in while a new sign-in is under way, or null where nobody is. */
export function keptSignInText(
  account: AccountState,
  mode: AppState['store']['mode'],
): string | null {
  switch (account.kind) {
    case 'loading':
    case 'signedOut':
      return null;
    case 'chatgpt':
    case 'apiKey':
      return 'The present sign-in stays as it is until the new one is saved.';
    case 'unusable':
      if (replacedProblems.includes(account.problem.code)) {
        return 'What is stored stays as it is until a new sign-in is saved, which then replaces it.';
      }
      return mode === 'file'
        ? 'A new sign-in keeps the old file beside it under a dated name.'
        : 'What is stored stays as it is until the new sign-in is saved.';
  }
}
