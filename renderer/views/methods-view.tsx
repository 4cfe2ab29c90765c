import { buttonTexts } from '../../shared/texts/buttons.ts';
import { waysToSignInTexts as texts } from '../../shared/texts/ways-to-sign-in.ts';
import type { SavedAccount } from '../../shared/saved-accounts.ts';
import { renewedTitle } from '../wording/account-phrases.ts';
import { Button } from '../parts/button.tsx';
import { CodexCredentials } from '../parts/codex-credentials.tsx';
import { KeptSignIn } from '../parts/note.tsx';
import { KeptSignInsCard } from '../parts/kept-sign-ins-card.tsx';
import { Mark } from '../parts/mark.tsx';
import { messageWith } from '../parts/message-with.tsx';
import { MethodList } from '../parts/method-list.tsx';
import { StoragePanel } from '../parts/storage-panel.tsx';
import { useEscape } from '../parts/use-escape.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { RunningCard } from '../parts/running-card.tsx';
import { WhatItDoes } from '../parts/what-it-does.tsx';
import { WorkspaceRule } from '../parts/workspace-rule.tsx';
import { PurposeChoice } from '../parts/purpose-choice.tsx';
import { SavedAccountsCard } from '../parts/saved-accounts-card.tsx';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';

/** The sign-in screen. Where an account is there already, it has a way back. */
export function MethodsView() {
  const commands = useCommands();
  const { account, accounts, notices } = useApp();
  const signedOut = account.kind === 'signedOut';
  const purpose = useMirror((mirror) => mirror.purpose);
  const renewed =
    purpose.purpose === 'renew'
      ? accounts.accounts.find(({ id }) => id === purpose.account)
      : undefined;
  const wasEnforced = notices.some(({ id }) => id === 'enforced');
  const isFirst = signedOut && accounts.accounts.length === 0 && !wasEnforced;
  const leave = () => commands.show('home');
  useEscape(leave);
  return (
    <section className="stack">
      {(!signedOut || renewed !== undefined) && (
        <div>
          <Button testId="sign-in-back" kind="quiet" icon="back" onClick={leave}>
            {signedOut ? buttonTexts.back() : texts.another.back()}
          </Button>
        </div>
      )}
      <div className="hero">
        {signedOut && <Mark className="hero__mark" />}
        <ViewHeading>{headingOf(signedOut, renewedTitle(purpose, accounts.accounts))}</ViewHeading>
        <p className="lead">{leadOf(signedOut, renewed)}</p>
      </div>
      {isFirst && <WhatItDoes />}
      <WorkspaceRule />
      {signedOut && renewed === undefined && <CodexCredentials />}
      {!signedOut && renewed === undefined ? <PurposeChoice /> : <KeptSignIn />}
      <MethodList only={renewed?.kind ?? null} />
      {signedOut && renewed === undefined && <SavedAccountsCard />}
      {signedOut && <RunningCard />}
      {signedOut && <KeptSignInsCard />}
      {signedOut && <StoragePanel />}
    </section>
  );
}

function headingOf(signedOut: boolean, name: string | null) {
  if (name !== null) {
    return messageWith(texts.again.title, { name: <bdi>{name}</bdi> });
  }
  return signedOut ? texts.first.title() : texts.another.title();
}

function leadOf(signedOut: boolean, renewed: SavedAccount | undefined): string {
  if (renewed !== undefined) return texts.again.lead();
  return signedOut ? texts.first.lead() : texts.another.lead();
}
