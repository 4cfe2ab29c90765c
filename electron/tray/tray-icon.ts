import fs from 'node:fs';
import path from 'node:path';

import { Menu, nativeImage, Tray, type NativeImage } from 'electron';

import { menuTemplate, type PerformEffect } from './menu-actions.ts';
import type { FindOwnIcon, FindTrayHost } from './tray-host.ts';
import { trayLook, type TrayLook } from './tray-look.ts';
import type { MenuEffect, TrayMood, TrayView } from './tray-menu.ts';

export interface TrayIconParts {
  readonly assetsFolder: string;
  readonly perform: PerformEffect;
  readonly findHost: FindTrayHost;
  readonly findOwnIcon: FindOwnIcon;
  readonly view: TrayView;
}

/** OWNER of the tray icon. It is never destroyed: some desktops lose the menu of one that returns. */
export class TrayIcon {
  readonly #parts: TrayIconParts;
  #view: TrayView;
  #tray: Tray | null = null;
  #mood: TrayMood | null = null;

  constructor(parts: TrayIconParts) {
    this.#parts = parts;
    this.#view = parts.view;
  }

  /** Puts the icon into a tray, if there is one. @returns whether it surely shows there. */
  async offer(): Promise<boolean> {
    const host = await this.#parts.findHost();
    if (host !== 'absent') this.#tray ??= this.#create();
    // A host may refuse the icon, and a new one takes a moment to appear.
    return host === 'present' && (await this.#parts.findOwnIcon());
  }

  update(view: TrayView): void {
    this.#view = view;
    if (this.#tray !== null) this.#apply(this.#tray);
  }

  #create(): Tray {
    const { assetsFolder, perform } = this.#parts;
    const look = trayLook(this.#view.mood, process.platform);
    const image = trayImage(assetsFolder, look);
    const tray = look.guid === null ? new Tray(image) : new Tray(image, look.guid);
    if (look.opensOnClick) tray.on('click', () => perform(openWindow));
    this.#apply(tray);
    return tray;
  }

  #apply(tray: Tray): void {
    const { mood, tooltip, entries } = this.#view;
    const { assetsFolder, perform } = this.#parts;
    const look = trayLook(mood, process.platform);
    if (mood !== this.#mood) tray.setImage(trayImage(assetsFolder, look));
    this.#mood = mood;
    tray.setToolTip(tooltip);
    // Linux shows changed items only in a new menu.
    tray.setContextMenu(Menu.buildFromTemplate(menuTemplate(entries, perform)));
  }
}

const openWindow: MenuEffect = { kind: 'shell', action: 'open' };

function trayImage(assetsFolder: string, { file, doubleFile, isTemplate }: TrayLook): NativeImage {
  const inTray = (name: string) => path.join(assetsFolder, 'tray', name);
  const image = nativeImage.createFromPath(inTray(file));
  if (doubleFile !== null) {
    image.addRepresentation({ scaleFactor: 2, buffer: fs.readFileSync(inTray(doubleFile)) });
  }
  if (isTemplate) image.setTemplateImage(true);
  return image;
}
