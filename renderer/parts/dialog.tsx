import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

import type { TestId } from '../../shared/test-ids.ts';

/** A modal dialog, in which the keyboard stays until it is closed. */
export function Dialog(props: {
  isOpen: boolean;
  title: string;
  describedBy?: string;
  /** What leads to it, for tests. */
  openedBy?: TestId | undefined;
  onClose: () => void;
  children: ReactNode;
}) {
  const { isOpen, title, describedBy, openedBy, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-testid="dialog"
      data-state={openedBy}
      aria-labelledby={titleId}
      aria-describedby={describedBy}
      onClose={onClose}
      onKeyDown={keepFocusInside}
    >
      <div className="stack">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

/** Tab goes round within the dialog rather than out to the window's frame. */
function keepFocusInside(event: KeyboardEvent<HTMLDialogElement>): void {
  if (event.key !== 'Tab') return;
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>('button, input')];
  const [first, last] = [controls.at(0), controls.at(-1)];
  const leaving = event.shiftKey ? first : last;
  const entering = event.shiftKey ? last : first;
  if (document.activeElement !== leaving) return;
  event.preventDefault();
  entering?.focus();
}
