import { useId, useState } from 'react';

import type { CredentialSource } from '../../shared/app-state.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { RuleReason } from './rule-reason.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';

/**
 * The ways to sign out. A credential from the environment is not ours to
 * remove, so that the button is off there and says where to go instead.
 */
export function SignOutCard(props: {
  source: CredentialSource;
  variable: string | null;
  /** True where the issuer can be asked to end the sign-in everywhere. */
  canRevoke: boolean;
}) {
  const commands = useCommands();
  const { busy: command, policy } = useApp();
  const busy = command !== null;
  const [asking, setAsking] = useState(false);
  const [hintId, refusalId] = [useId(), useId()];
  const fromEnvironment = props.source === 'environment';
  const hasEverywhere = props.canRevoke && !fromEnvironment;
  const refusal = hasEverywhere ? policy.refusals.signOutEverywhere : null;
  return (
    <section className="card" aria-label="Sign out">
      <div className="actions actions--even">
        <Button
          describedBy={hintId}
          disabled={fromEnvironment || busy}
          onClick={() => commands.signOut(false)}
        >
          Sign out on this device
        </Button>
        {hasEverywhere && (
          <Button
            kind="danger"
            describedBy={refusal === null ? undefined : refusalId}
            disabled={busy || refusal !== null}
            onClick={() => setAsking(true)}
          >
            Sign out everywhere
          </Button>
        )}
      </div>
      <p id={hintId} className={fromEnvironment ? 'method__reason' : 'muted'}>
        {fromEnvironment && <Icon name="lock" />}
        <span>{signOutHint(fromEnvironment, props.variable, props.canRevoke)}</span>
      </p>
      <RuleReason id={refusalId} reason={refusal} />
      <SignOutDialog
        open={asking}
        onKeep={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void commands.signOut(true);
        }}
      />
    </section>
  );
}

function signOutHint(
  fromEnvironment: boolean,
  variable: string | null,
  canRevoke: boolean,
): string {
  if (fromEnvironment) {
    return variable === null
      ? 'This sign-in comes from the environment. Remove it there, then start Gatehouse again.'
      : `The key comes from ${variable}. Remove it there, then start Gatehouse again.`;
  }
  return canRevoke
    ? 'Signing out here removes the sign-in from this device only.'
    : 'Signing out removes the key from this device. The key itself stays valid until you delete it in your OpenAI platform account.';
}
