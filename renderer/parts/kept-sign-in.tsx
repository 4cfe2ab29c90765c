import { useApp } from '../gatehouse-context.ts';
import { keptSignInText } from '../wording/account-phrases.ts';
import { Icon } from './icon.tsx';

/** Says that the present sign-in stays until the new one is saved; nothing where there is none. */
export function KeptSignIn() {
  const { account, store } = useApp();
  const text = keptSignInText(account, store.mode);
  if (text === null) return null;
  return (
    <p className="note">
      <Icon name="info" />
      <span>{text}</span>
    </p>
  );
}
