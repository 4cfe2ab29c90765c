import { useId } from 'react';

import type { SignInState } from '../../shared/app-state.ts';
import { useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Icon } from '../parts/icon.tsx';
import { KeptSignIn } from '../parts/kept-sign-in.tsx';
import { Spinner } from '../parts/spinner.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

type Waiting = Extract<SignInState, { kind: 'waitingForBrowser' }>;

/** The sign-in page is open in the system browser; the link can be taken there by hand. */
export function BrowserWaitView({ signIn }: { signIn: Waiting }) {
  const commands = useCommands();
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
          ? 'Sign in on the page that has just opened. This window goes on by itself.'
          : 'No browser could be opened from here. Copy the link into a browser on this computer; this window goes on by itself.'}
      </p>
      <KeptSignIn />
      {signIn.turnedAway !== null && (
        <Callout
          severity="warning"
          title="Another user tried to finish your sign-in"
          action={<Button onClick={commands.allowOnce}>Allow this once</Button>}
          urgent
        >
          {`A program of ${nameOf(signIn.turnedAway)} on this computer was turned away. If that was your own browser, allow it once, then reload the page there.`}
        </Callout>
      )}
      <div className="field card">
        <label htmlFor={fieldId}>Sign-in link</label>
        <input
          id={fieldId}
          className="input input--mono"
          type="text"
          readOnly
          value={signIn.link}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className="actions">
          <Button
            icon="copy"
            kind={signIn.browserOpened ? 'secondary' : 'primary'}
            onClick={commands.copyLink}
          >
            Copy link
          </Button>
          <Button icon="open" onClick={commands.openLink}>
            Open in browser again
          </Button>
        </div>
      </div>
      {signIn.portNote !== null && (
        <p className="note">
          <Icon name="info" />
          <span>{signIn.portNote}</span>
        </p>
      )}
      <div className="wait-foot">
        <div>
          <Countdown expiresAt={signIn.expiresAt} />
          <p className="muted">{`Waiting on port ${signIn.port} of this computer`}</p>
        </div>
        <Button onClick={commands.cancelSignIn}>Cancel</Button>
      </div>
    </section>
  );
}

function nameOf({ uid, name }: NonNullable<Waiting['turnedAway']>): string {
  return name === null ? `user ${uid}` : `user ${name} (${uid})`;
}
