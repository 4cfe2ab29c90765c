import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';

import type { AnnouncedRemoval } from '../../shared/app-state.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { signingOutTexts } from '../../shared/texts/signing-out.ts';
import { positionPhrase } from '../../shared/wording/rule-place.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Address } from './address.tsx';
import { Button } from './button.tsx';
import { Countdown } from './countdown.tsx';
import { Detail } from './details.tsx';
import { messageWith } from './message-with.tsx';

const texts = signingOutTexts.announced;

/** Tells what a login rule is about to remove, and why, for as long as that stands. */
export function RemovalDialog() {
  const { removal } = useApp();
  return removal === null ? null : <Announcement removal={removal} />;
}

/** Modal, and not to be closed: it goes with what it tells of. */
function Announcement({ removal }: { removal: AnnouncedRemoval }) {
  const commands = useCommands();
  const dialog = useRef<HTMLDialogElement>(null);
  const [titleId, textId] = [useId(), useId()];
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const position = positionPhrase(removal);
  const source = <Address value={removal.source} />;
  return (
    <dialog
      ref={dialog}
      className="dialog dialog--removal"
      data-testid="removal"
      role="alertdialog"
      aria-labelledby={titleId}
      aria-describedby={textId}
      onCancel={(event) => event.preventDefault()}
      onKeyDown={keepOpen}
    >
      <div className="dialog__body stack">
        <h2 id={titleId}>{texts.title()}</h2>
        <div className="stack" id={textId}>
          <p>{removal.message}</p>
          <p>{texts.text()}</p>
        </div>
        <dl className="details">
          <Detail name={texts.rule()}>
            <bdi className="address">{removal.rule}</bdi>
          </Detail>
          <Detail name={texts.setIn()}>
            {position === null ? source : messageWith(texts.place, { source, position })}
          </Detail>
        </dl>
      </div>
      <div className="dialog__foot">
        <Countdown expiresAt={removal.at} />
        <div className="actions actions--end">
          <Button testId="removal-copy" icon="copy" onClick={commands.copyRemoval}>
            {buttonTexts.copyDetails()}
          </Button>
          <Button testId="removal-confirm" kind="danger" onClick={commands.confirmRemoval}>
            {texts.signOutNow()}
          </Button>
        </div>
      </div>
    </dialog>
  );
}

/** Escape would hide what nobody can prevent. */
function keepOpen(event: KeyboardEvent<HTMLDialogElement>): void {
  if (event.key === 'Escape') event.preventDefault();
}
