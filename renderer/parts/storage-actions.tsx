import { useId } from 'react';

import { useApp, useCommands } from '../gatehouse-context.ts';
import { lookLabel, movesOf } from '../wording/storage-phrases.ts';
import { Button } from './button.tsx';
import { MoveButton } from './move-button.tsx';
import { RuleReason } from './rule-reason.tsx';

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
        {moves.map((move, index) => (
          <MoveButton
            // By its position: the way back takes the place of the way there, and keeps the focus.
            key={index}
            to={move.to}
            isStored={report.active !== null}
            describedBy={move.lockedBecause === null ? undefined : idOf(move.lockedBecause)}
            disabled={disabled || move.lockedBecause !== null}
          />
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
