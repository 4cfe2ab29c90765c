import { useEffect, useId, useRef } from 'react';

import { backgroundServerOf } from '../../shared/running-codex.ts';
import { restartCost, staleServerText } from '../../shared/wording/running-codex.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Says what a restart of the background server costs, before a person decides on it. */
export function RestartCodexDialog() {
  const isAsked = useMirror(({ asksForRestart }) => asksForRestart);
  const { running } = useApp();
  const commands = useCommands();
  const textId = useId();
  // Where something is under way, or nobody knows, the first answer is to wait.
  const isFree = running.isServerBusy === false;
  const usual = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsked) usual.current?.focus();
  }, [isAsked, isFree]);
  const isOpen = isAsked && backgroundServerOf(running) !== null;
  return (
    <Dialog
      isOpen={isOpen}
      title="Restart the background server of Codex?"
      describedBy={textId}
      onClose={commands.leaveRestart}
    >
      <div id={textId} className="stack">
        {isOpen && <p>{staleServerText(running)?.title}</p>}
        {isOpen && <p>{restartCost(running)}</p>}
      </div>
      <div className="actions actions--end">
        <Button
          testId="dialog-keep"
          kind={isFree ? 'secondary' : 'primary'}
          onClick={commands.leaveRestart}
          {...(!isFree && { ref: usual })}
        >
          Later
        </Button>
        <Button
          testId="dialog-confirm"
          kind={isFree ? 'primary' : 'secondary'}
          onClick={commands.restartCodex}
          {...(isFree && { ref: usual })}
        >
          Restart now
        </Button>
      </div>
    </Dialog>
  );
}
