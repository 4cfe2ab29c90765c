import type { RequestChannel } from '../../shared/ipc-channels.ts';
import type { Section } from '../../shared/section.ts';
import type { Dispatch } from '../ipc/dispatch.ts';
import type { Log } from '../ports.ts';
import type { MenuActionId } from './tray-menu.ts';

export interface MenuActionsParts {
  readonly dispatch: Dispatch;
  readonly openWindow: () => void;
  /** Opens it at a part of it. */
  readonly openSection: (section: Section) => void;
  readonly quit: () => void;
  readonly log: Log;
}

export type MenuActions = Readonly<Record<MenuActionId, () => void>>;

/** What the items of the tray menu and of the window's account menu do: the window's own requests. */
export function createMenuActions(parts: MenuActionsParts): MenuActions {
  const { dispatch, openWindow, openSection, quit, log } = parts;
  const request = (channel: RequestChannel, input?: unknown) => (): void => {
    void dispatch(channel, input).then((answer) => {
      if (!answer.ok) log.warn('menu.refused', { channel, code: answer.error.code });
    });
  };
  return {
    'sign-in-browser': request('signIn.browser'),
    'sign-in-device': request('signIn.device'),
    'cancel-sign-in': request('signIn.cancel'),
    'copy-sign-in-link': request('signIn.copyLink'),
    'copy-sign-in-code': request('signIn.copyCode'),
    refresh: request('account.refresh'),
    'sign-out': request('account.signOut', { everywhere: false }),
    open: openWindow,
    policy: () => openSection('policy'),
    settings: () => openSection('settings'),
    quit,
  };
}
