import { useId, useState } from 'react';

import { useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { StorageLocation } from './storage-location.tsx';

/** Copies that were kept of sign-ins which could not be read, and may still hold one. */
export function KeptCopies(props: { copies: readonly string[]; disabled: boolean }) {
  const titleId = useId();
  const commands = useCommands();
  const [asking, setAsking] = useState(false);
  if (props.copies.length === 0) return null;
  return (
    <div className="storage__copies">
      <div className="storage__row">
        <h3 id={titleId}>Kept copies of what could not be read</h3>
        <Button describedBy={titleId} disabled={props.disabled} onClick={() => setAsking(true)}>
          Remove these copies
        </Button>
      </div>
      <ul aria-labelledby={titleId}>
        {props.copies.map((copy) => (
          <li key={copy} className="storage__copy">
            <StorageLocation value={copy} />
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={asking}
        title="Remove these copies?"
        text="They may hold sign-ins that can still be used, and cannot be brought back. The sign-in in use stays as it is."
        keepLabel="Keep them"
        confirmLabel="Remove these copies"
        confirmKind="danger"
        onKeep={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void commands.removeKeptCopies();
        }}
      />
    </div>
  );
}
