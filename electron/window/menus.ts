import { app, Menu } from 'electron';

import type { Destination } from '../../shared/section.ts';
import { systemNow } from '../adapters/clock.ts';
import type { AppConfig } from '../config.ts';
import type { AppStatePublisher } from '../ipc/app-state-publisher.ts';
import type { Dispatch } from '../ipc/dispatch.ts';
import type { Log } from '../ports.ts';
import { Notifier } from '../tray/attention.ts';
import { menuPerformer, whenChanged } from '../tray/menu-actions.ts';
import { answerOldNotifications, postNotification } from '../tray/notification.ts';
import { ownIconFinder, trayHostFinder } from '../tray/tray-host.ts';
import { TrayIcon } from '../tray/tray-icon.ts';
import { nextViewInMs, trayViewOf, type TrayView } from '../tray/tray-menu.ts';
import { appMenuTemplate } from './app-menu.ts';
import type { MainWindow } from './main-window.ts';
import { showTheme } from './theme.ts';

export interface MenusParts {
  readonly config: AppConfig;
  readonly log: Log;
  readonly dispatch: Dispatch;
  readonly publisher: AppStatePublisher;
  readonly window: MainWindow;
  /** Brings the window to the front with this part of it. */
  readonly open: (destination: Destination) => void;
}

/** Keeps the menus of tray and window, notifications and the theme true to the state. */
export function showMenus(parts: MenusParts): TrayIcon {
  const { config, log, dispatch, publisher, window, open } = parts;
  const { platform, env } = process;
  const perform = menuPerformer({
    dispatch,
    open,
    shell: { open: () => window.show(), quit: () => app.quit() },
    refused: () => show(trayViewOf(publisher.get(), systemNow())),
    log,
  });
  const desktop = { platform, env, userHome: config.userHome };
  const tray = new TrayIcon({
    assetsFolder: config.folders.assets,
    perform,
    findHost: trayHostFinder(desktop),
    findOwnIcon: ownIconFinder(desktop, process.pid),
    view: trayViewOf(publisher.get(), systemNow()),
  });
  answerOldNotifications(() => open({ section: 'account', task: null }));
  const notifier = new Notifier({
    window,
    post: (alert) => postNotification(alert, open),
  });

  const show = (view: TrayView): void => {
    tray.update(view);
    const { isDevelopment } = config;
    const names = { platform, appName: app.name, isDevelopment };
    Menu.setApplicationMenu(Menu.buildFromTemplate(appMenuTemplate(view.entries, perform, names)));
  };
  const update = whenChanged(show);
  let timer: NodeJS.Timeout | undefined;
  const follow = (): void => {
    clearTimeout(timer);
    const [state, now] = [publisher.get(), systemNow()];
    showTheme(state);
    update(trayViewOf(state, now));
    const nextInMs = nextViewInMs(state, now);
    if (nextInMs !== null) timer = setTimeout(follow, nextInMs);
  };
  follow();
  publisher.onChange((state) => {
    follow();
    notifier.update(state);
  });
  return tray;
}
