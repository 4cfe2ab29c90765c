import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';

import { Button } from './button.tsx';

/**
 * Asks before something is done. It is modal: the rest of the window is inert,
 * Escape leaves everything as it is, the first and safe button has the focus,
 * and closing gives the focus back to where it was.
 */
export function ConfirmDialog(props: {
  open: boolean;
  title: string;
  text: string;
  keepLabel: string;
  confirmLabel: string;
  confirmKind: 'primary' | 'danger';
  onKeep: () => void;
  onConfirm: () => void;
}) {
  const { open, onKeep } = props;
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
        <h2 id={titleId}>{props.title}</h2>
        <p id={textId}>{props.text}</p>
        <div className="actions actions--end">
          <Button onClick={onKeep}>{props.keepLabel}</Button>
          <Button kind={props.confirmKind} onClick={props.onConfirm}>
            {props.confirmLabel}
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
