import { useApp } from '../gatehouse-context.ts';
import { Callout } from './callout.tsx';

/** Says that a login rule is broken, or that the rules could not be read. */
export function RulesBanner() {
  const { verdict, message } = useApp().restrictions;
  if (verdict === 'allowed') return null;
  const [title, text] =
    verdict === 'violated'
      ? ['A login rule is not met', 'This sign-in does not meet the login rules of this device.']
      : ['The login rules could not be read', 'Until they can be read, nothing can be signed in.'];
  return (
    <Callout severity={verdict === 'violated' ? 'error' : 'warning'} title={title}>
      {message ?? text}
    </Callout>
  );
}
