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
  const firstWay = shown.find(
    ({ method }) => restrictions.methods[method].kind === 'allowed',
  )?.method;
  return (
    <>
      {reason !== null && (
        <p id={reasonId} className="method__reason">
          <Icon name="lock" />
          {/* Then the banner above says what the error is. */}
          <span>{isToldAbove(reason, restrictions) ? texts.offUntilFixed() : reason}</span>
        </p>
      )}
      <ul className="methods" aria-label={texts.list()} data-testid="sign-in-methods">
        {shown.map((entry, index) => (
          <MethodItem
            key={entry.method}
            entry={entry}
            rule={restrictions.methods[entry.method]}
            isFirst={entry.method === firstWay}
            toldBy={reason === null ? null : reasonId}
            isToldBelow={isSame(rules[index], rules[index + 1])}
            reasonId={`${reasonId}-${sameFrom(rules, index)}`}
            busy={busy !== null}
          />
        ))}
      </ul>
    </>
  );
}

function isToldAbove(
  reason: string,
  { message, deadlock }: ReturnType<typeof useApp>['restrictions'],
): boolean {
  return reason === message || reason === deadlock?.message;
}

/** Whether two ways are off, and for the same reason. */
function isSame(one: MethodRule | undefined, other: MethodRule | undefined): boolean {
  return one?.kind === 'forbidden' && other?.kind === 'forbidden' && one.reason === other.reason;
}

/** Where those that are off for the same reason begin. */
function sameFrom(rules: readonly MethodRule[], index: number): number {
  return isSame(rules[index], rules[index - 1]) ? sameFrom(rules, index - 1) : index;
}

function kindBy(method: SignInMethod): AccountKind {
  return method === 'apiKey' ? 'apiKey' : 'chatgpt';
}

function MethodItem(props: {
  entry: Method;
  rule: MethodRule;
  /** The id of what says for all of them why they are off, else null. */
  toldBy: string | null;
  /** Whether the next one is off for the same reason, and says it for both. */
  isToldBelow: boolean;
  /** The id of that reason. */
  reasonId: string;
  /** Whether it is the first that may be used. */
  isFirst: boolean;
  busy: boolean;
}) {
  const { entry, rule, toldBy, isToldBelow, reasonId, isFirst, busy } = props;
  const commands = useCommands();
  const ownId = useId();
  const forbidden = rule.kind === 'forbidden';
  const hintId = forbidden ? reasonId : ownId;
  return (
    <li className="method">
      <Button
        testId={entry.testId}
        state={rule.kind}
        kind={isFirst ? 'primary' : 'secondary'}
        icon={entry.icon}
        describedBy={toldBy ?? hintId}
        disabled={forbidden || busy}
        onClick={() => commands.signIn(entry.method)}
      >
        {texts.labels[entry.method]()}
      </Button>
      {toldBy === null && !isToldBelow && (
        <p id={hintId} className={forbidden ? 'method__reason' : 'method__hint'}>
          {forbidden && <Icon name="lock" />}
          <span>{forbidden ? rule.reason : texts.hints[entry.method]()}</span>
        </p>
      )}
    </li>
  );
}
