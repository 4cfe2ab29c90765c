import { useId } from 'react';

import { useCommands } from '../gatehouse-context.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { StorageLocation } from './storage-location.tsx';

/** Copies that were kept of sign-ins which could not be read, and may still hold one. */
export function KeptCopies(props: { copies: readonly string[]; disabled: boolean }) {
  const titleId = useId();
  const commands = useCommands();
  if (props.copies.length === 0) return null;
  return (
    <div className="storage__copies">
      <div className="storage__row">
        <h3 id={titleId}>Kept copies of what could not be read</h3>
        <ConfirmButton
          describedBy={titleId}
          disabled={props.disabled}
          title="Remove these copies?"
          text="They may hold sign-ins that can still be used, and cannot be brought back. The sign-in in use stays as it is."
          keepLabel="Keep them"
          onConfirm={commands.removeKeptCopies}
        >
          Remove these copies
        </ConfirmButton>
      </div>
      <ul aria-labelledby={titleId}>
        {props.copies.map((copy) => (
          <li key={copy} className="storage__copy">
            <StorageLocation value={copy} />
          </li>
        ))}
      </ul>
    </div>
  );
}
