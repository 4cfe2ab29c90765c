import { useId } from 'react';

import {
  needsSignIn,
  nextTryAt,
  type AccountState,
  type BackgroundRefreshState,
  type Problem,
} from '../../shared/app-state.ts';
import { accountPageTexts as texts } from '../../shared/texts/account-page.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
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
import { showSavedAccounts } from '../parts/saved-accounts-card.tsx';
import { SignOutCard } from '../parts/sign-out-card.tsx';
import { useNow } from '../parts/use-now.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { Workspace } from '../parts/workspace.tsx';
import {
  chatgptStateText,
  endText,
  momentText,
  nextRefreshText,
  problemTitle,
  signInStateOf,
  type SignInState,
} from '../wording/account-phrases.ts';

const { details } = texts;

type ChatgptAccount = Extract<AccountState, { kind: 'chatgpt' }>;

export function ChatgptView({ account }: { account: ChatgptAccount }) {
  const app = useApp();
  const now = useNow([account.token.expiresAt, nextTry(app.backgroundRefresh)], 'clock');
  const stateId = useId();
  const { email, plan, planLabel, workspaceId } = account.account;
  const isInTrouble = nextTryAt(app.backgroundRefresh) !== null;
  return (
    <AccountPage details={<AccountDetails account={account} />} signOut={<SignOutCard canRevoke />}>
      <div className="account__head">
        <Avatar email={email} />
        <div className="account__who">
          <ViewHeading testId="account-name">
            {email === null ? texts.chatgpt.unnamed() : <Email value={email} />}
          </ViewHeading>
          {workspaceId !== null && (
            <p className="account__workspace" data-testid="account-workspace">
              <span>{texts.chatgpt.workspace()}</span> <Workspace id={workspaceId} />
            </p>
          )}
        </div>
      </div>
      <div className="account__line">
        <StatePill state={signInStateOf(account, app)} />
        {planLabel !== null && (
          <p className="chip" data-testid="account-plan" data-state={plan ?? 'unknown'}>
            {planLabel}
          </p>
        )}
        <RenameInUse />
      </div>
      <p id={stateId}>{chatgptStateText(account, app.backgroundRefresh, now, locale)}</p>
      <ChatgptProblem account={account} />
      <ChatgptActions account={account} stateId={stateId} isInTrouble={isInTrouble} />
    </AccountPage>
  );
}

/** What the state does not say already. */
function ChatgptProblem({ account: { problem, refresh } }: { account: ChatgptAccount }) {
  if (problem === null || needsSignIn(problem) || problem.code === 'token-expired') return null;
  return <AccountProblem problem={problem} canCheck={refresh !== 'possible'} />;
}

function ChatgptActions(props: { account: ChatgptAccount; stateId: string; isInTrouble: boolean }) {
  const { account, stateId, isInTrouble } = props;
  const commands = useCommands();
  const app = useApp();
  const obstacleId = useId();
  const isBusy = app.busy !== null;
  const isLost = needsSignIn(account.problem);
  const obstacle = refreshObstacle(app);
  return (
    <>
      <div className="actions">
        {isLost ? (
          <>
            <Button
              testId="account-sign-in-again"
              kind="primary"
              describedBy={stateId}
              disabled={isBusy}
              onClick={commands.signInAgain}
            >
              {buttonTexts.signInAgain()}
            </Button>
            {account.refresh === 'refused' && (
              <Button
                testId="account-try-again"
                icon="refresh"
                disabled={isBusy}
                onClick={commands.refresh}
              >
                {buttonTexts.tryAgain()}
              </Button>
            )}
          </>
        ) : (
          <Button
            testId="account-refresh"
            icon="refresh"
            describedBy={obstacle === null ? stateId : obstacleId}
            disabled={isBusy || obstacle !== null}
            onClick={commands.refresh}
          >
            {texts.chatgpt.refreshNow()}
          </Button>
        )}
        <OtherAccountButton />
        {isInTrouble && (
          <Button
            testId="run-diagnostics"
            kind="quiet"
            onClick={() => commands.show('diagnostics')}
          >
            {buttonTexts.runDiagnostics()}
          </Button>
        )}
      </div>
      {!isLost && obstacle !== null && (
        <p id={obstacleId} className="muted">
          {obstacle.sentence}
        </p>
      )}
    </>
  );
}

