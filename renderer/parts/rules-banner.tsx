import { positionPhrase } from '../../shared/wording/rule-place.ts';
import { asSentence } from '../../shared/wording/sentence.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { isSaidBy } from '../wording/is-said-by.ts';
import { Address } from './address.tsx';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';

/** Says that a login rule is broken, or why that is not known. */
export function RulesBanner() {
  const { restrictions, notices } = useApp();
  const commands = useCommands();
  const { verdict, unknownBecause, message, violated } = restrictions;
  // Rules cannot be held against a record that cannot be read: its own view says so.
  if (unknownBecause === 'credential') return null;
  // A notice that says the same has the button that helps besides.
  if (verdict === 'allowed' || (message !== null && isSaidBy(notices, message))) return null;
  if (unknownBecause === 'evidence') {
    return (
      <Callout
        testId="rules-banner"
        state={unknownBecause}
        severity="warning"
        title="Cannot be judged yet"
        action={
          <Button testId="rules-banner-show" onClick={() => commands.show('diagnostics')}>
            Show diagnostics
          </Button>
        }
      >
        {message !== null && `${asSentence(message)} `}
        Your sign-in is kept and not used until then. Gatehouse tries again by itself.
      </Callout>
    );
  }
  if (unknownBecause === 'environment' || unknownBecause === 'owner') {
    const title =
      unknownBecause === 'owner' ? 'Cannot be judged yet' : 'Another sign-in may be in use';
    return (
      <Callout testId="rules-banner" state={unknownBecause} severity="warning" title={title}>
        {message}
      </Callout>
    );
  }
  const [title, text] =
    verdict === 'violated'
      ? ['A login rule is not met', 'This sign-in does not meet the login rules of this device.']
      : [
          'The login rules could not be read',
          'Sign-in is off until it is fixed, and a sign-in that is here is not used. Ask your administrator if you can\u2019t edit it.',
        ];
  const position = violated === null ? null : positionPhrase(violated);
  return (
    <Callout
      testId="rules-banner"
      state={verdict}
      severity="error"
      title={title}
      action={
        <Button testId="rules-banner-show" onClick={() => commands.show('policy')}>
          Show policy
        </Button>
      }
    >
      {message !== null && `${asSentence(message)} `}
      {(message === null || verdict === 'unknown') && text}
      {violated !== null && (
        <>
          {' '}
          The rule <bdi className="address">{violated.rule}</bdi> is set in{' '}
          <Address value={violated.source} />
          {position !== null && `, ${position}`}.
        </>
      )}
    </Callout>
  );
}
