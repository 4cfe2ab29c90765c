import type { TrayMood } from './tray-menu.ts';

/** How the icon is made on a system, by Electron's documentation of `Tray` and `nativeImage`. */
export interface TrayLook {
  /** In the folder of the pictures for the tray. */
  readonly file: string;
  /** For screens with twice as many dots; null where the system finds it by itself. */
  readonly doubleFile: string | null;
  /** Coloured by macOS, for a light and a dark menu bar. */
  readonly isTemplate: boolean;
  /** By which macOS keeps its place; Windows would bind it to the path of a program without signature. */
  readonly guid: string | null;
  /** Elsewhere a click opens the menu. */
  readonly opensOnClick: boolean;
}

export function trayLook(mood: TrayMood, platform: NodeJS.Platform): TrayLook {
  return lookOn(platform)(mood);
}

function lookOn(platform: NodeJS.Platform): (mood: TrayMood) => TrayLook {
  if (platform === 'win32') return onWindows;
  return platform === 'darwin' ? onMacos : onLinux;
}

const onWindows = (mood: TrayMood): TrayLook => ({
  file: `${mood}.ico`,
  doubleFile: null,
  isTemplate: false,
  guid: null,
  opensOnClick: true,
});

const onMacos = (mood: TrayMood): TrayLook => ({
  // `@2x` of the same name is found.
  file: `${mood}Template.png`,
  doubleFile: null,
  isTemplate: true,
  guid: '5a0f6c1e-3a3b-4f0c-9d0e-6d5c2b8f7a41',
  opensOnClick: false,
});

const onLinux = (mood: TrayMood): TrayLook => ({
  file: `${mood}-22.png`,
  doubleFile: `${mood}-44.png`,
  isTemplate: false,
  guid: null,
  opensOnClick: true,
});
