import fs from 'node:fs';
import path from 'node:path';

import { nativeImage, type NativeImage } from 'electron';

import type { TrayMood } from './tray-menu.ts';

/** The picture of a mood in the form that the platform's tray takes. */
export function trayImage(
  assetsFolder: string,
  mood: TrayMood,
  platform: NodeJS.Platform,
): NativeImage {
  const inTray = (name: string) => path.join(assetsFolder, 'tray', name);
  if (platform === 'win32') return nativeImage.createFromPath(inTray(`${mood}.ico`));
  if (platform === 'darwin') {
    // The system colours it to suit the menu bar, and finds the `@2x` file beside it.
    const image = nativeImage.createFromPath(inTray(`${mood}Template.png`));
    image.setTemplateImage(true);
    return image;
  }
  const image = nativeImage.createFromPath(inTray(`${mood}-22.png`));
  image.addRepresentation({ scaleFactor: 2, buffer: fs.readFileSync(inTray(`${mood}-44.png`)) });
  return image;
}
