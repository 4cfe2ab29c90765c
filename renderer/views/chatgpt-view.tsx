import { useId } from 'react';

import type { AccountState } from '../../shared/app-state.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { AccountDetails } from '../parts/account-details.tsx';
import { AccountProblem } from '../parts/account-problem.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { Id } from '../parts/details.tsx';
import { Email } from '../parts/email.tsx';
import { KeptSignInsCard } from '../parts/kept-sign-ins-card.tsx';
import { locale } from '../parts/locale.ts';
import { SignOutCard } from '../parts/sign-out-card.tsx';
import { StatePill } from '../parts/state-pill.tsx';
import { StoragePanel } from '../parts/storage-panel.tsx';
import { useNow } from '../parts/use-now.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { refreshObstacle } from '../../shared/wording/refresh-offer.ts';
import { chatgptStateText } from '../wording/account-phrases.ts';
import { signInStateOf } from '../wording/account-state.ts';

type ChatgptAccount = Extract<AccountState, { kind: 'chatgpt' }>;

/** The signed-in ChatGPT account. */
export function ChatgptView({ account }: { account: ChatgptAccount }) {
  const commands = useCommands();
  const app = useApp();
  const { busy, backgroundRefresh } = app;
  const now = useNow(20_000);
  const [stateId, obstacleId] = [useId(), useId()];
  const { email, planLabel, workspaceId } = account.account;
  const standing = signInStateOf(account, app);
  const isLost = standing === 'needsSignIn';
  const obstacle = refreshObstacle(app);
  return (
    <div className="stack stack--cards">
      <section className="card account" aria-label="Account">
        <div className="account__head">
          <Avatar email={email} />
          <div className="account__who">
            <ViewHeading>
              {email === null ? 'ChatGPT account' : <Email value={email} />}
            </ViewHeading>
            {workspaceId !== null && (
              <p className="account__workspace">
                <span>Workspace</span> <Id value={workspaceId} />
              </p>
            )}
          </div>
        </div>
        <div className="account__line">
          <StatePill standing={standing} />
          {planLabel !== null && <p className="chip">{planLabel}</p>}
        </div>
        <p id={stateId}>
          {chatgptStateText(account.token, { isLost, backgroundRefresh }, now, locale)}
        </p>
        <AccountProblem problem={account.problem} />
        <div className="actions">
          {isLost ? (
            <>
              <Button
                kind="primary"
                describedBy={stateId}
                disabled={busy !== null}
                onClick={() => commands.show('methods')}
              >
                Sign in again
              </Button>
              {account.refresh === 'refused' && (
                <Button icon="refresh" disabled={busy !== null} onClick={commands.refresh}>
                  Try again
                </Button>
              )}
            </>
          ) : (
            <>
              <Button
                icon="refresh"
                describedBy={obstacle === null ? stateId : obstacleId}
                disabled={busy !== null || obstacle !== null}
                onClick={commands.refresh}
              >
                Refresh now
              </Button>
              <Button
                kind="quiet"
                disabled={busy !== null}
                onClick={() => commands.show('methods')}
              >
                Use another account
              </Button>
            </>
          )}
        </div>
        {!isLost && obstacle !== null && (
          <p id={obstacleId} className="muted">
            {obstacle.sentence}
          </p>
        )}
      </section>
      <AccountDetails account={account} backgroundRefresh={backgroundRefresh} now={now} />
      <KeptSignInsCard />
      <StoragePanel />
      <SignOutCard source={account.source} variable={null} canRevoke />
    </div>
  );
}
