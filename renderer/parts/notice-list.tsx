import { useEffect, useRef } from 'react';

import { buttonTexts } from '../../shared/texts/buttons.ts';
import { windowTexts } from '../../shared/texts/window.ts';
import { shownNotices } from '../shown-notices.ts';
import { useApp, useCommands, useMirror } from '../gatehouse-context.ts';
import { errorTitle } from '../wording/error-text.ts';
import { plainMessage } from '../../shared/wording/plain-message.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { MessageDetails } from './message-details.tsx';

/**
 * The refusal of a request, in any section; and with the account, what the person should know, the
 * worst first, each with its one action. One that would go with its cause can be put away until then.
 */
export function NoticeList() {
  const commands = useCommands();
  const app = useApp();
  const screen = useMirror((mirror) => mirror.screen);
  const notices = shownNotices(app, screen);
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
              {buttonTexts.dismiss()}
            </Button>
          }
        >
          {plainMessage(requestError.message).text}
        </Callout>
      )}
      {notices.length > 0 && (
        <ul className="notices" aria-label={windowTexts.notices()}>
          {notices.map((notice) => (
            <li key={notice.id}>
              <Callout
                testId="notice"
                state={notice.id}
                severity={notice.severity}
                title={notice.title}
                urgent={notice.severity === 'error'}
                action={
                  <>
                    <MessageDetails
                      message={notice.details ?? notice.message}
                      isSaid={notice.details === undefined}
                    />
                    <Button testId="notice-action" onClick={() => commands.act(notice)}>
                      {notice.actionLabel}
                    </Button>
                  </>
                }
                onDismiss={
                  notice.action === 'dismiss'
                    ? undefined
                    : () => void commands.dismissNotice(notice.id)
                }
              >
                {plainMessage(notice.message).text}
              </Callout>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
