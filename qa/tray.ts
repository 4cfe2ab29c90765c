import type { RunningApp } from './running-app.ts';
import type { TrayHost } from './tray-host.ts';
import { until } from './until.ts';

/** An entry of the tray's menu. Ids stay the same from state to state, and are in docs/testing.md. */
export interface TrayEntry {
  readonly id: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
}

/** The tray icon's menu as the desktop shows it, by the ids of its entries. */
export interface Tray {
  /** Without separators, from the top. */
  entries(): Promise<TrayEntry[]>;
  /** Null where it is not in the menu now. */
  entry(id: string): Promise<TrayEntry | null>;
  /** Chooses an entry, once it is there and enabled, as a person would in the panel. */
  choose(id: string): Promise<void>;
}

/** What `remember-tray-menu.cjs` keeps. */
interface RememberedMenu {
  gatehouseTrayMenu?: {
    readonly items: readonly (TrayEntry & { readonly type: string; readonly visible: boolean })[];
  };
}

export function trayOf({ electron }: RunningApp, host: TrayHost): Tray {
  const entries = (): Promise<TrayEntry[]> =>
    electron.evaluate(() =>
      ((globalThis as RememberedMenu).gatehouseTrayMenu?.items ?? [])
        .filter(({ type, visible }) => type !== 'separator' && visible)
        .map(({ id, label, enabled, checked }) => ({ id, label, enabled, checked })),
    );
  const entry = async (id: string): Promise<TrayEntry | null> =>
    (await entries()).find((one) => one.id === id) ?? null;
  return {
    entries,
    entry,
    async choose(id) {
      const chosen = await until(
        `the entry ${id} of the tray`,
        () => entry(id),
        (found) => found?.enabled === true,
      );
      const label = chosen?.label ?? '';
      // The panel learns of a change a moment later than the menu.
      await until(`the panel to show "${label}"`, async () =>
        (await host.menu()).some((shown) => shown.label === label && shown.enabled),
      );
      await host.click(label);
    },
  };
}
