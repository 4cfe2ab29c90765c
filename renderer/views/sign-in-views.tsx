import { useId } from 'react';

import type { SignInMethod, SignInState } from '../../shared/app-state.ts';
import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { brokenRuleTexts } from '../../shared/texts/broken-rules.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { signingInTexts as texts } from '../../shared/texts/signing-in.ts';
import { waysToSignInTexts } from '../../shared/texts/ways-to-sign-in.ts';
import { wrongWorkspaceText } from '../../shared/wording/broken-rule.ts';
import { isDiagnosable } from '../diagnostics.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { AccountsProblemPage } from '../parts/accounts-problem.tsx';
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
import { plainMessage } from '../../shared/wording/plain-message.ts';
import { spelledCode } from '../wording/spelled-code.ts';

type SignInOf<K extends SignInState['kind']> = Extract<SignInState, { kind: K }>;

/** A sign-in has been asked for; nothing can be done yet but to cancel it. */
export function StartingView({ method }: { method: SignInMethod }) {
  return <Progress title={texts.starting.titles[method]()} text={texts.starting.leads[method]()} />;
}

export function FinishingView({ method }: { method: SignInMethod }) {
  return <Progress title={texts.finishing.title()} text={texts.finishing.leads[method]()} />;
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
        {buttonTexts.cancel()}
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
          {signIn.browserOpened ? texts.browser.title() : texts.browser.unopenedTitle()}
        </ViewHeading>
      </div>
      <p className="lead">
        {signIn.browserOpened ? texts.browser.lead() : texts.browser.unopenedLead()}
      </p>
      <KeptSignIn />
      {signIn.turnedAway !== null && (
        <Callout
          severity="warning"
          title={texts.turnedAway.title()}
          action={
            <Button testId="sign-in-allow-once" onClick={commands.allowOnce}>
              {texts.turnedAway.allow()}
            </Button>
          }
          urgent
        >
          {texts.turnedAway.text({ user: nameOf(signIn.turnedAway) })}
        </Callout>
      )}
      <div className="field card">
        <label htmlFor={fieldId}>{texts.browser.link()}</label>
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
            {texts.browser.copyLink()}
          </Button>
          <Button testId="sign-in-open-link" icon="open" onClick={commands.openLink}>
            {signIn.browserOpened ? texts.browser.openAgain() : texts.browser.tryToOpen()}
          </Button>
        </div>
      </div>
      <div>
        <Fold title={texts.elsewhere.title()}>
          <PastedAddress port={signIn.port} />
        </Fold>
        <Fold title={texts.browser.details()} testId="sign-in-details">
          <p className="muted">{texts.browser.listening({ port: signIn.port })}</p>
          {signIn.portNote !== null && <Note>{signIn.portNote}</Note>}
        </Fold>
      </div>
      <div className="wait-foot">
        <Countdown expiresAt={signIn.expiresAt} />
        <Button testId="sign-in-cancel" onClick={commands.cancelSignIn}>
          {buttonTexts.cancel()}
        </Button>
      </div>
    </section>
  );
}

function nameOf({ uid, name }: NonNullable<SignInOf<'waitingForBrowser'>['turnedAway']>): string {
  return name === null ? texts.turnedAway.user({ uid }) : texts.turnedAway.namedUser({ name, uid });
}

export function DeviceWaitView({ signIn }: { signIn: SignInOf<'waitingForDevice'> }) {
  const commands = useCommands();
  useEscape(() => void commands.cancelSignIn());
  return (
    <section className="stack">
      <div className="title-row">
        <Spinner />
        <ViewHeading>{texts.device.title()}</ViewHeading>
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
            {texts.device.copyCode()}
          </Button>
          <Button testId="sign-in-open-link" icon="open" kind="primary" onClick={commands.openLink}>
            {texts.device.openPage()}
          </Button>
        </div>
        <div className="code__page">
          <p className="muted">{texts.device.otherDevice()}</p>
          <p data-testid="device-code-page">
            <Address value={signIn.verificationUrl} />
          </p>
        </div>
      </div>
      <Callout severity="warning" title={texts.device.warningTitle()}>
        {texts.device.warning()}
      </Callout>
      <div className="wait-foot">
        <Countdown expiresAt={signIn.expiresAt} />
        <Button testId="sign-in-cancel" onClick={commands.cancelSignIn}>
          {buttonTexts.cancel()}
        </Button>
      </div>
    </section>
  );
}

