import { useId } from 'react';

import { useApp } from '../gatehouse-context.ts';
import { keptSignInText } from '../wording/account-phrases.ts';
import { Icon } from './icon.tsx';

/** An explanation; with a lock, why something is off. */
export function Note(props: { id?: string; icon?: 'info' | 'lock'; children: string }) {
  const { id, icon = 'info', children } = props;
  return (
    <p id={id} className={icon === 'lock' ? 'method__reason' : 'note'}>
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

/** Why a rule keeps something off; nothing where none does. `id` is what the button refers to. */
export function RuleReason({ id, reason }: { id: string; reason: string | null }) {
  return (
    reason !== null && (
      <Note id={id} icon="lock">
        {reason}
      </Note>
    )
  );
}

/** What the buttons that export and copy reports need of the rule about it, and its reason. */
export function useExportRule() {
  const { export: reason } = useApp().policy.refusals;
  const id = useId();
  const isOff = reason !== null;
  return {
    button: { disabled: isOff, describedBy: isOff ? id : undefined },
    reason: { id, reason },
  };
}

/** Says that the present sign-in stays until the new one is saved; nothing where there is none. */
export function KeptSignIn() {
  const { account, store } = useApp();
  const text = keptSignInText(account, store.mode);
  return text !== null && <Note>{text}</Note>;
}
