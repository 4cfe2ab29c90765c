import type { SignInState } from '../../shared/app-state.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Address } from '../parts/address.tsx';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { KeptSignIn } from '../parts/kept-sign-in.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { spelledCode } from '../wording/spelled-code.ts';

type Waiting = Extract<SignInState, { kind: 'waitingForDevice' }>;

/** The person enters a short code on a page that may be open on any device. */
export function DeviceWaitView({ signIn }: { signIn: Waiting }) {
  const commands = useCommands();
  return (
    <section className="stack">
      <div className="title-row">
        <Spinner />
        <ViewHeading>Enter this code on the sign-in page</ViewHeading>
      </div>
      <KeptSignIn />
      <div className="card code-card">
        <p className="code">
          <bdi className="code__text" aria-hidden="true">
            {signIn.userCode}
          </bdi>
          <span className="visually-hidden">{spelledCode(signIn.userCode)}</span>
        </p>
        <div className="actions actions--centre">
          <Button icon="copy" onClick={commands.copyCode}>
            Copy code
          </Button>
          <Button icon="open" kind="primary" onClick={commands.openLink}>
            Open sign-in page
          </Button>
        </div>
        <div className="code__page">
          <p className="muted">The page, also for another device:</p>
          <p>
            <Address value={signIn.verificationUrl} />
          </p>
        </div>
      </div>
      <Callout severity="warning" title="Never share this code">
        Device codes are a common phishing target. Enter it only if you started this sign-in
        yourself, and only on the page named here.
      </Callout>
      <div className="wait-foot">
        <Countdown expiresAt={signIn.expiresAt} />
        <Button onClick={commands.cancelSignIn}>Cancel</Button>
      </div>
    </section>
  );
}
