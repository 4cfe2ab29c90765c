import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';

import type { AnnouncedRemoval } from '../../shared/app-state.ts';
import { buttonTexts } from '../../shared/texts/buttons.ts';
import { signingOutTexts } from '../../shared/texts/signing-out.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { plainMessage } from '../../shared/wording/plain-message.ts';
import { Address } from './address.tsx';
import { Button } from './button.tsx';
import { Countdown } from './countdown.tsx';
import { Detail } from './details.tsx';
import { Icon } from './icon.tsx';
import { MessageDetails } from './message-details.tsx';
import { RulePlace } from './rule-place.tsx';

const texts = signingOutTexts.announced;

/** Tells what a login rule is about to remove, and why, for as long as that stands. */
export function RemovalDialog() {
  const { removal } = useApp();
  const isAside = useMirror((mirror) => mirror.setsRemovalAside);
  return removal === null || isAside ? null : <Announcement removal={removal} />;
}

/** The same in a line, while the person looks at the rule. */
export function RemovalStrip() {
  const commands = useCommands();
  const { removal } = useApp();
  const isAside = useMirror((mirror) => mirror.setsRemovalAside);
  if (removal === null || !isAside) return null;
  return (
    <div role="alert" className="strip" data-testid="removal-strip">
      <Icon name="warning" />
      <div className="strip__text">
        <p>{texts.title()}</p>
        <Countdown expiresAt={removal.at} />
      </div>
      <Button testId="removal-show" kind="quiet" onClick={commands.showRemoval}>
        {texts.show()}
      </Button>
    </div>
  );
}

/** Modal, and not to be closed: it goes with what it tells of, or for a look at the rule. */
function Announcement({ removal }: { removal: AnnouncedRemoval }) {
  const commands = useCommands();
  const dialog = useRef<HTMLDialogElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const [titleId, textId] = [useId(), useId()];
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    first.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const { rule, line, message, details } = removal;
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
          <p>{plainMessage(message).text}</p>
          <p>
            {texts.onThisDevice()} {line === null ? texts.toStay() : texts.toStayByLine()}
          </p>
        </div>
        <dl className="details">
          <Detail name={texts.rule()}>
            <Address value={rule} />
          </Detail>
          <Detail name={texts.setIn()}>
            <RulePlace place={removal} />
          </Detail>
        </dl>
        <MessageDetails message={details ?? message} isSaid={details === null} />
        <div className="actions">
          <Button testId="removal-copy" kind="quiet" icon="copy" onClick={commands.copyRemoval}>
            {buttonTexts.copyDetails()}
          </Button>
        </div>
      </div>
      <div className="dialog__foot">
        <Countdown expiresAt={removal.at} />
        <div className="actions actions--end">
          <Button
            ref={first}
            testId="removal-policy"
            onClick={() => commands.showRuleOfRemoval(rule)}
          >
            {texts.showPolicy()}
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
