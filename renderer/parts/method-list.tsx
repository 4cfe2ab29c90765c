import { useId } from 'react';

import type { MethodRule, SignInMethod } from '../../shared/app-state.ts';
import type { AccountKind } from '../../shared/saved-accounts.ts';
import { waysToSignInTexts as texts } from '../../shared/texts/ways-to-sign-in.ts';
import type { TestId } from '../../shared/test-ids.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

interface Method {
  method: SignInMethod;
  testId: TestId;
  icon: IconName;
}

const methods: readonly Method[] = [
  {
    method: 'browser',
    testId: 'sign-in-browser',
    icon: 'browser',
  },
  {
    method: 'device',
    testId: 'sign-in-device',
    icon: 'device',
  },
  {
    method: 'apiKey',
    testId: 'sign-in-api-key',
    icon: 'key',
  },
];

/**
 * The ways to sign in, of which one that a rule forbids stays visible and says why it is off. `only`:
 * those that lead to an account of this kind.
 */
export function MethodList({ only = null }: { only?: AccountKind | null }) {
  const { restrictions, busy } = useApp();
  const reasonId = useId();
  const shown = methods.filter(({ method }) => only === null || kindBy(method) === only);
  const rules = shown.map(({ method }) => restrictions.methods[method]);
  const reasons = new Set(rules.map((rule) => (rule.kind === 'forbidden' ? rule.reason : null)));
  const [reason = null] = reasons.size === 1 && shown.length > 1 ? reasons : [];
  return (
    <>
      {reason !== null && (
        <p id={reasonId} className="method__reason">
          <Icon name="lock" />
          {/* Then the banner above says what the error is. */}
          <span>{reason === restrictions.message ? texts.offUntilFixed() : reason}</span>
        </p>
      )}
      <ul className="methods" aria-label={texts.list()} data-testid="sign-in-methods">
        {shown.map((entry) => (
          <MethodItem
            key={entry.method}
            entry={entry}
            rule={restrictions.methods[entry.method]}
            toldBy={reason === null ? null : reasonId}
            busy={busy !== null}
          />
        ))}
      </ul>
    </>
  );
}

function kindBy(method: SignInMethod): AccountKind {
  return method === 'apiKey' ? 'apiKey' : 'chatgpt';
}

function MethodItem(props: {
  entry: Method;
  rule: MethodRule;
  /** The id of what says for all of them why they are off, else null. */
  toldBy: string | null;
  busy: boolean;
}) {
  const { entry, rule, toldBy, busy } = props;
  const commands = useCommands();
  const hintId = useId();
  const forbidden = rule.kind === 'forbidden';
  return (
    <li className="method">
      <Button
        testId={entry.testId}
        kind={entry.method === 'browser' ? 'primary' : 'secondary'}
        icon={entry.icon}
        describedBy={toldBy ?? hintId}
        disabled={forbidden || busy}
        onClick={() => commands.signIn(entry.method)}
      >
        {texts.labels[entry.method]()}
      </Button>
      {toldBy === null && (
        <p id={hintId} className={forbidden ? 'method__reason' : 'method__hint'}>
          {forbidden && <Icon name="lock" />}
          <span>{forbidden ? rule.reason : texts.hints[entry.method]()}</span>
        </p>
      )}
    </li>
  );
}
