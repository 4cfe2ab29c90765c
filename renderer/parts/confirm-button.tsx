import { useId, useState } from 'react';

import { Button, type ButtonProps } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** A button that asks, in a modal dialog, before it does what its label says. */
export function ConfirmButton(
  props: Pick<ButtonProps, 'testId' | 'kind' | 'describedBy' | 'disabled'> & {
    children: string;
    title: string;
    text: string;
    keepLabel: string;
    confirmKind?: 'primary' | 'danger';
    confirmLabel?: string;
    /** Left out: it keeps by itself whether it asks. */
    asking?: { readonly isOn: boolean; readonly set: (isOn: boolean) => void };
    onConfirm: () => unknown;
  },
) {
  const { children, title, text, keepLabel, confirmKind = 'danger', onConfirm, ...rest } = props;
  const { confirmLabel = children, asking: given, ...button } = rest;
  const own = useState(false);
  const [asking, setAsking] = given === undefined ? own : ([given.isOn, given.set] as const);
  const textId = useId();
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
      <Dialog
        isOpen={asking}
        title={title}
        describedBy={textId}
        openedBy={button.testId}
        onClose={keep}
      >
        <p id={textId}>{text}</p>
        <div className="actions actions--end">
          <Button testId="dialog-keep" onClick={keep}>
            {keepLabel}
          </Button>
          <Button testId="dialog-confirm" kind={confirmKind} onClick={confirm}>
            {confirmLabel}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