/** The way to sign in that what went wrong does not concern, as its message says. */
function OtherWay(props: { method: 'browser' | 'device'; kind: 'primary' | 'secondary' }) {
  const { method, kind } = props;
  const commands = useCommands();
  const { restrictions, signInFor } = useApp();
  if (restrictions.methods[method].kind !== 'allowed') return null;
  return (
    <Button
      testId={method === 'browser' ? 'sign-in-browser' : 'sign-in-device'}
      kind={kind}
      onClick={() => commands.signIn(method, signInFor)}
    >
      {waysToSignInTexts.labels[method]()}
    </Button>
  );
}

/** A sign-in has ended without success: what happened, and the way on. */
export function FailedView({ signIn }: { signIn: SignInOf<'failed'> }) {
  const commands = useCommands();
  const { restrictions, signInFor, accounts, workspaceNames } = useApp();
  const rule = restrictions.methods[signIn.method];
  const { code } = signIn.error;
  const { tried } = signIn;
  const allowed = restrictions.workspaces?.ids;
  const wrong = tried && allowed ? wrongWorkspaceText(tried, allowed, workspaceNames) : null;
  const isOfAnother = code === 'another-account';
  const isCodeOff = code === 'device-code-disabled';
  // The same account would come to the same end.
  const isRefused = code === 'forbidden-by-rule' || code === 'not-entitled';
  // Then what stands in the way of saved accounts says why, and what to do.
  const isForLater = signInFor.purpose !== 'use' && !isOfAnother;
  const isUnsaved = isForLater && accounts.problem !== null;
  // Such as by plain files, in place of the keyring that was missing.
  const isMended = isForLater && accounts.problem === null && isKeyringProblem(code);
  return (
    <section className="stack failed" data-testid="sign-in-failed" data-state={signIn.error.code}>
      <span className="failed__icon">
        <Icon name="error" />
      </span>
      <ViewHeading>
        {isUnsaved || isMended
          ? texts.failed.notSaved()
          : wrong === null
            ? errorTitle(code)
            : brokenRuleTexts.tried.title()}
      </ViewHeading>
      {isUnsaved ? (
        <AccountsProblemPage />
      ) : (
        <p className="lead" role="alert">
          {isMended
            ? texts.failed.canBeSavedNow()
            : (wrong ?? plainMessage(signIn.error.message).text)}
        </p>
      )}
      <MessageDetails message={signIn.error.message} isSaid={wrong === null} />
      <KeptSignIn />
      <div className="actions">
        {isOfAnother && (
          <Button testId="sign-in-add" kind="primary" onClick={commands.addAnother}>
            {texts.failed.addAsNew()}
          </Button>
        )}
        {isCodeOff && <OtherWay method="browser" kind="primary" />}
        {rule.kind === 'allowed' && (
          <Button
            testId="sign-in-try-again"
            kind={isOfAnother || isCodeOff ? 'secondary' : 'primary'}
            onClick={() => commands.signIn(signIn.method, signInFor)}
          >
            {isRefused ? texts.failed.useAnother() : buttonTexts.tryAgain()}
          </Button>
        )}
        {code === 'ports-busy' && <OtherWay method="device" kind="secondary" />}
        {code === 'forbidden-by-rule' && (
          <Button
            testId="sign-in-rule"
            onClick={() =>
              commands.showRule(restrictions.workspaces?.rule ?? 'forced_login_method')
            }
          >
            {buttonTexts.showRule()}
          </Button>
        )}
        <Button testId="sign-in-dismiss" onClick={commands.dismissFailure}>
          {isOfAnother ? buttonTexts.dismiss() : buttonTexts.back()}
        </Button>
        {isDiagnosable(signIn.error.code) && (
          <Button
            testId="run-diagnostics"
            kind="quiet"
            onClick={() => commands.show('diagnostics')}
          >
            {buttonTexts.runDiagnostics()}
          </Button>
        )}
      </div>
    </section>
  );
}
