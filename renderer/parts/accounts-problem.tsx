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
      action={<Remedy accounts={accounts} />}
    >
      {text}
    </Callout>
  );
}

function Remedy({ accounts }: { accounts: SavedAccounts }): ReactNode {
  const commands = useCommands();
  const busy = useApp().busy !== null;
  const permission = usePermission('gatehouse.allow_file_storage');
  const again = (
    <Button
      testId="accounts-check-again"
      icon="refresh"
      disabled={busy}
      onClick={commands.lookAtAccounts}
    >
      {buttonTexts.checkAgain()}
    </Button>
  );
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
