import { useId } from 'react';

import type { AccountState, Problem } from '../../shared/app-state.ts';
import { refreshObstacle } from '../../shared/wording/refresh-offer.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { RenameInUse } from '../parts/account-in-use.tsx';
import { AccountPage, KeyHead } from '../parts/account-page.tsx';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Detail, Id } from '../parts/details.tsx';
import { FoldingCard } from '../parts/folding-card.tsx';
import { Icon } from '../parts/icon.tsx';
import { locale } from '../parts/locale.ts';
import { SignOutCard } from '../parts/sign-out-card.tsx';
import { useNow } from '../parts/use-now.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { Workspace } from '../parts/workspace.tsx';
import {
  backgroundRefreshText,
  chatgptStateText,
  momentText,
  signInStateOf,
  type SignInState,
} from '../wording/account-phrases.ts';
import { isSaidBy } from '../wording/is-said-by.ts';

type ChatgptAccount = Extract<AccountState, { kind: 'chatgpt' }>;

export function ChatgptView({ account }: { account: ChatgptAccount }) {
  const commands = useCommands();
  const app = useApp();
  const { busy, backgroundRefresh } = app;
  const now = useNow(20_000);
  const [stateId, obstacleId] = [useId(), useId()];
  const { email, planLabel, workspaceId } = account.account;
  const state = signInStateOf(account, app);
  const isLost = state === 'needsSignIn';
  const obstacle = refreshObstacle(app);
  return (
    <AccountPage
      details={<AccountDetails account={account} now={now} />}
      signOut={<SignOutCard canRevoke />}
    >
      <div className="account__head">
        <Avatar email={email} />
        <div className="account__who">
          <ViewHeading testId="account-name">
            {email === null ? 'ChatGPT account' : <Email value={email} />}
          </ViewHeading>
          {workspaceId !== null && (
            <p className="account__workspace" data-testid="account-workspace">
              <span>Workspace</span> <Workspace id={workspaceId} />
            </p>
          )}
        </div>
      </div>
      <div className="account__line">
        <StatePill state={state} />
        {planLabel !== null && (
          <p className="chip" data-testid="account-plan">
            {planLabel}
          </p>
        )}
        <RenameInUse />
      </div>
      <p id={stateId}>
        {chatgptStateText(account.token, { isLost, backgroundRefresh }, now, locale)}
      </p>
      <AccountProblem problem={account.problem} />
      <div className="actions">
        {isLost ? (
          <>
            <Button
              testId="account-sign-in-again"
              kind="primary"
              describedBy={stateId}
              disabled={busy !== null}
              onClick={commands.signInAgain}
            >
              Sign in again
            </Button>
            {account.refresh === 'refused' && (
              <Button
                testId="account-try-again"
                icon="refresh"
                disabled={busy !== null}
                onClick={commands.refresh}
              >
                Try again
              </Button>
            )}
            <Button
              testId="account-use-another"
              kind="quiet"
              disabled={busy !== null}
              onClick={() => commands.show('methods')}
            >
              Use another account
            </Button>
          </>
        ) : (
          <>
            <Button
              testId="account-refresh"
              icon="refresh"
              describedBy={obstacle === null ? stateId : obstacleId}
              disabled={busy !== null || obstacle !== null}
              onClick={commands.refresh}
            >
              Refresh now
            </Button>
            <Button
              testId="account-use-another"
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
    </AccountPage>
  );
}

/** When the sign-in is refreshed next, and its other facts, one a line, on request. */
function AccountDetails({ account, now }: { account: ChatgptAccount; now: number }) {
  const commands = useCommands();
  const { backgroundRefresh } = useApp();
  const isInTrouble = backgroundRefresh.kind === 'offline' || backgroundRefresh.kind === 'retrying';
  const nextRefresh = backgroundRefreshText(backgroundRefresh, now, locale);
  const { planRaw, workspaceId, accountId, userId } = account.account;
  const { expiresAt, lastRefresh } = account.token;
  const summary = nextRefresh !== null && (
    <>
      <p className="folding__summary">Next refresh: {nextRefresh}</p>
      {isInTrouble && (
        <Button kind="quiet" onClick={() => commands.show('diagnostics')}>
          Run diagnostics
        </Button>
      )}
    </>
  );
  return (
    <FoldingCard title="Details" testId="account-details" summary={summary}>
      <dl className="details">
        <Detail name="Plan as claimed">
          {planRaw === null ? 'Not stated' : <bdi>{planRaw}</bdi>}
        </Detail>
        <Detail name="Workspace id">
          {workspaceId === null ? 'Not stated' : <Id value={workspaceId} />}
        </Detail>
        {accountId !== null && accountId !== workspaceId && (
          <Detail name="Account id">
            <Id value={accountId} />
          </Detail>
        )}
        <Detail name="User id">{userId === null ? 'Not stated' : <Id value={userId} />}</Detail>
        <Detail name="Token valid until">
          {expiresAt === null ? 'Not stated' : momentText(expiresAt, now, locale)}
        </Detail>
        <Detail name="Last refresh">{momentText(lastRefresh, now, locale)}</Detail>
      </dl>
    </FoldingCard>
  );
}

/** Signed in with an API key, of which nothing but its origin is shown. */
export function ApiKeyView({ account }: { account: Extract<AccountState, { kind: 'apiKey' }> }) {
  const commands = useCommands();
  const app = useApp();
  const { busy } = app;
  return (
    <AccountPage signOut={<SignOutCard canRevoke={false} />}>
      <KeyHead title="Signed in with an API key">
        Codex usage is billed to your OpenAI API account.
      </KeyHead>
      <div className="account__line">
        <StatePill state={signInStateOf(account, app)} />
        <RenameInUse />
      </div>
      <AccountProblem problem={account.problem} />
      <div className="actions">
        <Button
          testId="account-use-another"
          disabled={busy !== null}
          onClick={() => commands.show('methods')}
        >
          Use another account
        </Button>
      </div>
    </AccountPage>
  );
}

const pills = {
  signedIn: { icon: 'check', text: 'Signed in' },
  notUsed: { icon: 'info', text: 'Stored, not used' },
  stopped: { icon: 'warning', text: 'Codex does not start' },
  offline: { icon: 'info', text: 'Offline' },
  ranOut: { icon: 'warning', text: 'Codex cannot work now' },
  needsSignIn: { icon: 'error', text: 'Needs sign-in' },
  attention: { icon: 'warning', text: 'Needs attention' },
  unjudged: { icon: 'info', text: 'Cannot be judged now' },
  notLookedUp: { icon: 'info', text: 'Not looked up' },
  blocked: { icon: 'lock', text: 'Not allowed by the login rules' },
} as const satisfies Record<SignInState, unknown>;

export function StatePill({ state }: { state: SignInState }) {
  const { icon, text } = pills[state];
  return (
    <p className={`pill pill--${state}`} data-testid="account-state" data-state={state}>
      <Icon name={icon} />
      <span>{text}</span>
    </p>
  );
}

/** What is wrong with a credential that can still be used or refreshed. */
export function AccountProblem({ problem }: { problem: Problem | null }) {
  const { notices } = useApp();
  // A notice that says the same already has the button that helps.
  if (problem === null || isSaidBy(notices, problem.message)) return null;
  return (
    <Callout testId="account-problem" state={problem.code} severity="warning">
      {problem.message}
    </Callout>
  );
}

/** The first letter of an address in a disc. Decorative: the address stands beside it. */
function Avatar({ email }: { email: string | null }) {
  const [first] = Array.from(email ?? 'C');
  return (
    <span className="avatar" aria-hidden="true">
      {first?.toLocaleUpperCase()}
    </span>
  );
}

/** An e-mail address, which breaks after the at sign before it breaks anywhere else. */
function Email({ value }: { value: string }) {
  const at = value.lastIndexOf('@') + 1;
  return (
    <bdi className="email">
      {value.slice(0, at)}
      <wbr />
      {value.slice(at)}
    </bdi>
  );
}
