import type { TestId } from '../../shared/test-ids.ts';
import { useApp, useMirror } from '../gatehouse-context.ts';
import { keptSignInText, renewedTitle, renewingText } from '../wording/account-phrases.ts';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';

/** An explanation; with a lock, why something is off. */
export function Note(props: {
  id?: string;
  testId?: TestId;
  icon?: 'info' | 'lock';
  children: string;
}) {
  const { id, testId, icon = 'info', children } = props;
  return (
    <p id={id} className={icon === 'lock' ? 'method__reason' : 'note'} data-testid={testId}>
      <Icon name={icon} />
      <span>
        <Prose>{children}</Prose>
      </span>
    </p>
  );
}

/** Says that the present sign-in stays until the new one is saved; nothing where there is none. */
export function KeptSignIn() {
  const { account, accounts, store, signIn, signInFor } = useApp();
  const chosen = useMirror((mirror) => mirror.purpose);
  const isIdle = signIn.kind === 'idle';
  const { purpose } = isIdle ? chosen : signInFor;
  const renewed = isIdle ? null : renewedTitle(signInFor, accounts.accounts);
  if (renewed !== null) return <Note>{renewingText(renewed, signIn.kind === 'failed')}</Note>;
  const text = keptSignInText(account, store.mode, purpose);
  return text !== null && <Note>{text}</Note>;
}
