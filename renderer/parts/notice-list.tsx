import { useEffect, useRef } from 'react';

import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { errorTitle } from '../wording/error-text.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';

/** What the person should know, each with its one action, the refusal of a request first. */
export function NoticeList() {
  const commands = useCommands();
  const { notices } = useApp();
  const requestError = useMirror((mirror) => mirror.requestError);
  const top = useRef<HTMLDivElement>(null);
  // What was refused may have been asked for at the other end of the page.
  useEffect(() => {
    if (requestError !== null) top.current?.scrollIntoView({ block: 'start' });
  }, [requestError]);
  return (
    <div ref={top} className="notices" aria-live="polite">
      {requestError !== null && (
        <Callout
          testId="request-error"
          state={requestError.code}
          severity="error"
          title={errorTitle(requestError.code)}
          urgent
          action={
            <Button testId="request-error-dismiss" onClick={commands.dismissError}>
              Dismiss
            </Button>
          }
        >
          {requestError.message}
        </Callout>
      )}
      {notices.length > 0 && (
        <ul className="notices" aria-label="Notices">
          {notices.map((notice) => (
            <li key={notice.id}>
              <Callout
                testId="notice"
                state={notice.id}
                severity={notice.severity}
                title={notice.title}
                urgent={notice.severity === 'error'}
                action={
                  <Button testId="notice-action" onClick={() => commands.act(notice)}>
                    {notice.actionLabel}
                  </Button>
                }
              >
                {notice.message}
              </Callout>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
