import type { AccountState, AppState, SignInState } from '../shared/app-state.ts';
import type { Section } from '../shared/section.ts';
import type { Screen } from './store.ts';

export type View =
  | { kind: 'loading' | 'methods' | 'apiKeyForm' | Exclude<Section, 'account'> }
  | Exclude<SignInState, { kind: 'idle' }>
  | Exclude<AccountState, { kind: 'loading' | 'signedOut' }>;

/**
 * Picks the view. A section that belongs to no account comes first, then a sign-in under way, also
 * while an account is signed in; a failed one gives way to the form that tries again.
 */
export function currentView(app: AppState | null, screen: Screen): View {
  if (app === null) return { kind: 'loading' };
  if (screen !== 'home' && screen !== 'methods' && screen !== 'apiKey') return { kind: screen };
  const { signIn, account } = app;
  const isTriedAgain = signIn.kind === 'failed' && screen === 'apiKey';
  if (signIn.kind !== 'idle') return isTriedAgain ? { kind: 'apiKeyForm' } : signIn;
  if (account.kind === 'loading') return { kind: 'loading' };
  if (screen === 'apiKey') return { kind: 'apiKeyForm' };
  return screen === 'methods' || account.kind === 'signedOut' ? { kind: 'methods' } : account;
}