/** To use another account: one that is saved, else by a new sign-in. */
export function OtherAccountButton() {
  const commands = useCommands();
  const { busy, accounts } = useApp();
  const canSwitch = accounts.accounts.some(({ state }) => state.kind !== 'inUse');
  return (
    <Button
      testId="account-use-another"
      kind="quiet"
      disabled={busy !== null}
      onClick={() => (canSwitch ? showSavedAccounts() : commands.show('methods'))}
    >
      {canSwitch ? texts.switch() : texts.useAnother()}
    </Button>
  );
}

function nextTry(backgroundRefresh: BackgroundRefreshState): number | null {
  return 'at' in backgroundRefresh ? backgroundRefresh.at : null;
}

/** What only some people look for: ids, and when what is refreshed. */
function AccountDetails({ account }: { account: ChatgptAccount }) {
  return (
    <FoldingCard title={details.title()} testId="account-details">
      <AccountFacts account={account} />
    </FoldingCard>
  );
}

function AccountFacts({ account }: { account: ChatgptAccount }) {
  const { backgroundRefresh } = useApp();
  const { planRaw, workspaceId, accountId, userId } = account.account;
  const { expiresAt, lastRefresh } = account.token;
  const now = useNow([expiresAt, lastRefresh, nextTry(backgroundRefresh)], 'distance');
  const nextRefresh = nextRefreshText(backgroundRefresh, now, locale);
  return (
    <dl className="details">
      <Detail name={details.sessionEnds()}>
        {expiresAt === null ? details.notStated() : endText(expiresAt, now, locale)}
      </Detail>
      {nextRefresh !== null && <Detail name={details.nextRefresh()}>{nextRefresh}</Detail>}
      <Detail name={details.lastRefresh()}>{momentText(lastRefresh, now, locale)}</Detail>
      <Detail name={details.planInToken()}>
        {planRaw === null ? details.notStated() : <bdi>{planRaw}</bdi>}
      </Detail>
      <Detail name={details.workspaceId()}>
        {workspaceId === null ? details.notStated() : <Id value={workspaceId} />}
      </Detail>
      {accountId !== null && accountId !== workspaceId && (
        <Detail name={details.accountId()}>
          <Id value={accountId} />
        </Detail>
      )}
      <Detail name={details.userId()}>
        {userId === null ? details.notStated() : <Id value={userId} />}
      </Detail>
    </dl>
  );
}

/** Signed in with an API key, of which nothing but its origin is shown. */
export function ApiKeyView({ account }: { account: Extract<AccountState, { kind: 'apiKey' }> }) {
  const app = useApp();
  return (
    <AccountPage signOut={<SignOutCard canRevoke={false} />}>
      <KeyHead title={texts.apiKey.title()}>{texts.apiKey.billing()}</KeyHead>
      <div className="account__line">
        <StatePill state={signInStateOf(account, app)} />
        <RenameInUse />
      </div>
      <p className="muted">{texts.apiKey.unchecked()}</p>
      <AccountProblem problem={account.problem} />
      <div className="actions">
        <OtherAccountButton />
      </div>
    </AccountPage>
  );
}

const pillIcons = {
  signedIn: 'check',
  notUsed: 'info',
  stopped: 'warning',
  offline: 'info',
  unreachable: 'info',
  ranOut: 'warning',
  needsSignIn: 'error',
  attention: 'warning',
  unjudged: 'info',
  notLookedUp: 'info',
  blocked: 'lock',
} as const satisfies Record<SignInState, unknown>;

export function StatePill({ state }: { state: SignInState }) {
  return (
    <p className={`pill pill--${state}`} data-testid="account-state" data-state={state}>
      <Icon name={pillIcons[state]} />
      <span>{texts.states[state]()}</span>
    </p>
  );
}

/** What is wrong with a credential that can still be used or refreshed. */
export function AccountProblem(props: { problem: Problem | null; canCheck?: boolean }) {
  const { problem, canCheck = false } = props;
  const commands = useCommands();
  const { busy } = useApp();
  if (problem === null) return null;
  const check = (
    <Button testId="account-check-again" disabled={busy !== null} onClick={commands.reload}>
      {buttonTexts.checkAgain()}
    </Button>
  );
  return (
    <Callout
      testId="account-problem"
      state={problem.code}
      severity="warning"
      title={problemTitle(problem.code)}
      action={canCheck && check}
    >
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
