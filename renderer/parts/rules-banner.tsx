import type { AppState } from '../../shared/app-state.ts';
import { rulesBannerTexts as texts } from '../../shared/texts/rules-banner.ts';
import { asSentence } from '../../shared/wording/sentence.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { isSaidBy } from '../wording/is-said-by.ts';
import { plainMessage } from '../../shared/wording/plain-message.ts';
import { Address } from './address.tsx';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { MessageDetails } from './message-details.tsx';
import { messageWith } from './message-with.tsx';
import { RulePlace } from './rule-place.tsx';

/** Says that a login rule is broken, or why that is not known. */
export function RulesBanner() {
  const app = useApp();
  const { restrictions, notices } = app;
  const commands = useCommands();
  const { verdict, unknownBecause, message, details, violated } = restrictions;
  if (restrictions.deadlock !== null) return <DeadlockBanner {...restrictions.deadlock} />;
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
        title={texts.cannotBeJudged()}
        action={
          <Button testId="rules-banner-show" onClick={() => commands.show('diagnostics')}>
            {texts.showDiagnostics()}
          </Button>
        }
      >
        {message !== null && `${asSentence(message)} `}
        {texts.keptMeanwhile()}
      </Callout>
    );
  }
  if (unknownBecause === 'environment' || unknownBecause === 'owner') {
    const title = unknownBecause === 'owner' ? texts.cannotBeJudged() : texts.otherSignIn();
    return (
      <Callout testId="rules-banner" state={unknownBecause} severity="warning" title={title}>
        {message}
      </Callout>
    );
  }
  const [title, text] =
    verdict === 'violated'
      ? [texts.violated(), texts.violatedText()]
      : [texts.unreadable(), texts.unreadableText()];
  return (
    <Callout
      testId="rules-banner"
      state={verdict}
      severity="error"
      title={title}
      action={
        <>
          {message !== null && (
            <MessageDetails message={details ?? message} isSaid={details === null} />
          )}
          <Button
            testId="rules-banner-show"
            onClick={() =>
              violated === null ? commands.show('policy') : commands.showRule(violated.rule)
            }
          >
            {texts.showPolicy()}
          </Button>
        </>
      }
    >
      {message !== null && `${plainMessage(asSentence(message)).text} `}
      {(message === null || verdict === 'unknown') && text}
      {violated !== null && (
        <>
          {' '}
          {messageWith(texts.setIn, {
            rule: <Address value={violated.rule} />,
            place: <RulePlace place={violated} />,
          })}
        </>
      )}
    </Callout>
  );
}

/** Whoever is signed in: what the rules say of each other goes before what they say of them. */
function DeadlockBanner(props: NonNullable<AppState['restrictions']['deadlock']>) {
  const { message, step, rule, details } = props;
  const commands = useCommands();
  return (
    <Callout
      testId="rules-banner"
      state="deadlock"
      severity="error"
      title={texts.deadlock()}
      action={
        <>
          <MessageDetails message={details} isSaid={false} />
          <Button testId="rules-banner-show" onClick={() => commands.showRule(rule)}>
            {texts.showPolicy()}
          </Button>
        </>
      }
    >
      {`${message} ${step}`}
    </Callout>
  );
}
