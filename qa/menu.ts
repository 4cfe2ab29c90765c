import type { ElectronApplication } from 'playwright-core';

import { until } from './until.ts';

interface ShownMenuItem {
  readonly label: string;
  readonly enabled: boolean;
}

/** An item of the application's menu by its id; null where it is not on show. */
export function menuItem(electron: ElectronApplication, id: string): Promise<ShownMenuItem | null> {
  return electron.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted) ?? null;
    return item && { label: item.label, enabled: item.enabled };
  }, id);
}

/** Chooses an item of the application's menu, once it is there and enabled. */
export async function chooseMenuItem(electron: ElectronApplication, id: string): Promise<void> {
  await until(
    `the item ${id} of the menu`,
    () => menuItem(electron, id),
    (item) => item?.enabled === true,
  );
  await electron.evaluate(({ Menu }, chosen) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(chosen);
    // Electron types the method of an item as any function.
    const click = item?.click as (() => void) | undefined;
    // Later, since an item may end the program before it could answer.
    setImmediate(() => click?.call(item));
  }, id);
}
