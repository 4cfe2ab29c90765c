import { useApp, useMirror } from '../gatehouse-context.ts';
import { keptSignInText } from '../wording/account-phrases.ts';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';

/** An explanation; with a lock, why something is off. */
export function Note(props: { id?: string; icon?: 'info' | 'lock'; children: string }) {
  const { id, icon = 'info', children } = props;
  return (
    <p id={id} className={icon === 'lock' ? 'method__reason' : 'note'}>
      <Icon name={icon} />
      <span>
        <Prose>{children}</Prose>
      </span>
    </p>
  );
}

/** Says that the present sign-in stays until the new one is saved; nothing where there is none. */
export function KeptSignIn() {
  const { account, store, signIn, signInFor } = useApp();
  const chosen = useMirror((mirror) => mirror.purpose);
  const { purpose } = signIn.kind === 'idle' ? chosen : signInFor;
  const text = keptSignInText(account, store.mode, purpose);
  return text !== null && <Note>{text}</Note>;
}
