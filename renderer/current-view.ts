import type { AccountState, AppState, SignInState } from '../shared/app-state.ts';
import type { Screen } from './store.ts';

type SignInOf<K extends SignInState['kind']> = Extract<SignInState, { kind: K }>;
type AccountOf<K extends AccountState['kind']> = Extract<AccountState, { kind: K }>;

/** The one view on screen, with the part of the state that it shows. */
export type View =
  | { kind: 'loading' }
  | { kind: 'activity' }
  | { kind: 'policy' }
  | { kind: 'diagnostics' }
  | { kind: 'settings' }
  | { kind: 'methods' }
  | { kind: 'apiKeyForm' }
  | { kind: 'starting'; signIn: SignInOf<'starting'> }
  | { kind: 'waitingForBrowser'; signIn: SignInOf<'waitingForBrowser'> }
  | { kind: 'waitingForDevice'; signIn: SignInOf<'waitingForDevice'> }
  | { kind: 'finishing'; signIn: SignInOf<'finishing'> }
  | { kind: 'failed'; signIn: SignInOf<'failed'> }
  | { kind: 'chatgpt'; account: AccountOf<'chatgpt'> }
  | { kind: 'apiKey'; account: AccountOf<'apiKey'> }
  | { kind: 'unusable'; account: AccountOf<'unusable'> };

/**
 * Picks the view. What belongs to no account is shown when it is asked for, and
 * else a sign-in under way before anything else, also while an account is signed
 * in; a failed one gives way to the form that tries again.
 */
export function currentView(app: AppState | null, screen: Screen): View {
  if (app === null) return { kind: 'loading' };
  if (
    screen === 'activity' ||
    screen === 'policy' ||
    screen === 'diagnostics' ||
    screen === 'settings'
  ) {
    return { kind: screen };
  }
  const { signIn, account } = app;
  switch (signIn.kind) {
    case 'starting':
      return { kind: 'starting', signIn };
    case 'waitingForBrowser':
      return { kind: 'waitingForBrowser', signIn };
    case 'waitingForDevice':
      return { kind: 'waitingForDevice', signIn };
    case 'finishing':
      return { kind: 'finishing', signIn };
    case 'failed':
      return screen === 'apiKey' ? { kind: 'apiKeyForm' } : { kind: 'failed', signIn };
    case 'idle':
      return idleView(account, screen);
  }
}

function idleView(account: AccountState, screen: Screen): View {
  if (account.kind === 'loading') return { kind: 'loading' };
  if (screen === 'apiKey') return { kind: 'apiKeyForm' };
  if (screen === 'methods') return { kind: 'methods' };
  switch (account.kind) {
    case 'signedOut':
      return { kind: 'methods' };
    case 'chatgpt':
      return { kind: 'chatgpt', account };
    case 'apiKey':
      return { kind: 'apiKey', account };
    case 'unusable':
      return { kind: 'unusable', account };
  }
}
