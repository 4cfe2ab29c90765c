import { Menu, Tray } from 'electron';

import type { MenuActions } from './menu-actions.ts';
import { menuTemplate } from './menu-template.ts';
import type { FindOwnIcon, FindTrayHost } from './tray-host.ts';
import { trayImage } from './tray-images.ts';
import type { TrayMood, TrayView } from './tray-menu.ts';

export interface TrayIconParts {
  readonly assetsFolder: string;
  readonly actions: MenuActions;
  readonly findHost: FindTrayHost;
  readonly findOwnIcon: FindOwnIcon;
  readonly view: TrayView;
}

/**
 * OWNER of the icon in the tray. It is made when there is a tray to show it, and
 * never destroyed: some desktops lose the menu of an icon that comes back.
 */
export class TrayIcon {
  readonly #parts: TrayIconParts;
  #view: TrayView;
  #tray: Tray | null = null;
  #mood: TrayMood | null = null;

  constructor(parts: TrayIconParts) {
    this.#parts = parts;
    this.#view = parts.view;
  }

  /**
   * Looks for a tray, now, and puts the icon there if it is not there yet.
   *
   * @returns whether a person can be sure to reach the program by it.
   */
  async offer(): Promise<boolean> {
    const host = await this.#parts.findHost();
    if (host !== 'absent') this.#tray ??= this.#create();
    // A host may be there and refuse the icon; just made, it may still be on its way.
    return host === 'present' && (await this.#parts.findOwnIcon());
  }

  update(view: TrayView): void {
    this.#view = view;
    if (this.#tray !== null) this.#apply(this.#tray);
  }

  #create(): Tray {
    const { assetsFolder, actions } = this.#parts;
    const tray = new Tray(trayImage(assetsFolder, this.#view.mood, process.platform));
    // On macOS a click opens the menu. Elsewhere a click that reaches the program means the window.
    if (process.platform !== 'darwin') tray.on('click', () => actions.open());
    this.#apply(tray);
    return tray;
  }

  #apply(tray: Tray): void {
    const { mood, tooltip, entries } = this.#view;
    const { assetsFolder, actions } = this.#parts;
    if (mood !== this.#mood) tray.setImage(trayImage(assetsFolder, mood, process.platform));
    this.#mood = mood;
    tray.setToolTip(tooltip);
    // Changed items of a menu that is set already do not show on Linux: it takes a new menu.
    tray.setContextMenu(Menu.buildFromTemplate(menuTemplate(entries, actions)));
  }
}
