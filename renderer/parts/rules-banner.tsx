import { useApp } from '../gatehouse-context.ts';
import { isSaidBy } from '../wording/is-said-by.ts';
import { Callout } from './callout.tsx';

/** Says that a login rule is broken, or that the rules could not be read. */
export function RulesBanner() {
  const { account, restrictions, notices } = useApp();
  const { verdict, message } = restrictions;
  // Rules cannot be held against a record that cannot be read: its own view says so.
  if (account.kind === 'unusable' && account.problem.message === message) return null;
  // A notice that says the same has the button that helps besides.
  if (verdict === 'allowed' || (message !== null && isSaidBy(notices, message))) return null;
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
