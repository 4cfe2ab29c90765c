import { useId } from 'react';

import { useApp, useCommands } from '../gatehouse-context.ts';
import { lookLabel, moveLabel, moveText, movesOf } from '../wording/storage-phrases.ts';
import { Button } from './button.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { RuleReason } from './note.tsx';

/** What can be done about where the credential is kept; nothing before it was looked at. */
export function StorageActions({ disabled }: { disabled: boolean }) {
  const commands = useCommands();
  const { account, store } = useApp();
  const [hintId, reasonId] = [useId(), useId()];
  const { report } = store;
  if (report === null) return null;
  const look = lookLabel(report.keyring);
  const moves = movesOf(account, report);
  const reasons = [...new Set(moves.flatMap(({ lockedBecause }) => lockedBecause ?? []))];
  const idOf = (reason: string): string => `${reasonId}-${reasons.indexOf(reason)}`;
  return (
    <>
      <div className="actions actions--even">
        {look !== null && (
          <Button describedBy={hintId} disabled={disabled} onClick={commands.inspectStore}>
            {look}
          </Button>
        )}
        {moves.map(({ to, lockedBecause }, index) => (
          <ConfirmButton
            // By its position: the way back takes the place of the way there, and keeps the focus.
            key={index}
            describedBy={lockedBecause === null ? undefined : idOf(lockedBecause)}
            disabled={disabled || lockedBecause !== null}
            title={`${moveLabel(to)}?`}
            text={moveText(to, report.active !== null)}
            keepLabel="Leave it where it is"
            confirmKind="primary"
            onConfirm={() => commands.moveStore(to)}
          >
            {moveLabel(to)}
          </ConfirmButton>
        ))}
      </div>
      {look !== null && (
        <p id={hintId} className="muted">
          Copies are looked for in the keyring, which may ask for its password.
        </p>
      )}
      {reasons.map((reason) => (
        <RuleReason key={reason} id={idOf(reason)} reason={reason} />
      ))}
    </>
  );
}
