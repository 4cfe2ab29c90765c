import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

import { app, clipboard, dialog, powerMonitor, shell } from 'electron';

import { systemDelay, systemNow } from './adapters/clock.ts';
import { fetchHttpClient } from './adapters/fetch-http-client.ts';
import { openLogFile } from './adapters/log-file.ts';
import { readSettingsFile } from './adapters/settings-file.ts';
import { systemBrowser } from './adapters/system-browser.ts';
import { readConfig, type AppConfig } from './config.ts';
import { openCore, type Core } from './core.ts';
import { AccountRequests } from './ipc/account-requests.ts';
import { AppStatePublisher } from './ipc/app-state-publisher.ts';
import { createDispatch } from './ipc/dispatch.ts';
import { createHandlers } from './ipc/handlers.ts';
import { registerIpc } from './ipc/register.ts';
import type { Log } from './ports.ts';
import { SignInOwner } from './sign-in/sign-in-owner.ts';
import { registerAppScheme } from './window/app-scheme.ts';
import { hardenElectron } from './window/harden.ts';
import { MainWindow } from './window/main-window.ts';
import { windowStateFile } from './window/window-state-file.ts';

/** Entry of the app: builds everything, in the order of dependence, and decides nothing. */

const misconfigured = 2;

app.setName('Gatehouse');
const launch = readConfig({
  env: process.env,
  argv: process.argv,
  isPackaged: app.isPackaged,
  version: app.getVersion(),
  userHome: homedir(),
  mainFolder: import.meta.dirname,
});
if (!launch.ok) refuseToStart(launch.message);
// The lock is one per folder of user data. Who holds it is told, and shows its window.
else if (!app.requestSingleInstanceLock()) app.exit(0);
else start(launch.config);

function refuseToStart(message: string): void {
  writeToStandardError(`Gatehouse cannot start: ${message}`);
  // On Linux this early, the box would be one more line on standard error.
  if (process.platform !== 'linux') dialog.showErrorBox('Gatehouse cannot start', message);
  app.exit(misconfigured);
}

/** What has to happen before Electron is ready. Not awaited at top level, or it never would be. */
function start(config: AppConfig): void {
  const log = openLogFile({
    folder: path.join(app.getPath('userData'), 'logs'),
    now: systemNow,
    ...(config.isDevelopment ? { echo: writeToStandardError } : {}),
  });
  endOnCrash(log);
  log.info('start', {
    version: config.version,
    electron: process.versions.electron,
    platform: process.platform,
    isPackaged: app.isPackaged,
  });
  tellOddities(config, log);
  hardenElectron(config);
  registerAppScheme();
  void Promise.all([openCoreOfThisMachine(config, log), app.whenReady()]).then(([core]) =>
    assemble(config, log, core),
  );
}

function openCoreOfThisMachine({ codexHome, endpoints }: AppConfig, log: Log): Promise<Core> {
  const { env, platform } = process;
  return openCore({
    env,
    platform,
    codexHome,
    endpoints,
    http: fetchHttpClient,
    now: systemNow,
    delay: systemDelay,
    randomBytes,
    openBrowser: systemBrowser({ env, platform, launch: (url) => shell.openExternal(url) }),
    readSettingsFile,
    log,
  });
}

function assemble(config: AppConfig, log: Log, core: Core): void {
  const signIn = new SignInOwner(core.signInDeps);
  const publisher = new AppStatePublisher({
    ...core,
    signIn,
    now: systemNow,
    app: { version: config.version, customIssuer: config.customIssuer },
  });
  const account = new AccountRequests({ commands: core.commands, log });
  const dispatch = createDispatch({
    handlers: createHandlers({
      publisher,
      signIn,
      notices: core.notices,
      account,
      copyText: (text) => void clipboard.writeText(text),
    }),
    log,
    newLogId: () => randomBytes(4).toString('hex'),
  });
  const window = new MainWindow({
    rendererFolder: config.folders.renderer,
    preloadScript: config.folders.preloadScript,
    icon: null,
    isDevelopment: config.isDevelopment,
    stateFile: windowStateFile(path.join(app.getPath('userData'), 'window-state.json'), log),
    log,
    onSeen: () => void account.reload(),
  });
  registerIpc({
    page: () => window.page(),
    dispatch,
    onStateChange: (listener) => publisher.onChange(listener),
    log,
  });

  powerMonitor.on('resume', () => void account.reload());
  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  quitWhenSettled([() => signIn.cancel(), () => account.settled()]);

  window.show();
}

/** A sign-in that runs is cancelled, and a token that is being fetched is saved, before the end. */
function quitWhenSettled(steps: readonly (() => Promise<void>)[]): void {
  let isSettled = false;
  app.on('before-quit', (event) => {
    if (isSettled) return;
    event.preventDefault();
    void Promise.allSettled(steps.map((step) => step())).then(() => {
      isSettled = true;
      app.quit();
    });
  });
}

function tellOddities({ warnings, debuggingSwitches, isDevelopment }: AppConfig, log: Log): void {
  for (const warning of warnings) {
    log.warn('start.warning', { warning });
    if (!isDevelopment) writeToStandardError(`Gatehouse: ${warning}`);
  }
  if (!isDevelopment && debuggingSwitches.length > 0) {
    log.warn('start.debugging', { switches: debuggingSwitches.join(' ') });
  }
}

/** After an error that nobody caught, what is in memory cannot be trusted with credentials. */
function endOnCrash(log: Log): void {
  const end = (error: unknown): void => {
    const { name, stack } = error instanceof Error ? error : new Error(typeof error);
    log.error('crash', { name, stack: stack ?? '' });
    dialog.showErrorBox(
      'Gatehouse has to close',
      `It met an unexpected problem. The log says more: ${app.getPath('userData')}`,
    );
    app.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

function writeToStandardError(line: string): void {
  try {
    fs.writeSync(process.stderr.fd, `${line}\n`);
  } catch {
    // Whoever read it is gone.
  }
}
