import type { ReactNode } from 'react';

import { accountPageTexts } from '../../shared/texts/account-page.ts';
import { LabelInUse } from './account-in-use.tsx';
import { CodexCredentials } from './codex-credentials.tsx';
import { Icon } from './icon.tsx';
import { KeptSignInsCard } from './kept-sign-ins-card.tsx';
import { RunningCard } from './running-card.tsx';
import { SavedAccountsCard } from './saved-accounts-card.tsx';
import { StoragePanel } from './storage-panel.tsx';
import { UsageCard } from './usage-card.tsx';
import { ViewHeading } from './view-heading.tsx';

/** The page of a stored sign-in, of whatever kind: what Codex uses first, how to sign out last. */
export function AccountPage(props: {
  children: ReactNode;
  details?: ReactNode;
  signOut: ReactNode;
}) {
  return (
    <div className="stack stack--cards">
      <CodexCredentials />
      <section className="card account" aria-label={accountPageTexts.title()} data-testid="account">
        <LabelInUse />
        {props.children}
      </section>
      <SavedAccountsCard />
      <UsageCard />
      {props.details}
      <RunningCard />
      <KeptSignInsCard />
      <StoragePanel />
      {props.signOut}
    </div>
  );
}

/** Above a sign-in that is a key or token: what it is, and in one sentence what it is for. */
export function KeyHead({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="account__head">
      <span className="avatar">
        <Icon name="key" />
      </span>
      <div className="account__who">
        <ViewHeading testId="account-name">{title}</ViewHeading>
        <p className="muted">{children}</p>
      </div>
    </div>
  );
}
