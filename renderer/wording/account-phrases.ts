import {
  needsSignIn,
  nextTryAt,
  type AccountState,
  type AppState,
  type BackgroundRefreshState,
} from '../../shared/app-state.ts';
import type { SavedAccount, SignInPurpose } from '../../shared/saved-accounts.ts';
import { isStopped } from '../../shared/codex-programs.ts';
import { soleCredential } from '../../shared/wording/codex-credentials.ts';
import { accountNaming } from '../../shared/wording/saved-accounts.ts';
import type { ProblemCode } from '../../shared/problem-code.ts';
import { accountProblemTexts } from '../../shared/texts/account-problems.ts';
import { accountPageTexts as texts } from '../../shared/texts/account-page.ts';
import { signingInTexts } from '../../shared/texts/signing-in.ts';
import { timeTexts } from '../../shared/texts/times.ts';
import { atTime, clockTime, relativeTime, timeSince } from './time-phrases.ts';

export type SignInState =
  | 'signedIn'
  | 'notUsed'
  | 'stopped'
  | 'offline'
  | 'unreachable'
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
  const { kind } = backgroundRefresh;
  return kind === 'offline' || kind === 'unreachable' ? kind : 'signedIn';
}

/** Whether the account has something that a person in another section should come to see. */
export function accountAsks(app: AppState): boolean {
  const { account, notices, restrictions } = app;
  if (notices.some(({ severity }) => severity === 'warning' || severity === 'error')) return true;
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
  return chatgptSentences(account, backgroundRefresh, now, locale).join(' ');
}

function chatgptSentences(
  { token, problem, refresh }: Extract<AccountState, { kind: 'chatgpt' }>,
  backgroundRefresh: BackgroundRefreshState,
  now: number,
  locale: string,
): readonly string[] {
  const { session } = texts;
  const { expiresAt } = token;
  const isOver = expiresAt !== null && expiresAt <= now;
  if (problem !== null && needsSignIn(problem)) {
    const { message } = problem;
    if (isOver) return [message, session.codexStopped()];
    return expiresAt === null
      ? [message]
      : [message, session.codexStops({ when: atTime(expiresAt, now, locale) })];
  }
  const { kind } = backgroundRefresh;
  const tryAt = nextTryAt(backgroundRefresh);
  const again = tryAt === null ? null : session.tryingAgain({ when: nextTime(tryAt, now, locale) });
  if (isOver) {
    const ended = session.expired({ when: atTime(expiresAt, now, locale) });
    if (again !== null) {
      if (kind === 'offline') return [ended, session.codexUntilOnline(), again];
      const why = kind === 'unreachable' ? [session.unreachable()] : [];
      return [ended, ...why, session.codexUntilRefreshed(), again];
    }
    return [ended, refresh === 'supplied' ? session.codexUntilSupplied() : session.isRefreshed()];
  }
  const valid =
    expiresAt === null
      ? session.endUnknown()
      : session.validUntil({ time: clockTime(expiresAt, now, locale) });
  if (again !== null) {
    const why =
      kind === 'offline' || kind === 'unreachable' ? session[kind]() : session.refreshFailed();
    return [valid, why, again];
  }
  if (refresh === 'supplied') return [valid, session.refreshedByAnother()];
  return kind === 'idle' ? [valid] : [valid, session.refreshesItself()];
}

/** What is wrong with a sign-in that can still be used or refreshed, in a few words. */
export function problemTitle(code: ProblemCode): string {
  const { titles } = accountProblemTexts;
  return code in titles ? titles[code as keyof typeof titles]() : titles.other();
}

/** When something happened, as a detail. */
export function momentText(at: number | null, now: number, locale: string): string {
  if (at === null) return timeTexts.notRecorded();
  return timeTexts.moment({
    time: clockTime(at, now, locale),
    distance: timeSince(at, now, locale),
  });
}

/** When something ends or is due, as a detail; it may be over. */
export function endText(at: number, now: number, locale: string): string {
  return timeTexts.moment({
    time: clockTime(at, now, locale),
    distance: relativeTime(at, now, locale),
  });
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
      return timeTexts.now();
    case 'scheduled':
    case 'offline':
    case 'unreachable':
    case 'retrying':
      return backgroundRefresh.at <= now
        ? timeTexts.soon()
        : endText(backgroundRefresh.at, now, locale);
  }
}

/** A time to come, within a sentence; what is due already is under way in a moment. */
function nextTime(at: number, now: number, locale: string): string {
  return at <= now ? timeTexts.inAMoment() : atTime(at, now, locale);
}

/** Whom a sign-in is to be made for again; null where it is for nobody in particular. */
export function renewedTitle(
  purpose: SignInPurpose,
  accounts: readonly SavedAccount[],
): string | null {
  if (purpose.purpose !== 'renew') return null;
  const renewed = accounts.find(({ id }) => id === purpose.account);
  return renewed === undefined ? null : accountNaming(accounts)(renewed);
}

/** The same while it runs, or once it has failed. */
export function renewingText(name: string, hasFailed: boolean): string {
  return hasFailed ? signingInTexts.failed.again({ name }) : texts.present.unchangedFor({ name });
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
  if (purpose === 'keep') return texts.present.staysInUse();
  if (purpose === 'renew') return texts.present.unchanged();
  if (account.kind !== 'unusable') return texts.present.staysSignedIn();
  if (replacedProblems.includes(account.problem.code)) return texts.present.isReplaced();
  return mode === 'file' ? texts.present.isBackedUp() : texts.present.isLeft();
}
