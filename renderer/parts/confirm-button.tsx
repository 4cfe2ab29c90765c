import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { Button, type ButtonProps } from './button.tsx';

/** A button that asks, in a modal dialog, before it does what its label says. */
export function ConfirmButton(
  props: Pick<ButtonProps, 'kind' | 'describedBy' | 'disabled'> & {
    children: string;
    title: string;
    text: string;
    keepLabel: string;
    confirmKind?: 'primary' | 'danger';
    onConfirm: () => unknown;
  },
) {
  const { children, title, text, keepLabel, confirmKind = 'danger', onConfirm, ...button } = props;
  const [asking, setAsking] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const [titleId, textId] = [useId(), useId()];
  useEffect(() => {
    if (asking) dialog.current?.showModal();
    else dialog.current?.close();
  }, [asking]);
  const keep = () => setAsking(false);
  const confirm = () => {
    setAsking(false);
    onConfirm();
  };
  return (
    <>
      <Button {...button} onClick={() => setAsking(true)}>
        {children}
      </Button>
      <dialog
        ref={dialog}
        className="dialog"
        aria-labelledby={titleId}
        aria-describedby={textId}
        onClose={keep}
        onKeyDown={keepFocusInside}
      >
        <div className="stack">
          <h2 id={titleId}>{title}</h2>
          <p id={textId}>{text}</p>
          <div className="actions actions--end">
            <Button onClick={keep}>{keepLabel}</Button>
            <Button kind={confirmKind} onClick={confirm}>
              {children}
            </Button>
          </div>
        </div>
      </dialog>
    </>
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
