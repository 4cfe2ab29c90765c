import type { MenuItemConstructorOptions } from 'electron';

import type { MenuActions } from './menu-actions.ts';
import type { MenuEntry } from './tray-menu.ts';

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
