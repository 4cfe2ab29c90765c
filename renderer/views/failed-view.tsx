import type { SignInState } from '../../shared/app-state.ts';
import { isDiagnosable } from '../diagnosable-errors.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { KeptSignIn } from '../parts/kept-sign-in.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { errorTitle } from '../wording/error-text.ts';

type Failed = Extract<SignInState, { kind: 'failed' }>;

/** A sign-in has ended without success: what happened, and the way on. */
export function FailedView({ signIn }: { signIn: Failed }) {
  const commands = useCommands();
  const rule = useApp().restrictions.methods[signIn.method];
  return (
    <section className="stack failed">
      <span className="failed__icon">
        <Icon name="error" />
      </span>
      <ViewHeading>{errorTitle(signIn.error.code)}</ViewHeading>
      <p className="lead" role="alert">
        {signIn.error.message}
      </p>
      <KeptSignIn />
      <div className="actions">
        {rule.kind === 'allowed' && (
          <Button kind="primary" onClick={() => commands.signIn(signIn.method)}>
            Try again
          </Button>
        )}
        <Button onClick={commands.dismissFailure}>Back</Button>
        {isDiagnosable(signIn.error.code) && (
          <Button kind="quiet" onClick={() => commands.show('diagnostics')}>
            Run diagnostics
          </Button>
        )}
      </div>
    </section>
  );
}
