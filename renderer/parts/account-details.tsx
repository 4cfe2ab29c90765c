import type { AccountState, BackgroundRefreshState } from '../../shared/app-state.ts';
import { useCommands } from '../gatehouse-context.ts';
import { momentText, backgroundRefreshText } from '../wording/account-phrases.ts';
import { Button } from './button.tsx';
import { Detail, Id } from './details.tsx';
import { FoldingCard } from './folding-card.tsx';
import { locale } from './locale.ts';

type ChatgptAccount = Extract<AccountState, { kind: 'chatgpt' }>;

export interface AccountDetailsProps {
  readonly account: ChatgptAccount;
  readonly backgroundRefresh: BackgroundRefreshState;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** When the sign-in is refreshed next, and its other facts, one a line, on request. */
export function AccountDetails({ account, backgroundRefresh, now }: AccountDetailsProps) {
  const commands = useCommands();
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
    <FoldingCard title="Details" summary={summary}>
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
