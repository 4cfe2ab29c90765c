import type { ReactNode } from 'react';

import type { PolicyAccount, SavedPolicyAccount } from '../../shared/policy.ts';
import { policyPageTexts } from '../../shared/texts/policy-page.ts';
import { evidenceText } from '../../shared/wording/policy-phrases.ts';
import { accountNaming } from '../../shared/wording/saved-accounts.ts';
import { useApp } from '../gatehouse-context.ts';
import { checkWord, resultWord } from '../wording/policy-phrases.ts';
import { ColumnHeads } from './column-heads.tsx';
import { messageWith } from './message-with.tsx';
import { StatusWord } from './status-word.tsx';
import { NamesOfWorkspaces } from './workspace.tsx';

const texts = policyPageTexts.accounts;

export function PolicyAccounts(props: {
  accounts: readonly PolicyAccount[];
  saved: readonly SavedPolicyAccount[];
  isPreview: boolean;
}) {
  const { accounts, saved, isPreview } = props;
  return (
    <section className="card" aria-label={texts.title()}>
      <h2>{texts.title()}</h2>
      {accounts.length + saved.length === 0 ? (
        <p className="muted">{texts.nobody()}</p>
      ) : (
        <table className="grid grid--accounts">
          <caption className="visually-hidden">{texts.caption()}</caption>
          <ColumnHeads names={Object.values(texts.columns).map((name) => name())} />
          <tbody>
            {accounts.map((account) => (
              <AccountRow key={account.shortId} account={account} isPreview={isPreview} />
            ))}
            {saved.map((account) => (
              <SavedAccountRow key={account.id} account={account} isPreview={isPreview} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What is not in use is told as the same, without what only its tokens say. */
function SavedAccountRow(props: { account: SavedPolicyAccount; isPreview: boolean }) {
  const { account, isPreview } = props;
  const { id, method, result } = account;
  const { accounts } = useApp().accounts;
  const known = accounts.find((one) => one.id === id);
  return (
    <JudgedRow account={account} word={resultWord({ result, withheld: null }, isPreview)}>
      <bdi>{known === undefined ? texts.methods[method]() : accountNaming(accounts)(known)}</bdi>
      <p className="muted">
        {messageWith(texts.saved, { id: <bdi className="address">{id}</bdi> })}
      </p>
    </JudgedRow>
  );
}

function AccountRow({ account, isPreview }: { account: PolicyAccount; isPreview: boolean }) {
  const { shortId, method, workspaceId, recordAccountId } = account;
  const isCut = workspaceId !== null && workspaceId.length > shortId.length;
  const evidence = evidenceText(account);
  const ofTokens = (
    <>
      {workspaceId !== null && (
        <p className="muted">
          {messageWith(texts.ofToken, { id: <bdi className="address">{workspaceId}</bdi> })}
        </p>
      )}
      {recordAccountId !== null && recordAccountId !== workspaceId && (
        <p className="muted">
          {messageWith(texts.ofRecord, { id: <bdi className="address">{recordAccountId}</bdi> })}
        </p>
      )}
      <NamesOfWorkspaces ids={workspaceId === null ? [] : [workspaceId]} />
      {evidence !== null && <p className="muted">{evidence}</p>}
    </>
  );
  return (
    <JudgedRow account={account} word={resultWord(account, isPreview)} ofTokens={ofTokens}>
      <span>{texts.methods[method]()}</span>{' '}
      <bdi className="address">
        {shortId}
        {isCut && '…'}
      </bdi>
    </JudgedRow>
  );
}

/** The children name the account; `ofTokens` is what its tokens say of the workspace. */
function JudgedRow(props: {
  account: Pick<PolicyAccount, 'methodCheck' | 'workspaceCheck' | 'result' | 'reason' | 'rule'>;
  word: ReturnType<typeof resultWord>;
  ofTokens?: ReactNode;
  children: ReactNode;
}) {
  const { methodCheck, workspaceCheck, result, reason, rule } = props.account;
  return (
    <tr className="grid__row" data-testid="policy-account" data-state={result}>
      <th scope="row">{props.children}</th>
      <td data-label={texts.columns.method()}>
        <StatusWord {...checkWord(methodCheck)} />
      </td>
      <td data-label={texts.columns.workspace()}>
        <StatusWord {...checkWord(workspaceCheck)} />
        {props.ofTokens}
      </td>
      <td className="grid__status" data-label={texts.columns.result()}>
        <StatusWord {...props.word} />
      </td>
      <td data-label={texts.columns.reason()}>
        <p>{reason}</p>
        {rule !== null && (
          <p className="muted">
            {messageWith(texts.rule, { rule: <bdi className="address">{rule}</bdi> })}
          </p>
        )}
      </td>
    </tr>
  );
}
