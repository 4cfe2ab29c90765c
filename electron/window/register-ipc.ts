import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';

import type { Envelope } from '../../shared/ipc-contract.ts';
import { eventContract } from '../../shared/ipc-contract.ts';
import type { AppStatePublisher } from '../ipc/app-state-publisher.ts';
import type { Dispatch } from '../ipc/dispatch.ts';
import { requestWire } from '../ipc/wire.ts';
import type { Log } from '../ports.ts';
import { appOrigin } from './app-address.ts';

export interface IpcParts {
  /** The page of the one window; null while there is no window. */
  readonly page: () => WebContents | null;
  readonly dispatch: Dispatch;
  readonly publisher: Pick<AppStatePublisher, 'onChange'>;
  readonly log: Log;
}

/** Joins the window's page to the dispatcher. Nothing else listens to pages or speaks to them. */
export function registerIpc({ page, dispatch, publisher, log }: IpcParts): void {
  ipcMain.handle(requestWire, (event, channel: unknown, input: unknown): Promise<Envelope> => {
    if (isOurPage(event, page())) return dispatch(channel, input);
    log.warn('request.foreign-sender');
    return Promise.resolve(foreignSender);
  });

  publisher.onChange((state) => {
    const parsed = eventContract['state.changed'].safeParse(state);
    if (parsed.success) page()?.send('state.changed', parsed.data);
    else log.error('event.off-contract', { paths: pathsOf(parsed.error) });
  });
}

const foreignSender: Envelope = {
  ok: false,
  error: { code: 'bad-request', message: 'Only the window of Gatehouse may ask.' },
};

/** Whether the main frame of the window speaks, and still shows the app itself. */
function isOurPage({ senderFrame }: IpcMainInvokeEvent, page: WebContents | null): boolean {
  if (page === null || senderFrame === null) return false;
  return senderFrame === page.mainFrame && senderFrame.origin === appOrigin;
}

/** Where a value is off the contract; the value itself stays out of the log. */
function pathsOf({ issues }: { issues: readonly { path: readonly PropertyKey[] }[] }): string {
  return issues.map(({ path }) => path.map(String).join('.')).join(', ');
}
