import { useId } from 'react';

import { buttonTexts } from '../../shared/texts/buttons.ts';
import { storageCardTexts as texts } from '../../shared/texts/storage-card.ts';
import { copiesText } from '../../shared/wording/copies.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import {
  copiesLine,
  isPath,
  lookOffer,
  movesOf,
  storageSummary,
  type StorageSummary,
} from '../wording/storage-phrases.ts';
import { Address } from './address.tsx';
import { Button } from './button.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { Detail } from './details.tsx';
import { FoldingCard } from './folding-card.tsx';
import { Icon } from './icon.tsx';
import { locale } from './locale.ts';
import { RuleReason } from './permission.tsx';
import { Busy } from './spinner.tsx';
import { KeptCopies, StorageCopies } from './storage-copies.tsx';
import { StorageEntries } from './storage-entries.tsx';
import { useNow } from './use-now.ts';

const busyTexts = { inspecting: texts.looking, moving: texts.moving, choosing: texts.choosing };

/** Where the credential is, in one line; why, and what can be done about it, on request. */
export function StoragePanel() {
  const app = useApp();
  const { report, severalEntries, busy } = app.store;
  const { line, isExposed, factsAt } = storageSummary(app);
  const copies = report && copiesLine(report);
  const summary = (
    <div className="folding__summary">
      <div aria-live="polite">
        <div data-testid="storage-place" data-state={report?.active?.kind ?? 'none'}>
          {isExposed ? <Warned>{line}</Warned> : <p>{line}</p>}
        </div>
        {copies !== null && <p>{copies}</p>}
      </div>
      <div role="status">{busy !== null && <Busy>{busyTexts[busy]()}</Busy>}</div>
    </div>
  );
  const isToChoose = severalEntries.length > 0;
  return (
    <FoldingCard
      key={String(isToChoose)}
      title={texts.title()}
      testId="storage"
      summary={summary}
      startsOpen={isToChoose}
    >
      <StorageDetails factsAt={factsAt} />
    </FoldingCard>
  );
}

/** What an open card has besides: nothing rings for texts that nobody sees. */
function StorageDetails({ factsAt }: Pick<StorageSummary, 'factsAt'>) {
  const app = useApp();
  const { report, severalEntries, busy } = app.store;
  const now = useNow(
    [
      report?.active?.writtenAt,
      ...(report?.copies ?? []).map(({ writtenAt }) => writtenAt),
      ...severalEntries.flatMap(({ createdAt, modifiedAt }) => [createdAt, modifiedAt]),
    ],
    'distance',
  );
  const disabled = busy !== null || app.busy !== null || app.signIn.kind !== 'idle';
  // That there is no keyring is said of moving there.
  const otherCopies = report && report.keyring !== 'absent' ? copiesText(report) : null;
  return (
    <>
      <dl className="details">
        {factsAt(now, locale).map(({ name, value }) => (
          <Detail key={name} name={name}>
            {isPath(value) ? <Address value={value} /> : value}
          </Detail>
        ))}
        {otherCopies !== null && (
          <Detail name={texts.facts.otherCopies()}>
            <span role="status">{otherCopies}</span>
          </Detail>
        )}
      </dl>
      <StorageEntries entries={severalEntries} now={now} disabled={disabled} />
      <StorageActions disabled={disabled} />
      <StorageCopies copies={report?.copies ?? []} now={now} disabled={disabled} />
      <KeptCopies copies={report?.keptCopies ?? []} disabled={disabled} />
    </>
  );
}

function Warned({ children }: { children: string }) {
  return (
    <p className="storage__warning">
      <Icon name="warning" />
      <span>
        <span className="visually-hidden">{`${texts.warning()} `}</span>
        {children}
      </span>
    </p>
  );
}

/** What can be done about where the credential is kept; nothing before it was looked at. */
function StorageActions({ disabled }: { disabled: boolean }) {
  const commands = useCommands();
  const { store } = useApp();
  const [hintId, reasonId] = [useId(), useId()];
  const { report } = store;
  if (report === null) return null;
  const look = lookOffer(report.keyring);
  const moves = movesOf(report);
  const reasons = [...new Set(moves.flatMap(({ lockedBecause }) => lockedBecause ?? []))];
  const idOf = (reason: string): string => `${reasonId}-${reasons.indexOf(reason)}`;
  return (
    <>
      <div className="actions actions--even">
        {look !== null && (
          <Button
            testId="storage-look"
            describedBy={look.mayPrompt ? hintId : undefined}
            disabled={disabled}
            onClick={commands.inspectStore}
          >
            {look.label}
          </Button>
        )}
        {moves.map(({ to, lockedBecause }, index) => (
          <ConfirmButton
            // By its position: the way back takes the place of the way there, and keeps the focus.
            key={index}
            testId="storage-move"
            describedBy={lockedBecause === null ? undefined : idOf(lockedBecause)}
            disabled={disabled || lockedBecause !== null}
            title={texts.move[to].question()}
            text={(report.active === null ? texts.move[to].nothingStored : texts.move[to].text)()}
            keepLabel={buttonTexts.cancel()}
            confirmKind="primary"
            onConfirm={() => commands.moveStore(to)}
          >
            {texts.move[to].label()}
          </ConfirmButton>
        ))}
      </div>
      {look?.mayPrompt === true && (
        <p id={hintId} className="muted">
          {texts.lookNote()}
        </p>
      )}
      {reasons.map((reason) => (
        <RuleReason key={reason} id={idOf(reason)} reason={reason} />
      ))}
    </>
  );
}
