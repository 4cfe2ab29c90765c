import type { ReactNode } from 'react';

import type { SavedAccounts } from '../../shared/saved-accounts.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { savedAccountsCardTexts } from '../../shared/texts/saved-accounts-card.ts';
import { accountsProblemWords } from '../wording/saved-account-phrases.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { RuleReason, usePermission } from './permission.tsx';

const { newKey, plainFiles } = savedAccountsCardTexts;

/** Why saved accounts cannot be opened, or new ones not be saved, and the way on. */
export function AccountsProblem() {
  const { accounts } = useApp();
  const { problem } = accounts;
  if (problem === null) return null;
  const { title, text } = accountsProblemWords(problem);
  return (
    <Callout
      testId="accounts-problem"
      state={problem.code}
      severity="warning"
      title={title}
      urgent
      action={<Remedy accounts={accounts} again={<CheckAgain />} />}
    >
      {text}
    </Callout>
  );
}

/** The same as a page of its own, which has a heading and a button that tries again. */
export function AccountsProblemPage() {
  const { accounts } = useApp();
  const { problem } = accounts;
  if (problem === null) return null;
  return (
    <div className="stack" data-testid="accounts-problem" data-state={problem.code}>
      <p className="lead" role="alert">
        {accountsProblemWords(problem).text}
      </p>
      <Remedy accounts={accounts} again={null} />
    </div>
  );
}

function CheckAgain() {
  const commands = useCommands();
  const busy = useApp().busy !== null;
  return (
    <Button
      testId="accounts-check-again"
      icon="refresh"
      disabled={busy}
      onClick={commands.lookAtAccounts}
    >
      {buttonTexts.checkAgain()}
    </Button>
  );
}

function Remedy({ accounts, again }: { accounts: SavedAccounts; again: ReactNode }): ReactNode {
  const commands = useCommands();
  const busy = useApp().busy !== null;
  const permission = usePermission('gatehouse.allow_file_storage');
  const code = accounts.problem?.code;
  if (code === 'key-gone' || code === 'key-swapped') {
    return (
      <div className="actions">
        {again}
        <ConfirmButton
          testId="accounts-new-key"
          disabled={busy}
          title={newKey.title()}
          text={newKey.consequences()}
          keepLabel={buttonTexts.cancel()}
          confirmKind="primary"
          onConfirm={commands.makeAccountKey}
        >
          {newKey.make()}
        </ConfirmButton>
      </div>
    );
  }
  if (code !== 'no-keyring') return again;
  return (
    <>
      <div className="actions">
        {again}
        <ConfirmButton
          testId="accounts-plain-files"
          describedBy={permission.button.describedBy}
          disabled={busy || !accounts.mayUsePlainFiles}
          title={plainFiles.useTitle()}
          text={plainFiles.useConsequences()}
          keepLabel={buttonTexts.cancel()}
          confirmKind="primary"
          onConfirm={() => commands.savePlainFiles(true)}
        >
          {plainFiles.use()}
        </ConfirmButton>
      </div>
      <RuleReason {...permission.reason} />
    </>
  );
}
