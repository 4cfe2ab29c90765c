import type { AccountState } from '../../shared/app-state.ts';
import { momentText } from '../wording/account-phrases.ts';
import { Detail, Details, Id } from './details.tsx';
import { locale } from './locale.ts';

type ChatgptAccount = Extract<AccountState, { kind: 'chatgpt' }>;

/** The facts of a ChatGPT sign-in, one a line. `now` is in milliseconds since the epoch. */
export function AccountDetails({ account, now }: { account: ChatgptAccount; now: number }) {
  const { planRaw, workspaceId, accountId, userId } = account.account;
  const { expiresAt, lastRefresh } = account.token;
  return (
    <Details label="Details">
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
    </Details>
  );
}
