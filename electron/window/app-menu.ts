import type { MenuItemConstructorOptions } from 'electron';

import { destinationOf, sectionSchema } from '../../shared/section.ts';
import { appMenuTexts } from '../../shared/texts/app-menu.ts';
import { sectionTexts } from '../../shared/texts/sections.ts';
import { menuTemplate, type PerformEffect } from '../tray/menu-actions.ts';
import type { MenuEntry } from '../tray/tray-menu.ts';

export interface AppMenuParts {
  readonly platform: NodeJS.Platform;
  readonly appName: string;
  readonly isDevelopment: boolean;
}

/**
 * The menu of the application, with the items of the tray: not every desktop has one. What macOS
 * keeps in the menu that has the application's name, such as About and Quit, is there alone.
 */
export function appMenuTemplate(
  entries: readonly MenuEntry[],
  perform: PerformEffect,
  { platform, appName, isDevelopment }: AppMenuParts,
): MenuItemConstructorOptions[] {
  const items = entries.map((entry) => itemOf(entry, perform));
  const ofApp = platform === 'darwin' ? macAppItems(items) : [];
  const named = new Set(ofApp.flatMap(({ id, role }) => id ?? role ?? []));
  const ofAccount = items.filter(({ id }) => id === undefined || !named.has(id));
  return [
    ...(ofApp.length === 0 ? [] : [{ label: appName, submenu: ofApp }]),
    { label: appMenuTexts.account(), submenu: ofAccount },
    { role: 'editMenu' },
    viewMenu(perform, isDevelopment),
    { role: 'windowMenu' },
    helpMenu(perform),
  ];
}

function itemOf(entry: MenuEntry, perform: PerformEffect): MenuItemConstructorOptions {
  const [item = {}] = menuTemplate([entry], perform);
  const shortcut = entry.kind === 'action' ? entry.shortcut : undefined;
  return shortcut === undefined ? item : { ...item, accelerator: shortcut };
}

function macAppItems(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return [
    { role: 'about' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    ...items.filter(({ id }) => id === 'quit'),
  ];
}

const developerTools: readonly MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'toggleDevTools' },
];

/** The page handles the same keys; here they can be found, and work from other windows' focus. */
function sectionItems(perform: PerformEffect): MenuItemConstructorOptions[] {
  return sectionSchema.options.map((section, index) => ({
    id: `view-${section}`,
    label: sectionTexts[section](),
    accelerator: `CommandOrControl+${index + 1}`,
    click: () => perform({ kind: 'open', destination: destinationOf(section) }),
  }));
}

function helpMenu(perform: PerformEffect): MenuItemConstructorOptions {
  const click = () => perform({ kind: 'open', destination: { section: 'help' } });
  return {
    role: 'help',
    submenu: [{ id: 'help', label: appMenuTexts.help(), accelerator: 'F1', click }],
  };
}

function viewMenu(perform: PerformEffect, isDevelopment: boolean): MenuItemConstructorOptions {
  return {
    label: appMenuTexts.view(),
    submenu: [
      ...sectionItems(perform),
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      ...(isDevelopment ? developerTools : []),
    ],
  };
}
