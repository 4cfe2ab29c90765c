import { useId } from 'react';

import type { SignInMethod, SignInState } from '../../shared/app-state.ts';
import { isDiagnosable } from '../diagnostics.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { AccountsProblem } from '../parts/accounts-problem.tsx';
import { Address } from '../parts/address.tsx';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Fold } from '../parts/fold.tsx';
import { Icon } from '../parts/icon.tsx';
import { MessageDetails } from '../parts/message-details.tsx';
import { KeptSignIn, Note } from '../parts/note.tsx';
import { PastedAddress } from '../parts/pasted-address.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { useEscape } from '../parts/use-escape.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { errorTitle } from '../wording/error-text.ts';
import { plainMessage } from '../wording/plain-message.ts';
import { spelledCode } from '../wording/spelled-code.ts';

type SignInOf<K extends SignInState['kind']> = Extract<SignInState, { kind: K }>;

const starting: Record<SignInMethod, { title: string; text: string }> = {
  browser: {
    title: 'Preparing the sign-in…',
    text: 'The sign-in page is about to open in your browser.',
  },
  device: { title: 'Asking for a code…', text: 'The sign-in service is asked for a device code.' },
  apiKey: { title: 'Checking the login rules…', text: 'The key is saved if the rules allow it.' },
};

const finishing: Record<SignInMethod, string> = {
  browser: 'The answer of your browser is being checked and saved.',
  device: 'Your answer is being checked and saved.',
  apiKey: 'The API key is being saved.',
};

/** A sign-in has been asked for; nothing can be done yet but to cancel it. */
export function StartingView({ method }: { method: SignInMethod }) {
  return <Progress title={starting[method].title} text={starting[method].text} />;
}

export function FinishingView({ method }: { method: SignInMethod }) {
  return <Progress title="Finishing the sign-in…" text={finishing[method]} />;
}

function Progress({ title, text }: { title: string; text: string }) {
  const commands = useCommands();
  return (
    <section className="progress">
      <Spinner />
      <ViewHeading>{title}</ViewHeading>
      <p className="lead">{text}</p>
      <KeptSignIn />
      <Button testId="sign-in-cancel" onClick={commands.cancelSignIn}>
        Cancel
      </Button>
    </section>
  );
}

/** The sign-in page is open in the system browser; the link can be taken there by hand. */
export function BrowserWaitView({ signIn }: { signIn: SignInOf<'waitingForBrowser'> }) {
  const commands = useCommands();
  useEscape(() => void commands.cancelSignIn());
  const fieldId = useId();
  return (
    <section className="stack">
      <div className="title-row">
        <Spinner />
        <ViewHeading>
          {signIn.browserOpened ? 'Continue in your browser' : 'Open the link in a browser'}
        </ViewHeading>
      </div>
      <p className="lead">
        {signIn.browserOpened
          ? 'Finish signing in in your browser. This window updates automatically.'
          : 'No browser could be opened from here. Copy the link into a browser; this window updates automatically.'}
      </p>
      <KeptSignIn />
      {signIn.turnedAway !== null && (
        <Callout
          severity="warning"
          title="Another user tried to finish your sign-in"
          action={
            <Button testId="sign-in-allow-once" onClick={commands.allowOnce}>
              Allow this once
            </Button>
          }
          urgent
        >
          {`A program of ${nameOf(signIn.turnedAway)} on this computer was turned away. If that was your own browser, allow it once, then reload the page there.`}
        </Callout>
      )}
      <div className="field card">
        <label htmlFor={fieldId}>Sign-in link</label>
        <input
          id={fieldId}
          data-testid="sign-in-link"
          data-state={signIn.browserOpened ? 'opened' : 'toCopy'}
          className="input input--mono"
          type="text"
          readOnly
          value={signIn.link}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className="actions">
          <Button
            testId="sign-in-copy-link"
            icon="copy"
            kind={signIn.browserOpened ? 'secondary' : 'primary'}
            onClick={commands.copyLink}
          >
            Copy link
          </Button>
          <Button testId="sign-in-open-link" icon="open" onClick={commands.openLink}>
            Open in browser again
          </Button>
        </div>
      </div>
      <div>
        <Fold title="Is your browser on another computer?">
          <PastedAddress port={signIn.port} />
        </Fold>
        <Fold title="Details">
          <p className="muted">{`Listening on port ${signIn.port} of this computer.`}</p>
          {signIn.portNote !== null && <Note>{signIn.portNote}</Note>}
        </Fold>
      </div>
      <div className="wait-foot">
        <Countdown expiresAt={signIn.expiresAt} />
        <Button testId="sign-in-cancel" onClick={commands.cancelSignIn}>
          Cancel
        </Button>
      </div>
    </section>
  );
}

