import path from 'node:path';

import { BrowserWindow, nativeTheme, screen, session, type WebContents } from 'electron';

import type { AppConfig } from '../config.ts';
import type { JsonFile } from '../files/json-file.ts';
import type { Log } from '../ports.ts';
import { appPage } from './app-files.ts';
import { serveAppFiles } from './app-scheme.ts';
import { minimumSize, placeWindow, type WindowState } from './window-state.ts';

export interface MainWindowParts {
  readonly config: Pick<AppConfig, 'folders' | 'isDevelopment'>;
  readonly stateFile: JsonFile<WindowState>;
  readonly log: Log;
  /** The page has been drawn for the first time, or the window has the focus again. */
  readonly onSeen: () => void;
}

/** Of the page within a minute; with more it cannot be shown. */
const mostDeaths = 8;

/** ERR_ABORTED. Source: net/base/net_error_list.h of Chromium. */
const aborted = -3;

/** OWNER of the one window. Closing destroys it: a hidden page would keep its memory. */
export class MainWindow {
  readonly #parts: MainWindowParts;
  readonly #session: Electron.Session;
  #window: BrowserWindow | null = null;
  /** When the page died, within the last minute; milliseconds since the epoch. */
  #deaths: readonly number[] = [];
  #isLoaded = false;
  #wasOpened = false;
  #isDrawn = (): void => {};
  readonly #drawn = new Promise<void>((resolve) => (this.#isDrawn = resolve));

  /** Electron must be ready. */
  constructor(parts: MainWindowParts) {
    this.#parts = parts;
    this.#session = session.fromPartition('window');
    serveAppFiles(this.#session, parts.config.folders.renderer);
    nativeTheme.on('updated', () => this.#window?.setBackgroundColor(canvasColor()));
  }

  show(): void {
    if (this.#window === null) {
      this.#wasOpened = true;
      this.#window = this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Acts once the page listens to events; not at all where the window is closed before. */
  whenLoaded(act: () => void): void {
    if (this.#isLoaded) act();
    else this.page()?.once('did-finish-load', act);
  }

  /** The first page has been drawn, or is closed again. */
  drawn(): Promise<void> {
    return this.#drawn;
  }

  isOpen(): boolean {
    return this.#window !== null;
  }

  wasOpened(): boolean {
    return this.#wasOpened;
  }

  isFocused(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  page(): WebContents | null {
    return this.#window?.isDestroyed() === false ? this.#window.webContents : null;
  }

  #open(): BrowserWindow {
    const { config, stateFile, onSeen } = this.#parts;
    const { folders, isDevelopment } = config;
    const saved = stateFile.load();
    const { width, height, position } = placeWindow(
      saved,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
    const window = new BrowserWindow({
      title: 'Gatehouse',
      show: false,
      width,
      height,
      ...position,
      minWidth: minimumSize.width,
      minHeight: minimumSize.height,
      backgroundColor: canvasColor(),
      autoHideMenuBar: true,
      // Used on Linux; elsewhere the icon is the program's own.
      icon: path.join(folders.assets, 'icon-256.png'),
      webPreferences: {
        session: this.#session,
        preload: folders.preloadScript,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        disableDialogs: true,
        enableWebSQL: false,
        devTools: isDevelopment,
        zoomFactor: saved?.zoomFactor ?? 1,
      },
    });
    window.once('ready-to-show', () => {
      if (saved?.isMaximized) window.maximize();
      window.show();
      this.#isDrawn();
      onSeen();
    });
    window.on('focus', onSeen);
    window.on('close', () => stateFile.save(stateOf(window)));
    window.on('closed', () => {
      this.#window = null;
      this.#isLoaded = false;
      this.#isDrawn();
    });
    this.#watchPage(window);
    window.loadURL(appPage).catch(() => undefined);
    return window;
  }

  #watchPage(window: BrowserWindow): void {
    const { log } = this.#parts;
    window.webContents.on('did-finish-load', () => (this.#isLoaded = true));
    window.webContents.on('did-fail-load', (_event, code) => {
      // A window that is closed early aborts the load.
      if (code !== aborted) log.error('window.load-failed', { code });
    });
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      log.error('window.page-gone', { reason, exitCode });
      this.#isLoaded = false;
      const now = Date.now();
      this.#deaths = [...this.#deaths.filter((at) => now - at < 60_000), now];
      if (this.#deaths.length > mostDeaths) window.destroy();
      else window.webContents.reload();
    });
  }
}

function stateOf(window: BrowserWindow) {
  return {
    bounds: window.getNormalBounds(),
    isMaximized: window.isMaximized(),
    zoomFactor: window.webContents.getZoomFactor(),
  };
}

/** `--canvas` of the styles, so that nothing flashes before the page is drawn. */
function canvasColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#16181b' : '#f4f2ee';
}
