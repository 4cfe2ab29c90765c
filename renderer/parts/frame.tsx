import { useEffect, useId } from 'react';

import { windowTexts as texts } from '../../shared/texts/window.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { sections } from '../sections.ts';
import { isOnAccount } from '../store.ts';
import { accountAsks } from '../wording/account-phrases.ts';
import { rulesLine } from '../wording/rules-line.ts';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { messageWith } from './message-with.tsx';
import { Busy } from './spinner.tsx';

export function Header() {
  const issuer = useMirror((mirror) => mirror.app?.app.customIssuer ?? null);
  return (
    <header className="header">
      <Mark />
      <span className="header__name">Gatehouse</span>
      {issuer !== null && (
        <span className="header__issuer">
          {messageWith(texts.signInService, { address: <bdi>{issuer}</bdi> })}
        </span>
      )}
      <ManagedBy />
    </header>
  );
}

/** Says who manages the rules of this device, on every page, and leads to these rules. */
function ManagedBy() {
  const commands = useCommands();
  const management = useMirror((mirror) => mirror.app?.policy.management ?? null);
  if (management === null) return null;
  const { organization } = management;
  return (
    <p className="header__managed">
      <button
        type="button"
        className="header__managed-link"
        data-testid="managed-by"
        onClick={() => commands.show('policy')}
      >
        <Icon name="managed" />
        {organization === null ? (
          texts.managed()
        ) : (
          <span>{messageWith(texts.managedBy, { organization: <bdi>{organization}</bdi> })}</span>
        )}
      </button>
    </p>
  );
}

export function Navigation() {
  const commands = useCommands();
  const screen = useMirror((mirror) => mirror.screen);
  const present = sections.find((section) => section.screen === screen) ?? sections[0];
  const asksId = useId();
  const asks = accountAsks(useApp()) && !isOnAccount(screen);
  return (
    <nav className="navigation" aria-label={texts.sections()}>
      {sections.map((section) => (
        <button
          key={section.screen}
          type="button"
          className="navigation__item"
          data-testid={section.testId}
          aria-current={section === present ? 'page' : undefined}
          aria-describedby={asks && section.screen === 'home' ? asksId : undefined}
          onClick={() => commands.show(section.screen)}
        >
          {section.label()}
          {asks && section.screen === 'home' && <span className="navigation__asks" />}
        </button>
      ))}
      {asks && (
        <span id={asksId} className="visually-hidden">
          {texts.somethingToSee()}
        </span>
      )}
    </nav>
  );
}

/** Where a variable sends tokens to somebody else than their issuer, as long as it does. */
export function TokenOverrides() {
  const { tokenOverrides } = useApp().app;
  return tokenOverrides.map((message) => (
    <p key={message} className="token-override">
      {message}
    </p>
  ));
}

export function Footer() {
  const state = useApp();
  return (
    <footer className="footer">
      <p data-testid="rules-line">{rulesLine(state)}</p>
      <p>
        Gatehouse <bdi>{state.app.version}</bdi>
      </p>
    </footer>
  );
}

const shownMs = 4000;

/**
 * What is under way besides a sign-in, and then a short confirmation, over the foot of the window:
 * nothing moves for it. The live regions are always there, so that they are read out.
 */
export function Toast() {
  const { hideToast } = useCommands();
  const toast = useMirror((mirror) => mirror.toast);
  const busy = useMirror((mirror) => mirror.app?.busy ?? null);
  useEffect(() => {
    if (toast === null) return;
    const timer = setTimeout(hideToast, shownMs);
    return () => clearTimeout(timer);
  }, [toast, hideToast]);
  return (
    <div className="toast">
      <div role="status" data-testid="busy" data-state={busy ?? 'idle'}>
        {busy !== null && (
          <div className="toast__text">
            <Busy>{texts.busy[busy]()}</Busy>
          </div>
        )}
      </div>
      <div role="status" data-testid="toast">
        {toast !== null && (
          <p key={toast.number} className="toast__text">
            {toast.text}
          </p>
        )}
      </div>
    </div>
  );
}
