import type { AppState } from '../../shared/app-state.ts';
import type { Screen } from '../store.ts';
import { signInStateOf, stateWords } from './account-phrases.ts';

const sectionNames: Partial<Record<Screen, string>> = {
  policy: 'Policy',
  activity: 'Activity',
  diagnostics: 'Diagnostics',
  settings: 'Settings',
};

/** What the taskbar and a screen reader say of the window: its state first, then where it is. */
export function windowTitle(app: AppState | null, screen: Screen): string {
  const parts = [app && stateOf(app), sectionNames[screen], 'Gatehouse'];
  return parts.filter(Boolean).join(' - ');
}

function stateOf(app: AppState): string | null {
  const { account, signIn, removal } = app;
  if (removal !== null) return 'Will be signed out';
  if (signIn.kind === 'failed') return 'Sign-in failed';
  if (signIn.kind !== 'idle') return 'Signing in';
  if (account.kind === 'loading') return null;
  if (account.kind === 'signedOut') return 'Signed out';
  if (account.kind === 'unusable') return 'No usable sign-in';
  return stateWords[signInStateOf(account, app)];
}
