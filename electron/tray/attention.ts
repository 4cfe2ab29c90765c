import type { AppState } from '../../shared/app-state.ts';
import type { Section } from '../../shared/section.ts';

/** One thing that is worth a notification. */
export interface Alert {
  /** The same for as long as the same thing stands, so that it is told once. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
  /** Where the window shows it, and what can be done. */
  readonly section: Section;
}

/**
 * What a person has to be told even without looking: that the sign-in is lost, or that
 * a rule took it away or keeps it from being used. No address: notifications show on
 * locked screens.
 *
 * A lost or removed sign-in leads to the account, where the reason stands above the ways
 * to sign in again. Where the rule stands between the person and a sign-in that is still
 * there, only the rules can tell more.
 */
export function alertsOf({ account, notices }: AppState): readonly Alert[] {
  const alerts: Alert[] = [];
  if (account.kind === 'chatgpt' && account.problem?.code === 'refresh-failed') {
    const body = account.problem.message;
    alerts.push({ key: 'needs-sign-in', title: 'Sign in again', body, section: 'account' });
  }
  const enforced = notices.find(({ id }) => id === 'enforced');
  if (enforced) {
    const section = account.kind === 'signedOut' ? 'account' : 'policy';
    alerts.push({ key: 'enforced', title: enforced.title, body: enforced.message, section });
  }
  if (account.kind === 'unusable' && account.problem.code === 'hidden-by-rule') {
    const body = account.problem.message;
    alerts.push({ key: 'blocked', title: 'Blocked by a login rule', body, section: 'policy' });
  }
  return alerts;
}

/** Whether a sign-in has come to a point where the person needs what only the window shows. */
export function needsWindow({ signIn }: AppState): boolean {
  return (
    signIn.kind === 'waitingForDevice' ||
    (signIn.kind === 'waitingForBrowser' && !signIn.browserOpened) ||
    signIn.kind === 'failed'
  );
}
