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
      await until(
        `the entry ${id} of the tray`,
        () => entry(id),
        (found) => found?.enabled === true,
      );
      const position = await until(`the panel to show the entry ${id}`, async () => {
        const [known, shown] = [await entries(), await host.menu()];
        const at = known.findIndex((one) => one.id === id);
        // The panel learns of a change a moment later than the app.
        const isSame = known.every(
          ({ label }, index) => plain(label) === plain(shown[index]?.label ?? ''),
        );
        return isSame && shown[at]?.enabled === true ? { at } : null;
      });
      await host.clickAt(position?.at ?? 0);
    },
  };
}

/** Without what marks mnemonics, which the app and the panel write in different ways. */
function plain(label: string): string {
  return label.replaceAll(/[&_]/g, '');
}