function nameOf({ uid, name }: NonNullable<SignInOf<'waitingForBrowser'>['turnedAway']>): string {
  return name === null ? `user ${uid}` : `user ${name} (${uid})`;
}

export function DeviceWaitView({ signIn }: { signIn: SignInOf<'waitingForDevice'> }) {
  const commands = useCommands();
  useEscape(() => void commands.cancelSignIn());
  return (
    <section className="stack">
      <div className="title-row">
        <Spinner />
        <ViewHeading>Enter this code on the sign-in page</ViewHeading>
      </div>
      <KeptSignIn />
      <div className="card code-card">
        <p className="code">
          <bdi className="code__text" aria-hidden="true" data-testid="device-code">
            {signIn.userCode}
          </bdi>
          <span className="visually-hidden">{spelledCode(signIn.userCode)}</span>
        </p>
        <div className="actions actions--centre">
          <Button testId="device-code-copy" icon="copy" onClick={commands.copyCode}>
            Copy code
          </Button>
          <Button testId="sign-in-open-link" icon="open" kind="primary" onClick={commands.openLink}>
            Open sign-in page
          </Button>
        </div>
        <div className="code__page">
          <p className="muted">Or open this address on any device:</p>
          <p data-testid="device-code-page">
            <Address value={signIn.verificationUrl} />
          </p>
        </div>
      </div>
      <Callout severity="warning" title="Never share this code">
        Scammers ask for these codes. Only enter it on the page above, and only if you started this
        sign-in.
      </Callout>
      <div className="wait-foot">
        <Countdown expiresAt={signIn.expiresAt} />
        <Button testId="sign-in-cancel" onClick={commands.cancelSignIn}>
          Cancel
        </Button>
      </div>
    </section>
  );
}

/** A sign-in has ended without success: what happened, and the way on. */
export function FailedView({ signIn }: { signIn: SignInOf<'failed'> }) {
  const commands = useCommands();
  const { restrictions, signInFor, accounts } = useApp();
  const rule = restrictions.methods[signIn.method];
  const { code } = signIn.error;
  const isOfAnother = code === 'another-account';
  // The same account would come to the same end.
  const isRefused = code === 'forbidden-by-rule' || code === 'not-entitled';
  // Then what stands in the way of saved accounts says why, and what to do.
  const isUnsaved = signInFor.purpose !== 'use' && !isOfAnother && accounts.problem !== null;
  return (
    <section className="stack failed" data-testid="sign-in-failed" data-state={signIn.error.code}>
      <span className="failed__icon">
        <Icon name="error" />
      </span>
      <ViewHeading>
        {isUnsaved ? 'The account can\u2019t be saved yet' : errorTitle(signIn.error.code)}
      </ViewHeading>
      {isUnsaved ? (
        <div role="alert">
          <AccountsProblem />
        </div>
      ) : (
        <p className="lead" role="alert">
          {plainMessage(signIn.error.message).text}
        </p>
      )}
      <MessageDetails message={signIn.error.message} />
      <KeptSignIn />
      <div className="actions">
        {isOfAnother && (
          <Button testId="sign-in-add" kind="primary" onClick={commands.addAnother}>
            Add it as a new account
          </Button>
        )}
        {rule.kind === 'allowed' && (
          <Button
            testId="sign-in-try-again"
            kind={isOfAnother ? 'secondary' : 'primary'}
            onClick={() => commands.signIn(signIn.method, signInFor)}
          >
            {isRefused ? 'Use another account' : 'Try again'}
          </Button>
        )}
        {code === 'forbidden-by-rule' && (
          <Button
            testId="sign-in-rule"
            onClick={() =>
              commands.showRule(restrictions.workspaces?.rule ?? 'forced_login_method')
            }
          >
            Show the rule
          </Button>
        )}
        <Button testId="sign-in-dismiss" onClick={commands.dismissFailure}>
          {isOfAnother ? 'Dismiss' : 'Back'}
        </Button>
        {isDiagnosable(signIn.error.code) && (
          <Button
            testId="run-diagnostics"
            kind="quiet"
            onClick={() => commands.show('diagnostics')}
          >
            Run diagnostics
          </Button>
        )}
      </div>
    </section>
  );
}
