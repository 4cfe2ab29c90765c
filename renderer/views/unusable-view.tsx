import { useId } from 'react';

import type { AccountState } from '../../shared/app-state.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { signingOutTexts } from '../../shared/texts/signing-out.ts';
import { unusableTexts } from '../../shared/texts/unusable-sign-in.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { CodexCredentials } from '../parts/codex-credentials.tsx';
import { KeptSignIn } from '../parts/note.tsx';
import { KeptSignInsCard } from '../parts/kept-sign-ins-card.tsx';
import { RuleReason } from '../parts/permission.tsx';
import { MethodList } from '../parts/method-list.tsx';
import { SavedAccountsCard } from '../parts/saved-accounts-card.tsx';
import { useAsking } from '../parts/sign-out-card.tsx';
import { StoragePanel } from '../parts/storage-panel.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { afterTitle } from '../wording/after-title.ts';
import { fileInstead, unusableText } from '../wording/unusable-phrases.ts';

type Unusable = Extract<AccountState, { kind: 'unusable' }>;

/** Something is stored that cannot be used. It is left alone until the person decides. */
export function UnusableView({ account }: { account: Unusable }) {
  const commands = useCommands();
  const app = useApp();
  const { busy } = app;
  const { code, message } = account.problem;
  const words = unusableText(code, app);
  const asking = useAsking();
  // Then the banner about the rules, above this view, says why.
  const isWithheld = code === 'hidden-by-rule' || code === 'not-judged';
  const readAgain = (
    <Button
      testId="unusable-reload"
      icon="refresh"
      disabled={busy !== null}
      onClick={commands.reload}
    >
      {words.again}
    </Button>
  );
  return (
    <section className="stack">
      <ViewHeading>{words.title}</ViewHeading>
      {!isWithheld && (
        <Callout
          testId="account-problem"
          state={code}
          severity={code === 'mode-unsupported' ? 'info' : 'error'}
          action={
            <div className="actions">
              {readAgain}
              <StoreInFile code={code} />
            </div>
          }
        >
          {afterTitle(words.title, message)}
        </Callout>
      )}
      {words.lead !== null && <p className="lead">{words.lead}</p>}
      <CodexCredentials />
      {isWithheld && (
        <div className="actions">
          {readAgain}
          <ConfirmButton
            testId="sign-out-here"
            kind="quiet"
            asking={asking}
            disabled={busy !== null}
            title={signingOutTexts.here.title()}
            text={signingOutTexts.unused.consequences()}
            keepLabel={buttonTexts.keepIt()}
            confirmLabel={signingOutTexts.here.confirm()}
            onConfirm={() => commands.signOut(false)}
          >
            {buttonTexts.signOutHere()}
          </ConfirmButton>
        </div>
      )}
      {words.canSignIn && (
        <>
          {code !== 'record-invalid' && <KeptSignIn />}
          <MethodList />
        </>
      )}
      <SavedAccountsCard />
      <KeptSignInsCard />
      <StoragePanel />
    </section>
  );
}

/** The way out where no keyring is there, or the rule that bars it. */
function StoreInFile({ code }: { code: Unusable['problem']['code'] }) {
  const commands = useCommands();
  const app = useApp();
  const reasonId = useId();
  const found = fileInstead(code, app);
  const texts = unusableTexts.storeInFile;
  switch (found.kind) {
    case 'none':
      return null;
    case 'ruledOut':
      return <RuleReason id={reasonId} reason={found.reason} />;
    case 'possible':
      return (
        <ConfirmButton
          testId="store-in-file"
          disabled={app.busy !== null || app.store.busy !== null}
          title={texts.question()}
          text={found.text}
          keepLabel={buttonTexts.cancel()}
          confirmKind="primary"
          confirmLabel={texts.confirm()}
          onConfirm={commands.storeInFile}
        >
          {texts.label()}
        </ConfirmButton>
      );
  }
}
