import { askStatusNotifierWatcher } from './status-notifier-host.ts';
import type { TrayHost } from './tray-host-presence.ts';
import { askX11ForTray } from './x11-tray-host.ts';

export type FindTrayHost = () => Promise<TrayHost>;

export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
}

/**
 * Looks for a tray. Windows and macOS always have one. On Linux Electron shows
 * its icon by the StatusNotifierItem protocol where a host has registered, else
 * as an XEmbed icon where it runs on X11; it does not say which, if any, took it
 * (`tray.getBounds()` is empty on Linux), so that both are asked here.
 */
export function trayHostFinder({ platform, env, userHome }: Desktop): FindTrayHost {
  if (platform !== 'linux') return () => Promise.resolve('present');
  return async () => {
    const isOnX11 = Boolean(env['DISPLAY']) && !env['WAYLAND_DISPLAY'];
    const answers = await Promise.all([
      askStatusNotifierWatcher(env),
      isOnX11 ? askX11ForTray(env, userHome) : 'absent',
    ]);
    if (answers.includes('present')) return 'present';
    return answers.includes('unknown') ? 'unknown' : 'absent';
  };
}
