import { useId } from 'react';

import { buttonTexts } from '../../shared/texts/buttons.ts';
import { signingOutTexts as texts } from '../../shared/texts/signing-out.ts';
import { serverStaysText } from '../../shared/wording/running-codex.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { RuleReason, usePermission } from './permission.tsx';

/** To sign out where the credential cannot be had again: it says first what that removes. */
export function RemovalCard({ title, text }: { title: string; text: string }) {
  const commands = useCommands();
  const busy = useApp().busy !== null;
  const asking = useAsking();
  const hintId = useId();
  return (
    <section className="card" aria-label={texts.title()} data-testid="sign-out">
      <div className="actions actions--even">
        <ConfirmButton
          testId="sign-out-here"
          asking={asking}
          describedBy={hintId}
          disabled={busy}
          title={title}
          text={text}
          keepLabel={buttonTexts.keepMeSignedIn()}
          onConfirm={() => commands.signOut(false)}
        >
          {buttonTexts.signOutHere()}
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
export function useAsking() {
  const { askToSignOut } = useCommands();
  return { isOn: useMirror((mirror) => mirror.asksToSignOut), set: askToSignOut };
}

/** The ways to sign out. */
export function SignOutCard(props: {
  /** True where the issuer can be asked to end the sign-in everywhere. */
  canRevoke: boolean;
}) {
  const commands = useCommands();
  const { busy: command, accounts } = useApp();
  const busy = command !== null;
  const hasSaved = accounts.accounts.some(({ state }) => state.kind === 'ready');
  const asking = useAsking();
  const hintId = useId();
  const hereText = props.canRevoke
    ? hasSaved
      ? texts.here.consequencesBesideSaved()
      : texts.here.consequences()
    : signInKindTexts.removals.apiKey();
  const everywhere = usePermission('gatehouse.allow_sign_out_everywhere');
  return (
    <section className="card" aria-label={texts.title()} data-testid="sign-out">
      <div className="actions actions--even">
        <ConfirmButton
          testId="sign-out-here"
          asking={asking}
          describedBy={hintId}
          disabled={busy}
          title={texts.here.title()}
          text={hereText}
          keepLabel={buttonTexts.keepMeSignedIn()}
          confirmLabel={texts.here.confirm()}
          onConfirm={() => commands.signOut(false)}
        >
          {buttonTexts.signOutHere()}
        </ConfirmButton>
        {props.canRevoke && (
          <ConfirmButton
            testId="sign-out-everywhere"
            kind="danger"
            describedBy={everywhere.button.describedBy}
            disabled={busy || everywhere.button.disabled}
            title={texts.everywhere.title()}
            text={texts.everywhere.consequences()}
            keepLabel={buttonTexts.keepMeSignedIn()}
            onConfirm={() => commands.signOut(true)}
          >
            {buttonTexts.signOutEverywhere()}
          </ConfirmButton>
        )}
      </div>
      <p id={hintId} className="muted">
        {props.canRevoke ? texts.here.note() : signInKindTexts.removals.apiKey()}
      </p>
      <ServerStays />
      {props.canRevoke && <RuleReason {...everywhere.reason} />}
    </section>
  );
}
