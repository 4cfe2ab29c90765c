import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';

import { shellTexts } from '../../shared/texts/shell.ts';
import { requestWire, type EventChannel } from '../../shared/ipc-channels.ts';
import { eventContract, type Envelope, type EventPayload } from '../../shared/ipc-contract.ts';
import type { Dispatch } from '../ipc/dispatch.ts';
import type { Log } from '../ports.ts';
import { appOrigin } from './app-files.ts';

export interface IpcParts {
  readonly page: () => WebContents | null;
  readonly log: Log;
}

/** Sends an event to the page, if there is one. It has to listen already. */
type SendEvent = <C extends EventChannel>(channel: C, payload: EventPayload<C>) => void;

/** The two ends of the line to the page. */
export interface PageLine {
  readonly send: SendEvent;
  /** Requests of the page wait for this, as its window may be there before anybody can answer. */
  readonly answerBy: (dispatch: Dispatch) => void;
}

/** Opens the line to the page. Nothing else speaks to pages. */
export function registerIpc({ page, log }: IpcParts): PageLine {
  let answerBy: PageLine['answerBy'] = () => {};
  const answering = new Promise<Dispatch>((resolve) => (answerBy = resolve));
  ipcMain.handle(
    requestWire,
    async (event, channel: unknown, input: unknown): Promise<Envelope> => {
      const isFromPage = isOurPage(event, page());
      if (isFromPage) return (await answering)(channel, input);
      // The frame of a page that is gone by now is null.
      if (event.senderFrame !== null) log.warn('request.foreign-sender');
      return foreignSender();
    },
  );

  const send: SendEvent = (channel, payload) => {
    const parsed = eventContract[channel].safeParse(payload);
    if (parsed.success) page()?.send(channel, parsed.data);
    else log.error('event.off-contract', { channel, paths: pathsOf(parsed.error) });
  };
  return { send, answerBy };
}

function foreignSender(): Envelope {
  return { ok: false, error: { code: 'bad-request', message: shellTexts.otherPage() } };
}

/** Whether the main frame of the window speaks, and still shows the app itself. */
function isOurPage({ senderFrame }: IpcMainInvokeEvent, page: WebContents | null): boolean {
  if (page === null || senderFrame === null) return false;
  return senderFrame === page.mainFrame && senderFrame.origin === appOrigin;
}

/** Where a value is off the contract; the value itself stays out of the log. */
function pathsOf({ issues }: { issues: readonly { path: readonly PropertyKey[] }[] }): string {
  return issues.map(({ path }) => path.map(String).join('.')).join(', ');
}
