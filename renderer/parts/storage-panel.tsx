import { useRef } from 'react';

import { useApp } from '../gatehouse-context.ts';
import { copiesLine, movesOf, storageSummary } from '../wording/storage-phrases.ts';
import { FoldingCard } from './folding-card.tsx';
import { Icon } from './icon.tsx';
import { locale } from './locale.ts';
import { Spinner } from './spinner.tsx';
import { StorageActions } from './storage-actions.tsx';
import { KeptCopies } from './kept-copies.tsx';
import { StorageCopies } from './storage-copies.tsx';
import { StorageFacts } from './storage-facts.tsx';
import { useNow } from './use-now.ts';
import { useFocusRescue } from './use-view-focus.ts';

const busyWords = { inspecting: 'Looking…', moving: 'Moving…' } as const;

/** Where the credential is, in one line; why, and what can be done about it, on request. */
export function StoragePanel() {
  const app = useApp();
  const now = useNow(20_000);
  const toggle = useRef<HTMLButtonElement>(null);
  const { report, busy } = app.store;
  const disabled = busy !== null || app.busy !== null || app.signIn.kind !== 'idle';
  const { line, isExposed, facts } = storageSummary(app, now, locale);
  const copies = report && copiesLine(report);
  useFocusRescue(offersOf(app), toggle);
  const summary = (
    <div className="folding__summary">
      <div aria-live="polite">
        {isExposed ? <Warned>{line}</Warned> : <p>{line}</p>}
        {copies !== null && <p>{copies}</p>}
      </div>
      <div role="status">
        {busy !== null && (
          <p className="busy">
            <Spinner />
            <span>{busyWords[busy]}</span>
          </p>
        )}
      </div>
    </div>
  );
  return (
    <FoldingCard title="Storage" summary={summary} toggle={toggle}>
      <StorageFacts facts={facts} report={report} />
      <StorageActions disabled={disabled} />
      <StorageCopies copies={report?.copies ?? []} now={now} disabled={disabled} />
      <KeptCopies copies={report?.keptCopies ?? []} disabled={disabled} />
    </FoldingCard>
  );
}

function Warned({ children }: { children: string }) {
  return (
    <p className="storage__warning">
      <Icon name="warning" />
      <span>
        <span className="visually-hidden">Warning: </span>
        {children}
      </span>
    </p>
  );
}

/** The buttons that go away when they have done their work. */
function offersOf({ account, store: { report } }: ReturnType<typeof useApp>): readonly string[] {
  if (report === null) return [];
  const looks = report.keyring === 'asked' ? [] : ['look'];
  const removals = report.copies.map(({ kind }) => `remove ${kind}`);
  const moves = movesOf(account, report).map((_, index) => `move ${index}`);
  return [...looks, ...removals, ...moves];
}
