import { useEffect } from 'react';

import type { TestId } from '../../shared/test-ids.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import type { Screen } from '../store.ts';
import { rulesLine } from '../wording/rules-line.ts';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { Busy } from './spinner.tsx';

export function Header() {
  const issuer = useMirror((mirror) => mirror.app?.app.customIssuer ?? null);
  return (
    <header className="header">
      <Mark />
      <span className="header__name">Gatehouse</span>
      {issuer !== null && (
        <span className="header__issuer">
          Sign-in service: <bdi>{issuer}</bdi>
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
          'Managed by your organisation'
        ) : (
          <span>
            Managed by <bdi>{organization}</bdi>
          </span>
        )}
      </button>
    </p>
  );
}

const sections: readonly {
  readonly screen: Screen;
  readonly label: string;
  readonly testId: TestId;
}[] = [
  { screen: 'home', label: 'Account', testId: 'nav-account' },
  { screen: 'policy', label: 'Policy', testId: 'nav-policy' },
  { screen: 'activity', label: 'Activity', testId: 'nav-activity' },
  { screen: 'diagnostics', label: 'Diagnostics', testId: 'nav-diagnostics' },
  { screen: 'settings', label: 'Settings', testId: 'nav-settings' },
];

export function Navigation() {
  const commands = useCommands();
  const screen = useMirror((mirror) => mirror.screen);
  const present = sections.find((section) => section.screen === screen) ?? sections[0];
  return (
    <nav className="navigation" aria-label="Sections">
      {sections.map((section) => (
        <button
          key={section.screen}
          type="button"
          className="navigation__item"
          data-testid={section.testId}
          aria-current={section === present ? 'page' : undefined}
          onClick={() => commands.show(section.screen)}
        >
          {section.label}
        </button>
      ))}
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

const busyWords = {
  refreshing: 'Refreshing the access token…',
  signingOut: 'Signing out…',
  switchingAccount: 'Switching accounts…',
  changingAccount: 'Changing an account…',
  changingKept: 'Changing a kept sign-in…',
  lookingUp: 'Looking up the access token…',
} as const;

/** Says what is under way besides a sign-in. Its live region is always there. */
export function BusyLine() {
  const { busy } = useApp();
  return (
    <div role="status" data-testid="busy" data-state={busy ?? 'idle'}>
      {busy !== null && <Busy>{busyWords[busy]}</Busy>}
    </div>
  );
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

/** A short confirmation. Its live region is always there, so that it is read out. */
export function Toast() {
  const { hideToast } = useCommands();
  const toast = useMirror((mirror) => mirror.toast);
  useEffect(() => {
    if (toast === null) return;
    const timer = setTimeout(hideToast, shownMs);
    return () => clearTimeout(timer);
  }, [toast, hideToast]);
  return (
    <div className="toast" role="status" data-testid="toast">
      {toast !== null && (
        <p key={toast.number} className="toast__text">
          {toast.text}
        </p>
      )}
    </div>
  );
}
