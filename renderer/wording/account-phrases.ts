import {
  needsSignIn,
  type AccountState,
  type AppState,
  type BackgroundRefreshState,
} from '../../shared/app-state.ts';
import type { SignInPurpose } from '../../shared/saved-accounts.ts';
import { isStopped } from '../../shared/codex-programs.ts';
import { soleCredential } from '../../shared/wording/codex-credentials.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import { atTime, clockTime, relativeTime } from './time-phrases.ts';

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

/** Each state in a word or two. */
export const stateWords = {
  signedIn: 'Signed in',
  notUsed: 'Stored, not used',
  stopped: 'Codex does not start',
  offline: 'Offline',
  ranOut: 'Codex cannot work now',
  needsSignIn: 'Needs sign-in',
  attention: 'Needs attention',
  unjudged: 'Cannot be judged now',
  notLookedUp: 'Not looked up',
  blocked: 'Not allowed by the login rules',
} as const satisfies Record<SignInState, string>;

/** Whether the account has something that a person in another section should come to see. */
export function accountAsks(app: AppState): boolean {
  const { account, notices, restrictions } = app;
  if (notices.some(({ severity }) => severity !== 'info')) return true;
  if (restrictions.verdict !== 'allowed' || account.kind === 'unusable') return true;
  return 'problem' in account && account.problem !== null;
}

/** The state of a ChatGPT sign-in as one text, with what to do last. */
export function chatgptStateText(
  account: Extract<AccountState, { kind: 'chatgpt' }>,
  backgroundRefresh: BackgroundRefreshState,
  now: number,
  locale: string,
): string {
  const { expiresAt } = account.token;
  const isOver = expiresAt !== null && expiresAt <= now;
  if (account.problem !== null && needsSignIn(account.problem)) {
    const { message } = account.problem;
    if (isOver) return `${message} Until then, Codex can\u2019t work.`;
    return expiresAt === null
      ? message
      : `${message} Codex stops working ${atTime(expiresAt, now, locale)}.`;
  }
  const again =
    backgroundRefresh.kind === 'offline' || backgroundRefresh.kind === 'retrying'
      ? `Trying again ${nextTime(backgroundRefresh.at, now, locale)}.`
      : null;
  if (isOver) {
    const ended = `Your session expired ${atTime(expiresAt, now, locale)}.`;
    if (backgroundRefresh.kind === 'offline') {
      return `${ended} Codex won\u2019t work until you\u2019re back online. ${again}`;
    }
    if (again !== null) return `${ended} Codex won\u2019t work until it\u2019s renewed. ${again}`;
    return account.refresh === 'supplied'
      ? `${ended} Codex won\u2019t work until the program that supplied it renews it.`
      : `${ended} It is being renewed.`;
  }
  const valid =
    expiresAt === null
      ? 'The session doesn\u2019t say when it ends.'
      : `Session valid until ${clockTime(expiresAt, now, locale)}.`;
  if (backgroundRefresh.kind === 'offline') return `${valid} You\u2019re offline. ${again}`;
  if (again !== null) return `${valid} The last refresh failed. ${again}`;
  if (account.refresh === 'supplied') return `${valid} Another program renews it.`;
  return backgroundRefresh.kind === 'idle' ? valid : `${valid} Renews automatically.`;
}

/** A past or future time as a detail. */
export function momentText(at: number | null, now: number, locale: string): string {
  if (at === null) return 'Not recorded';
  return `${clockTime(at, now, locale)} (${relativeTime(at, now, locale)})`;
}

/** When the token is refreshed next, as a detail; null where it is not. */
export function nextRefreshText(
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
    case 'offline':
    case 'retrying':
      return backgroundRefresh.at <= now
        ? 'In a moment'
        : momentText(backgroundRefresh.at, now, locale);
  }
}

/** A time to come, within a sentence; what is due already is under way in a moment. */
function nextTime(at: number, now: number, locale: string): string {
  return at <= now ? 'in a moment' : atTime(at, now, locale);
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
    return 'You stay signed in until the new sign-in is complete.';
  }
  if (replacedProblems.includes(account.problem.code)) {
    return 'Your current sign-in is kept until the new one replaces it.';
  }
  return mode === 'file'
    ? 'Signing in again backs up the old file first.'
    : 'What is stored stays as it is until the new sign-in is saved.';
}
