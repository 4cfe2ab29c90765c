import { useId } from 'react';

import type { StoragePlace } from '../../shared/app-state.ts';
import { useCommands } from '../gatehouse-context.ts';
import { copyFacts, placeName } from '../wording/storage-phrases.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { locale } from './locale.ts';
import { StorageLocation } from './storage-location.tsx';

/** Places that hold a credential which is not used. `now` is in milliseconds since the epoch. */
export function StorageCopies(props: {
  copies: readonly StoragePlace[];
  now: number;
  disabled: boolean;
}) {
  const titleId = useId();
  if (props.copies.length === 0) return null;
  return (
    <div className="storage__copies">
      <h3 id={titleId}>Copies that are not in use</h3>
      <ul aria-labelledby={titleId}>
        {props.copies.map((copy) => (
          <StorageCopy key={copy.kind} copy={copy} now={props.now} disabled={props.disabled} />
        ))}
      </ul>
    </div>
  );
}

function StorageCopy(props: { copy: StoragePlace; now: number; disabled: boolean }) {
  const { copy, now, disabled } = props;
  const commands = useCommands();
  const placeId = useId();
  return (
    <li className="storage__copy">
      <div className="storage__row">
        <p>{placeName(copy.kind)}</p>
        <ConfirmButton
          describedBy={placeId}
          disabled={disabled}
          title="Remove this copy?"
          text={`What is stored in ${copy.location} is deleted from this device. The place in use stays as it is.`}
          keepLabel="Keep it"
          onConfirm={() => commands.removeCopy(copy.kind)}
        >
          Remove this copy
        </ConfirmButton>
      </div>
      <StorageLocation value={copy.location} id={placeId} />
      <p className="muted">{copyFacts(copy, now, locale).join(' ')}</p>
    </li>
  );
}
