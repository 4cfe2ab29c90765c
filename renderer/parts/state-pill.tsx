import type { SignInState } from '../wording/account-state.ts';
import { Icon } from './icon.tsx';

const pills = {
  signedIn: { icon: 'check', text: 'Signed in' },
  offline: { icon: 'info', text: 'Offline' },
  ranOut: { icon: 'warning', text: 'Codex cannot work now' },
  needsSignIn: { icon: 'error', text: 'Needs sign-in' },
  attention: { icon: 'warning', text: 'Needs attention' },
  unjudged: { icon: 'info', text: 'Cannot be judged now' },
  blocked: { icon: 'lock', text: 'Not allowed by the login rules' },
} as const satisfies Record<SignInState, unknown>;

/** The state of the account as icon and words. */
export function StatePill({ standing }: { standing: SignInState }) {
  const { icon, text } = pills[standing];
  return (
    <p className={`pill pill--${standing}`}>
      <Icon name={icon} />
      <span>{text}</span>
    </p>
  );
}
