import { useState } from 'react';

import { useCommands } from '../gatehouse-context.ts';
import { moveLabel, moveText } from '../wording/storage-phrases.ts';
import type { Destination } from '../wording/storage-phrases.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Moves the credential, after saying what will happen. */
export function MoveButton(props: {
  to: Destination;
  /** Whether there is a credential to move, rather than the setting alone. */
  isStored: boolean;
  describedBy: string | undefined;
  disabled: boolean;
}) {
  const { to, isStored } = props;
  const commands = useCommands();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        describedBy={props.describedBy}
        disabled={props.disabled}
        onClick={() => setAsking(true)}
      >
        {moveLabel(to)}
      </Button>
      <ConfirmDialog
        open={asking}
        title={`${moveLabel(to)}?`}
        text={moveText(to, isStored)}
        keepLabel="Leave it where it is"
        confirmLabel={moveLabel(to)}
        confirmKind="primary"
        onKeep={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void commands.moveStore(to);
        }}
      />
    </>
  );
}
