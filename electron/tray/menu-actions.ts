import type { MenuItemConstructorOptions } from 'electron';

import type { RequestChannel } from '../../shared/ipc-channels.ts';
import type { Section } from '../../shared/section.ts';
import type { Dispatch } from '../ipc/dispatch.ts';
import type { Log } from '../ports.ts';
import type { MenuActionId, MenuEntry } from './tray-menu.ts';

export interface MenuActionsParts {
  readonly dispatch: Dispatch;
  readonly openWindow: () => void;
  readonly openSection: (section: Section) => void;
  readonly quit: () => void;
  /** The menu shows what was chosen from it, although nothing came of it. */
  readonly refused: () => void;
  readonly log: Log;
}

export type MenuActions = Readonly<Record<MenuActionId, () => void>> & {
  readonly useAccount: (id: string) => void;
};

/** What the items of the tray menu and of the account menu do: mostly requests of the window. */
export function createMenuActions(parts: MenuActionsParts): MenuActions {
  const { dispatch, openWindow, openSection, quit, refused, log } = parts;
  const request = (channel: RequestChannel, input?: unknown) => (): void => {
    void dispatch(channel, input).then((answer) => {
      if (answer.ok) return;
      log.warn('menu.refused', { channel, code: answer.error.code });
      refused();
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
    useAccount: (id) => request('accounts.use', { id })(),
    'more-accounts': () => openSection('account'),
    open: openWindow,
    policy: () => openSection('policy'),
    settings: () => openSection('settings'),
    quit,
  };
}

/** The entries as Electron takes them. Their ids stay the same from state to state. */
export function menuTemplate(
  entries: readonly MenuEntry[],
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  return entries.map((entry) => {
    switch (entry.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'fact':
        return { id: entry.id, label: entry.label, enabled: false };
      case 'account':
        return {
          id: `account-${entry.account}`,
          label: entry.label,
          enabled: entry.enabled,
          // Of radio items without a checked one, Electron checks the first.
          ...(entry.isInUse !== null && { type: 'radio', checked: entry.isInUse }),
          click: () => {
            if (entry.isInUse !== true) actions.useAccount(entry.account);
          },
        };
      case 'action':
        return {
          id: entry.id,
          label: entry.label,
          enabled: entry.enabled,
          click: () => actions[entry.id](),
        };
    }
  });
}

/**
 * Passes a value on only where it differs from the one before: a menu that is replaced while it
 * is open loses the click.
 */
export function whenChanged<T>(apply: (value: T) => void): (value: T) => void {
  let applied: string | null = null;
  return (value) => {
    const next = JSON.stringify(value);
    if (next === applied) return;
    applied = next;
    apply(value);
  };
}
