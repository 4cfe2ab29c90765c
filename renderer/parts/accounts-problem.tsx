import type { ReactNode } from 'react';

import type { SavedAccounts } from '../../shared/saved-accounts.ts';
import {
  accountsProblemWords,
  newKeyText,
  plainFilesText,
} from '../wording/saved-account-phrases.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { RuleReason, usePermission } from './permission.tsx';

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
  const plainFiles = usePermission('gatehouse.allow_file_storage');
  const again = (
    <Button
      testId="accounts-check-again"
      icon="refresh"
      disabled={busy}
      onClick={commands.lookAtAccounts}
    >
      Check again
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
          title="Make a new key?"
          text={newKeyText}
          keepLabel="Cancel"
          confirmKind="primary"
          onConfirm={commands.makeAccountKey}
        >
          Make a new key
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
          describedBy={plainFiles.button.describedBy}
          disabled={busy || !accounts.mayUsePlainFiles}
          title="Save in plain files?"
          text={plainFilesText}
          keepLabel="Cancel"
          confirmKind="primary"
          onConfirm={() => commands.savePlainFiles(true)}
        >
          Save in plain files that only you can read
        </ConfirmButton>
      </div>
      <RuleReason {...plainFiles.reason} />
    </>
  );
}
