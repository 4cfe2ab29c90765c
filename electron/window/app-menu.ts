import { app, Menu, type MenuItemConstructorOptions } from 'electron';

import { menuTemplate, type MenuActions } from '../tray/menu-actions.ts';
import type { MenuEntry } from '../tray/tray-menu.ts';

/** Sets the menu of the application, which has the tray's: not every desktop has a tray. */
export function setAppMenu(
  entries: readonly MenuEntry[],
  actions: MenuActions,
  { isDevelopment }: { readonly isDevelopment: boolean },
): void {
  const isMac = process.platform === 'darwin';
  const account: MenuItemConstructorOptions = {
    label: '&Account',
    submenu: menuTemplate(isMac ? withoutQuit(entries) : entries, actions).map(withShortcut),
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [macAppMenu(actions)] : []),
      account,
      { role: 'editMenu' },
      viewMenu(isDevelopment),
      { role: 'windowMenu' },
    ]),
  );
}

/** macOS keeps Quit in the menu of the application itself. */
function macAppMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      withShortcut({ id: 'quit', label: 'Quit Gatehouse', click: () => actions.quit() }),
    ],
  };
}

const developerTools: readonly MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'toggleDevTools' },
];

function viewMenu(isDevelopment: boolean): MenuItemConstructorOptions {
  return {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      ...(isDevelopment ? developerTools : []),
    ],
  };
}

function withoutQuit(entries: readonly MenuEntry[]): readonly MenuEntry[] {
  return entries.filter((entry) => entry.kind !== 'action' || entry.id !== 'quit');
}

const shortcuts: Readonly<Record<string, string>> = {
  refresh: 'CommandOrControl+R',
  settings: 'CommandOrControl+,',
  quit: 'CommandOrControl+Q',
};

function withShortcut(item: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const accelerator = shortcuts[item.id ?? ''];
  return accelerator === undefined ? item : { ...item, accelerator };
}
