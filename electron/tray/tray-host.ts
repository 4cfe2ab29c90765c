import { askStatusNotifierWatcher, hasStatusNotifierItem } from './status-notifier-host.ts';
import type { TrayHost } from './tray-host-presence.ts';
import { askX11ForTray } from './x11-tray-host.ts';

export type FindTrayHost = () => Promise<TrayHost>;

/** Whether the icon of this program has been taken by a tray. */
export type FindOwnIcon = () => Promise<boolean>;

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
    const answers = await Promise.all([
      askStatusNotifierWatcher(env),
      isOnX11(env) ? askX11ForTray(env, userHome) : 'absent',
    ]);
    if (answers.includes('present')) return 'present';
    return answers.includes('unknown') ? 'unknown' : 'absent';
  };
}

/**
 * Looks whether the icon is shown. On Linux that is so where the StatusNotifier watcher lists it;
 * one that was refused is shown as an XEmbed icon where there is a tray for those.
 *
 * @param pid of this process.
 */
export function ownIconFinder({ platform, env, userHome }: Desktop, pid: number): FindOwnIcon {
  if (platform !== 'linux') return () => Promise.resolve(true);
  return async () =>
    (await hasStatusNotifierItem(env, pid)) ||
    (isOnX11(env) && (await askX11ForTray(env, userHome)) === 'present');
}

function isOnX11(env: Desktop['env']): boolean {
  return Boolean(env['DISPLAY']) && !env['WAYLAND_DISPLAY'];
}
