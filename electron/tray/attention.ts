import type { AppState } from '../../shared/app-state.ts';

/** One thing that is worth a notification. */
export interface Alert {
  /** The same for as long as the same thing stands, so that it is told once. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
}

/**
 * What a person has to be told even without looking: that the sign-in is lost,
 * or that a rule took it away. No address: notifications show on locked screens.
 */
export function alertsOf({ account, notices }: AppState): readonly Alert[] {
  const alerts: Alert[] = [];
  if (account.kind === 'chatgpt' && account.problem?.code === 'refresh-failed') {
    alerts.push({ key: 'needs-sign-in', title: 'Sign in again', body: account.problem.message });
  }
  const enforced = notices.find(({ id }) => id === 'enforced');
  if (enforced) {
    alerts.push({ key: 'enforced', title: enforced.title, body: enforced.message });
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
