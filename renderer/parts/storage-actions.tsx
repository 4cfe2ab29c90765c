import { useId } from 'react';

import { useApp, useCommands } from '../gatehouse-context.ts';
import { destinations } from '../wording/storage-phrases.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { MoveButton } from './move-button.tsx';

/** What can be done about where the credential is kept. */
export function StorageActions({ disabled }: { disabled: boolean }) {
  const commands = useCommands();
  const { account, store } = useApp();
  const { report } = store;
  const [hintId, reasonId] = [useId(), useId()];
  const asked = report?.keyringAsked === true;
  const fixedBecause = report?.fixedBecause ?? null;
  return (
    <>
      <div className="actions actions--even">
        {!asked && (
          <Button describedBy={hintId} disabled={disabled} onClick={commands.inspectStore}>
            Look in the keyring too
          </Button>
        )}
        {report !== null &&
          destinations(account, report).map((to) => (
            <MoveButton
              key={to}
              to={to}
              isStored={report.active !== null}
              describedBy={fixedBecause === null ? undefined : reasonId}
              disabled={disabled || fixedBecause !== null}
            />
          ))}
      </div>
      {!asked && (
        <p id={hintId} className="muted">
          The keyring may ask for its password.
        </p>
      )}
      {fixedBecause !== null && (
        <p id={reasonId} className="method__reason">
          <Icon name="lock" />
          <span>{fixedBecause}</span>
        </p>
      )}
    </>
  );
}
