import { useId } from 'react';

import { serverStaysText } from '../../shared/wording/running-codex.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { RuleReason, usePermission } from './permission.tsx';

/** To sign out where the credential cannot be had again: it says first what that removes. */
export function RemovalCard({ what, text }: { what: string; text: string }) {
  const commands = useCommands();
  const busy = useApp().busy !== null;
  const asking = useAsking();
  const hintId = useId();
  return (
    <section className="card" aria-label="Sign out" data-testid="sign-out">
      <div className="actions actions--even">
        <ConfirmButton
          testId="sign-out-here"
          asking={asking}
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

/** A menu may ask the question as well. */
function useAsking() {
  const { askToSignOut } = useCommands();
  return { isOn: useMirror((mirror) => mirror.asksToSignOut), set: askToSignOut };
}

/** The ways to sign out. */
export function SignOutCard(props: {
  /** True where the issuer can be asked to end the sign-in everywhere. */
  canRevoke: boolean;
}) {
  const commands = useCommands();
  const busy = useApp().busy !== null;
  const asking = useAsking();
  const hintId = useId();
  const hereText = props.canRevoke
    ? 'Codex on this device stops working until you sign in again. Other devices stay signed in.'
    : signInKindTexts.removals.apiKey();
  const everywhere = usePermission('gatehouse.allow_sign_out_everywhere');
  return (
    <section className="card" aria-label="Sign out" data-testid="sign-out">
      <div className="actions actions--even">
        <ConfirmButton
          testId="sign-out-here"
          asking={asking}
          describedBy={hintId}
          disabled={busy}
          title="Sign out on this device?"
          text={hereText}
          keepLabel="Keep me signed in"
          confirmLabel="Sign out"
          onConfirm={() => commands.signOut(false)}
        >
          Sign out on this device
        </ConfirmButton>
        {props.canRevoke && (
          <ConfirmButton
            testId="sign-out-everywhere"
            kind="danger"
            describedBy={everywhere.button.describedBy}
            disabled={busy || everywhere.button.disabled}
            title="Sign out everywhere?"
            text="This signs you out on every device that uses this sign-in. You can’t undo it."
            keepLabel="Keep me signed in"
            onConfirm={() => commands.signOut(true)}
          >
            Sign out everywhere
          </ConfirmButton>
        )}
      </div>
      <p id={hintId} className="muted">
        {props.canRevoke ? 'Other devices stay signed in.' : signInKindTexts.removals.apiKey()}
      </p>
      <ServerStays />
      {props.canRevoke && <RuleReason {...everywhere.reason} />}
    </section>
  );
}
