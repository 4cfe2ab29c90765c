import type { App } from 'electron';

import type { LoginItem, LoginItemState } from '../login-item/login-item.ts';

type LoginItemApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

export interface ElectronLoginItemParts {
  readonly app: LoginItemApp;
  readonly platform: 'darwin' | 'win32';
  /** On Windows; macOS starts the program without any. */
  readonly args: readonly string[];
}

/** Starting at login on macOS (`SMAppService`, or its predecessors) and Windows (the Run key). */
export function electronLoginItem({ app, platform, args }: ElectronLoginItemParts): LoginItem {
  const options =
    platform === 'darwin' ? ({ type: 'mainAppService' } as const) : { args: [...args] };
  return {
    read: () => Promise.resolve(stateOf(app.getLoginItemSettings(options), platform)),
    // The system follows the program by itself.
    follow: () => Promise.resolve(false),
    set: (openAtLogin) => {
      app.setLoginItemSettings({ ...options, openAtLogin });
      return Promise.resolve();
    },
  };
}

/** Whether macOS has started the program at login, so without a window. */
export function wasOpenedAtLogin(app: LoginItemApp, platform: NodeJS.Platform): boolean {
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

function stateOf(
  settings: Electron.LoginItemSettings,
  platform: ElectronLoginItemParts['platform'],
): LoginItemState {
  if (platform === 'win32') {
    // The Task Manager switches it off and leaves the entry.
    return settings.executableWillLaunchAtLogin ? 'on' : 'off';
  }
  switch (settings.status) {
    case 'enabled':
      return 'on';
    case 'requires-approval':
      return 'requiresApproval';
    case 'not-registered':
    case 'not-found':
      return 'off';
    default:
      // macOS 12 has no status.
      return settings.openAtLogin ? 'on' : 'off';
  }
}
