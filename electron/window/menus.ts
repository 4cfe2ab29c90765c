import { app, Menu } from 'electron';

import type { Section } from '../../shared/section.ts';
import type { AppConfig } from '../config.ts';
import type { AppStatePublisher } from '../ipc/app-state-publisher.ts';
import type { Dispatch } from '../ipc/dispatch.ts';
import type { Log } from '../ports.ts';
import { Notifier } from '../tray/attention.ts';
import { menuPerformer, whenChanged } from '../tray/menu-actions.ts';
import { postNotification } from '../tray/notification.ts';
import { ownIconFinder, trayHostFinder } from '../tray/tray-host.ts';
import { TrayIcon } from '../tray/tray-icon.ts';
import { trayViewOf, type TrayView } from '../tray/tray-menu.ts';
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
  readonly openSection: (section: Section) => void;
}

/** Keeps the menus of tray and window, notifications and the theme true to the state. */
export function showMenus(parts: MenusParts): TrayIcon {
  const { config, log, dispatch, publisher, window, openSection } = parts;
  const { platform, env } = process;
  const perform = menuPerformer({
    dispatch,
    openSection,
    shell: { open: () => window.show(), quit: () => app.quit() },
    refused: () => show(trayViewOf(publisher.get())),
    log,
  });
  const desktop = { platform, env, userHome: config.userHome };
  const tray = new TrayIcon({
    assetsFolder: config.folders.assets,
    perform,
    findHost: trayHostFinder(desktop),
    findOwnIcon: ownIconFinder(desktop, process.pid),
    view: trayViewOf(publisher.get()),
  });
  const notifier = new Notifier({
    window,
    post: (alert) => postNotification(alert, () => openSection(alert.section)),
  });

  const show = (view: TrayView): void => {
    tray.update(view);
    const { isDevelopment } = config;
    const names = { platform, appName: app.name, isDevelopment };
    Menu.setApplicationMenu(Menu.buildFromTemplate(appMenuTemplate(view.entries, perform, names)));
  };
  const update = whenChanged(show);
  showTheme(publisher.get());
  update(trayViewOf(publisher.get()));
  publisher.onChange((state) => {
    showTheme(state);
    update(trayViewOf(state));
    notifier.update(state);
  });
  return tray;
}
