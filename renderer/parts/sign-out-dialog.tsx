import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';

import { Button } from './button.tsx';

/**
 * Asks before a sign-in is revoked everywhere. It is modal: the rest of the
 * window is inert, Escape keeps the sign-in, the first and safe button has the
 * focus, and closing gives the focus back to where it was.
 */
export function SignOutDialog(props: { open: boolean; onKeep: () => void; onConfirm: () => void }) {
  const { open, onKeep, onConfirm } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [titleId, textId] = [useId(), useId()];
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      aria-describedby={textId}
      onClose={onKeep}
      onKeyDown={keepFocusInside}
    >
      <div className="stack">
        <h2 id={titleId}>Sign out everywhere?</h2>
        <p id={textId}>
          This revokes the sign-in on every device that shares it, and it cannot be undone.
        </p>
        <div className="actions actions--end">
          <Button onClick={onKeep}>Keep me signed in</Button>
          <Button kind="danger" onClick={onConfirm}>
            Sign out everywhere
          </Button>
        </div>
      </div>
    </dialog>
  );
}

/** Tab goes round within the dialog rather than out to the window's frame. */
function keepFocusInside(event: KeyboardEvent<HTMLDialogElement>): void {
  if (event.key !== 'Tab') return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const [first, last] = [buttons.at(0), buttons.at(-1)];
  const leaving = event.shiftKey ? first : last;
  const entering = event.shiftKey ? last : first;
  if (document.activeElement !== leaving) return;
  event.preventDefault();
  entering?.focus();
}
