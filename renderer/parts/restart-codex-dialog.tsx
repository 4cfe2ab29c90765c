import { useEffect, useId, useRef } from 'react';

import { buttonTexts } from '../../shared/texts/buttons.ts';
import { runningTexts as texts } from '../../shared/texts/running-codex.ts';
import { restartQuestion } from '../../shared/wording/running-codex.ts';
import { useApp, useCommands } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/**
 * Asks whether to restart the background server, and says first what that costs: on a click, and
 * after a switch, a sign-in or a sign-out that it does not follow.
 */
export function RestartCodexDialog() {
  const { running } = useApp();
  const commands = useCommands();
  const textId = useId();
  const usual = useRef<HTMLButtonElement>(null);
  const question = running.asksForRestart ? restartQuestion(running) : null;
  const isOpen = question !== null;
  // Where something is under way, or nobody knows, the first answer is to wait.
  const isFree = question?.isFree ?? false;
  const leave = () => {
    // It is closed, too, once the question is answered.
    if (isOpen) void commands.leaveRestart();
  };
  useEffect(() => {
    if (isOpen) usual.current?.focus();
  }, [isOpen, isFree]);
  return (
    <Dialog isOpen={isOpen} title={texts.restart.title()} describedBy={textId} onClose={leave}>
      <div id={textId} className="stack">
        {question?.texts.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      <div className="actions actions--end">
        <Button
          testId="dialog-keep"
          kind={isFree ? 'secondary' : 'primary'}
          onClick={leave}
          {...(!isFree && { ref: usual })}
        >
          {buttonTexts.later()}
        </Button>
        <Button
          testId="dialog-confirm"
          kind={isFree ? 'primary' : 'secondary'}
          onClick={commands.restartCodex}
          {...(isFree && { ref: usual })}
        >
          {texts.restart.now()}
        </Button>
      </div>
    </Dialog>
  );
}
