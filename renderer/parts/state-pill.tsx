import { Icon } from './icon.tsx';

export type PillState = 'signedIn' | 'attention' | 'blocked';

const pills = {
  signedIn: { icon: 'check', text: 'Signed in' },
  attention: { icon: 'warning', text: 'Needs attention' },
  blocked: { icon: 'lock', text: 'Not allowed by the login rules' },
} as const;

/** The state of the account as icon and words. */
export function StatePill({ state }: { state: PillState }) {
  const { icon, text } = pills[state];
  return (
    <p className={`pill pill--${state}`}>
      <Icon name={icon} />
      <span>{text}</span>
    </p>
  );
}
