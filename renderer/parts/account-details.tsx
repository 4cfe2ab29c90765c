import type { AccountState, CredentialSource } from '../../shared/app-state.ts';
import { useApp } from '../gatehouse-context.ts';
import { momentText, sourceLabel } from '../wording/account-phrases.ts';
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
      <StoredAt source={account.source} variable={null} />
    </Details>
  );
}

/** Where the credential is stored; `variable` names the environment variable, if it is one. */
export function StoredAt(props: { source: CredentialSource; variable: string | null }) {
  const { location } = useApp().store;
  const inStore = props.source === 'file' || props.source === 'keyring';
  const place = inStore ? location : props.variable;
  return (
    <Detail name="Stored in">
      {sourceLabel(props.source)}
      {place !== null && <bdi className="address address--block">{place}</bdi>}
    </Detail>
  );
}
