import { useId } from 'react';

import { serverStaysText } from '../../shared/wording/running-codex.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { RuleReason, usePermission } from './permission.tsx';

/** To sign out where the credential cannot be had again: it says first what that removes. */
export function RemovalCard({ what, text }: { what: string; text: string }) {
  const commands = useCommands();
  const busy = useApp().busy !== null;
  const hintId = useId();
  return (
    <section className="card" aria-label="Sign out" data-testid="sign-out">
      <div className="actions actions--even">
        <ConfirmButton
          testId="sign-out-here"
          describedBy={hintId}
          disabled={busy}
          title={`Remove ${what}?`}
          text={text}
          keepLabel="Keep me signed in"
          onConfirm={() => commands.signOut(false)}
        >
          Sign out on this device
        </ConfirmButton>
      </div>
      <p id={hintId} className="muted">
        {text}
      </p>
      <ServerStays />
    </section>
  );
}

function ServerStays() {
  const text = serverStaysText(useApp().running);
  return text === null ? null : <p className="muted">{text}</p>;
}

/** The ways to sign out. */
export function SignOutCard(props: {
  /** True where the issuer can be asked to end the sign-in everywhere. */
  canRevoke: boolean;
}) {
  const commands = useCommands();
  const busy = useApp().busy !== null;
  const hintId = useId();
  const everywhere = usePermission('gatehouse.allow_sign_out_everywhere');
  return (
    <section className="card" aria-label="Sign out" data-testid="sign-out">
      <div className="actions actions--even">
        <Button
          testId="sign-out-here"
          describedBy={hintId}
          disabled={busy}
          onClick={() => commands.signOut(false)}
        >
          Sign out on this device
        </Button>
        {props.canRevoke && (
          <ConfirmButton
            testId="sign-out-everywhere"
            kind="danger"
            describedBy={everywhere.button.describedBy}
            disabled={busy || everywhere.button.disabled}
            title="Sign out everywhere?"
            text="This revokes the sign-in on every device that shares it, and it cannot be undone."
            keepLabel="Keep me signed in"
            onConfirm={() => commands.signOut(true)}
          >
            Sign out everywhere
          </ConfirmButton>
        )}
      </div>
      <p id={hintId} className="muted">
        {props.canRevoke
          ? 'Signing out here removes the sign-in from this device only.'
          : 'Signing out removes the key from this device. The key itself stays valid until you delete it in your OpenAI platform account.'}
      </p>
      <ServerStays />
      {props.canRevoke && <RuleReason {...everywhere.reason} />}
    </section>
  );
}
