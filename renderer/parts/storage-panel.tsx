import { useApp } from '../gatehouse-context.ts';
import { copiesLine, storageSummary } from '../wording/storage-phrases.ts';
import { FoldingCard } from './folding-card.tsx';
import { Icon } from './icon.tsx';
import { locale } from './locale.ts';
import { Busy } from './spinner.tsx';
import { StorageActions } from './storage-actions.tsx';
import { KeptCopies } from './kept-copies.tsx';
import { StorageCopies } from './storage-copies.tsx';
import { StorageEntries } from './storage-entries.tsx';
import { StorageFacts } from './storage-facts.tsx';
import { useNow } from './use-now.ts';

const busyWords = { inspecting: 'Looking…', moving: 'Moving…' } as const;

/** Where the credential is, in one line; why, and what can be done about it, on request. */
export function StoragePanel() {
  const app = useApp();
  const now = useNow(20_000);
  const { report, severalEntries, busy } = app.store;
  const disabled = busy !== null || app.busy !== null || app.signIn.kind !== 'idle';
  const { line, isExposed, facts } = storageSummary(app, now, locale);
  const copies = report && copiesLine(report);
  const summary = (
    <div className="folding__summary">
      <div aria-live="polite">
        {isExposed ? <Warned>{line}</Warned> : <p>{line}</p>}
        {copies !== null && <p>{copies}</p>}
      </div>
      <div role="status">{busy !== null && <Busy>{busyWords[busy]}</Busy>}</div>
    </div>
  );
  const isToChoose = severalEntries.length > 0;
  return (
    <FoldingCard key={String(isToChoose)} title="Storage" summary={summary} startsOpen={isToChoose}>
      <StorageFacts facts={facts} report={report} />
      <StorageEntries entries={severalEntries} now={now} disabled={disabled} />
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
