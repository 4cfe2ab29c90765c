import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { app, clipboard, Menu, powerMonitor, shell } from 'electron';
import { IntlMessageFormat } from 'intl-messageformat';
import { config as configureZod } from 'zod/mini';

import packageFile from '../package.json' with { type: 'json' };
import type { Destination } from '../shared/section.ts';
import { stateOf } from '../shared/settings.ts';
import { speakEnglish } from '../shared/texts/language.ts';
import { sayNextStepsFor } from '../shared/texts/next-steps.ts';
import { formatTimesAs } from './base/local-time.ts';
import { shellTexts } from '../shared/texts/shell.ts';
import { BackgroundRefresh } from './account/background-refresh.ts';
import { ShowUsageLimits } from './account/show-usage-limits.ts';
import { OutsideChanges, watchedFiles } from './account/outside-changes.ts';
import { activityFileIn } from './adapters/activity-file.ts';
import { systemDelay, systemNow } from './adapters/clock.ts';
import { emptyCoreDumps, forbidCoreDumps } from './adapters/core-dumps.ts';
import { dataFolderOf, dataFolderProblem } from './adapters/data-folder.ts';
import { fileLockOf } from './adapters/file-lock.ts';
import { watchFiles, type FolderWatch } from './adapters/folder-watch.ts';
import { openLogFile } from './adapters/log-file.ts';
import { networkOf } from './adapters/network.ts';
import { readConfigBytes } from './adapters/config-file.ts';
import { writeToStandardError } from './adapters/standard-error.ts';
import { currentUserHome } from './adapters/user-home.ts';
import { withinTime } from './base/time-limit.ts';
import { commandLineIn } from './cli/arguments.ts';
import { appId, isHiddenStart, readConfig, type AppConfig } from './config.ts';
import { isAtStake, type Core } from './core.ts';
import { AppKeyring } from './desktop/app-keyring.ts';
import { wasOpenedAtLogin } from './desktop/login-item.ts';
import { runAsCommand } from './desktop/run-as-command.ts';
import { dataFolderRefusal, foreignLock, whyNoLock } from './desktop/single-instance.ts';
import {
  coreHere,
  examineHere,
  loginItemOf,
  isOffline,
  scratchCodexHere,
  systemProxy,
  type AppParts,
} from './desktop/this-machine.ts';
import { jsonFile } from './files/json-file.ts';
import { aboutRequests, type AboutRequests } from './ipc/about-requests.ts';
import { AccountRequests } from './ipc/account-requests.ts';
import { activityRequests } from './ipc/activity-requests.ts';
import { AppStatePublisher } from './ipc/app-state-publisher.ts';
import { createDispatch } from './ipc/dispatch.ts';
import { codexRequests } from './ipc/codex-requests.ts';
import { DoctorRequests } from './ipc/doctor-requests.ts';
import type { ExportTools } from './ipc/export-to-file.ts';
import { createHandlers } from './ipc/handlers.ts';
import { policyRequests } from './ipc/policy-requests.ts';
import { removalRequests } from './ipc/removal-requests.ts';
import { RunningCommands } from './ipc/running-commands.ts';
import { storageRequests } from './ipc/storage-requests.ts';
import type { SettingOwners } from './ipc/setting-owners.ts';
import { StartAtLoginOwner } from './login-item/start-at-login.ts';
import { settingsPlaces } from './policy/codex-config.ts';
import type { Log } from './ports.ts';
import { stayedAnnouncement } from './tray/attention.ts';
import { postNotification } from './tray/notification.ts';
import { tellOnce } from './settings/tell-once.ts';
import { RememberedSettings } from './settings/remembered-settings.ts';
import { settingsFile } from './settings/settings-file.ts';
import { SignInOwner } from './sign-in/sign-in-owner.ts';
import { codexHomeProblem } from './store/codex-home.ts';
import { heldLocksOf } from './store/file-lock.ts';
import { thirdPartyNotices } from './window/third-party-notices.ts';
import { registerAppScheme } from './window/app-scheme.ts';
import { endOnCrash, endTelling, hasScreen, logCrashes } from './window/crash.ts';
import { chooseExportFile, chooseConfigFile } from './window/dialogs.ts';
import { hardenElectron, outliveGraphics } from './window/harden.ts';
import { MainWindow } from './window/main-window.ts';
import { showMenus } from './window/menus.ts';
import { quitWhenSettled } from './window/quit.ts';
import { registerIpc, type PageLine } from './window/register-ipc.ts';
import { Visibility, type VisibilityParts } from './window/visibility.ts';
import { windowStateSchema } from './window/window-state.ts';

// Entry of the app: builds everything, in the order of dependence, and decides nothing.

/** As the exit codes of the command: a setting is wrong, or a folder cannot be used. */
const misconfigured = 2;
const unusable = 6;

// No other module has run: each does when something of it is used (scripts/on-demand-modules.mjs).
endOnCrash();
speakEnglish(() => IntlMessageFormat);
app.setName('Gatehouse');
// A development build has the command in `out/cli/`.
const commandLine = app.isPackaged ? commandLineIn(process.argv.slice(1)) : null;
if (commandLine === null) launch();
else runAsCommand(commandLine);

function launch(): void {
  sayNextStepsFor('window');
  app.setAppUserModelId(appId);
  // A program of its own for each schema would be made while the first window waits for it.
  configureZod({ jitless: true });
  const { env, platform } = process;
  const home = currentUserHome();
  const userHome = home.kind === 'known' ? home.folder : null;
  const folder = dataFolderOf({ env, platform, userHome });
  // Without a home folder, variables must name both folders.
  const isHomeless = home.kind === 'unknown' && (folder === null || !env['CODEX_HOME']);
  const problem = isHomeless ? home.message : (dataFolderProblem(env) ?? codexHomeProblem(env));
  if (problem !== null || folder === null) {
    return refuseToStart(problem ?? shellTexts.noDataFolder(), misconfigured);
  }
  const read = readConfig({
    env,
    argv: process.argv,
    isPackaged: app.isPackaged,
    version: app.getVersion(),
    execPath: process.execPath,
    userHome: userHome ?? '',
    mainFolder: import.meta.dirname,
  });
  if (!read.ok) return refuseToStart(read.message, misconfigured);
  const refusal = dataFolderRefusal(folder) ?? foreignLock(folder, platform);
  if (refusal !== null) return refuseToStart(refusal, unusable);
  // Before the single-instance lock, which is one per folder.
  app.setPath('userData', folder);
  if (app.requestSingleInstanceLock()) {
    return hasScreen() ? start(read.config) : refuseToStart(shellTexts.noScreen(), unusable);
  }
  const answer = whyNoLock(folder, platform);
  // The one that holds it shows its window.
  if (answer.kind === 'running') app.exit(0);
  else refuseToStart(answer.message, unusable);
}

function refuseToStart(message: string, exitCode: number): void {
  endTelling(shellTexts.cannotStart(), message, exitCode);
}

/** What must happen before Electron is ready, which it never is while the top level awaits. */
function start(config: AppConfig): void {
  const logFolder = path.join(app.getPath('userData'), 'logs');
  const echo = config.isDevelopment ? { echo: writeToStandardError } : {};
  const log = openLogFile({ folder: logFolder, now: systemNow, ...echo });
  logCrashes({ log, folder: logFolder });
  tellStart(config, log);
  const areEmpty = emptyCoreDumps();
  const forbidDumps = async (): Promise<void> =>
    log.info('core-dumps', { areForbidden: await forbidCoreDumps() });
  // It loads a library. Where dumps may have what is in memory, nothing is read before.
  if (!areEmpty) void forbidDumps();
  hardenElectron(config);
  outliveGraphics(log);
  registerAppScheme();
  const { env, platform } = process;
  const locks = heldLocksOf(fileLockOf(platform));
  const network = networkOf({ version: config.version, env, platform, systemProxy, log });
  const appKeyring = new AppKeyring();
  const scratch = scratchCodexHere(config, network);
  const parts = { log, network, locks, keyring: appKeyring.keyring, scratch };
  const early = app.whenReady().then(() => {
    formatTimesAs(app.getSystemLocale());
    return openWindow(config, log);
  });
  void Promise.all([coreHere(config, parts), early]).then(([core, shell]) =>
    assemble(config, parts, core, appKeyring, shell),
  );
  if (areEmpty) void early.then(({ drawn }) => drawn).then(forbidDumps);
}

/** What is there before the core. */
interface EarlyWindow {
  readonly window: MainWindow;
  readonly line: PageLine;
  readonly onSeen: (act: () => void) => void;
  readonly isHidden: boolean;
  /** The page shows what there is, or there is none to wait for. */
  readonly drawn: Promise<void>;
}

/** For a page that has something to draw by now, and for one that never comes to that. */
const drawingMs = 300;
const longestDrawingMs = 5_000;

async function untilDrawn(window: MainWindow): Promise<void> {
  await withinTime(window.drawn(), longestDrawingMs, systemDelay);
  await systemDelay(drawingMs, new AbortController().signal);
}

/** The window draws itself while the core reads; it asks for the state, and waits for that. */
function openWindow(config: AppConfig, log: Log): EarlyWindow {
  let seen = (): void => {};
  const stateFile = path.join(app.getPath('userData'), 'window-state.json');
  const window = new MainWindow({
    config,
    stateFile: jsonFile(stateFile, windowStateSchema, log),
    log,
    onSeen: () => seen(),
  });
  const line = registerIpc({ page: () => window.page(), log });
  const isHidden = config.startHidden || wasOpenedAtLogin(app, process.platform);
  // Electron would end with its last window, and has a menu of its own.
  app.on('window-all-closed', () => {});
  Menu.setApplicationMenu(null);
  if (!isHidden) window.show();
  const drawn = isHidden ? Promise.resolve() : untilDrawn(window);
  return { window, line, onSeen: (act) => (seen = act), isHidden, drawn };
}

function tellStart(config: AppConfig, log: Log): void {
  const { version, isDevelopment, debuggingSwitches, warnings } = config;
  log.info('start', {
    version,
    electron: process.versions.electron,
    platform: process.platform,
    isDevelopment,
    debuggingSwitches: debuggingSwitches.join(' '),
  });
  for (const warning of warnings) {
    log.warn('start.warning', { warning });
    if (!isDevelopment) writeToStandardError(`Gatehouse: ${warning}`);
  }
}

function assemble(
  config: AppConfig,
  parts: AppParts,
  core: Core,
  appKeyring: AppKeyring,
  { window, line, onSeen, isHidden, drawn }: EarlyWindow,
): void {
  const { log } = parts;
  const { version, customIssuer, tokenOverrides, userHome } = config;
  const signIn = new SignInOwner(core.signInDeps);
  const running = new RunningCommands(log);
  const account = new AccountRequests({
    commands: core.commands,
    kept: core.kept.commands,
    accounts: core.accounts.commands,
    inHome: core.accounts.inHome,
    codex: core.running,
    workspaceNames: core.workspaceNames,
    running,
  });
  const storage = storageRequests({
    storage: core.storage,
    accountBusy: () => core.commands.get(),
    running,
  });
  const backgroundRefresh = new BackgroundRefresh({
    session: core.session,
    refresh: () => core.commands.refresh({ force: false }),
    mayRefresh: () => core.commands.verdict().kind === 'allowed',
    // It reports changes of rules and evidence alike.
    rules: core.policy,
    now: systemNow,
    delay: systemDelay,
    random: Math.random,
    isOffline: () => isOffline(config.endpoints.issuer),
    log,
  });
  const copyText = (text: string) => clipboard.writeText(text);
  const exporting: ExportTools = {
    chooseFile: (suggested) => chooseExportFile(window.page(), suggested),
    writeFile: (file, text) => writeFile(file, text, { mode: 0o600 }),
  };
  const activity = activityRequests({
    activity: core.activity,
    exporting,
    now: systemNow,
    userHome,
  });
  const policy = policyRequests({
    policy: core.policy,
    workspaceNames: core.workspaceNames,
    chooseFile: () => chooseConfigFile(window.page()),
    readFile: readConfigBytes,
    copyText,
    exporting,
    now: systemNow,
  });
  const doctor = new DoctorRequests({
    examine: () => examineHere(config, core, { signIn, ...parts }),
    copyText,
    exporting,
  });
  const removal = removalRequests({
    removal: core.commands.removal,
    inForce: core.inForce,
    workspaceNames: core.workspaceNames,
    copyText,
    appVersion: version,
    userHome,
  });
  const startAtLogin = new StartAtLoginOwner({
    loginItem: loginItemOf(config),
    rules: core.rules,
    log,
  });
  const settingsOfPerson = settingsFile(path.join(app.getPath('userData'), 'settings.json'), {
    log,
    now: systemNow,
  });
  const remembered = new RememberedSettings({ file: settingsOfPerson, rules: core.rules });
  const showUsageLimits = new ShowUsageLimits({
    file: settingsOfPerson,
    usage: core.usage,
    rules: core.rules,
    now: systemNow,
    delay: systemDelay,
  });
  const settings: SettingOwners = {
    startAtLogin,
    keepInTray: remembered.ownerOf('keepInTray'),
    theme: remembered.ownerOf('theme'),
    hideEmail: remembered.ownerOf('hideEmail'),
    showUsageLimits,
    notifySignIn: remembered.ownerOf('notifySignIn'),
    notifyRules: remembered.ownerOf('notifyRules'),
    notifySwitches: remembered.ownerOf('notifySwitches'),
  };
  const about = aboutHere(config, core, parts);
  const publisher = new AppStatePublisher({
    ...core,
    signIn,
    backgroundRefresh,
    removal,
    settings,
    shownUsage: showUsageLimits,
    now: systemNow,
    userHome,
    app: {
      version,
      customIssuer,
      locale: app.getSystemLocale(),
      tokenOverrides: [...tokenOverrides],
    },
  });
  const dispatch = createDispatch({
    handlers: createHandlers({
      publisher,
      signIn,
      notices: core.notices,
      account,
      storage,
      activity,
      policy,
      codex: codexRequests({ ...core, log }),
      doctor,
      removal,
      settings,
      about,
      shownUsage: showUsageLimits,
      workspaceNames: core.workspaceNames,
      copyText,
    }),
    rules: core.rules,
    log,
    newLogId: () => randomBytes(4).toString('hex'),
    hidesEmail: () => stateOf(settings.hideEmail.get()) === 'on',
  });
  line.answerBy(dispatch);
  publisher.onChange((state) => line.send('state.changed', state));
  const open = (destination: Destination): void => {
    window.show();
    window.whenLoaded(() => line.send('section.asked', destination));
  };
  const tray = showMenus({ config, log, dispatch, publisher, window, open });
  const stayed = (): void =>
    tellOnce(settingsOfPerson, 'told_of_tray', () => {
      const takeBack = postNotification(stayedAnnouncement(settings.keepInTray.get()), open);
      app.on('will-quit', takeBack);
    });
  keepReachable(isHidden, { account, publisher, window, tray, stayed });
  // Nobody sees the announcement any more.
  app.on('window-all-closed', () => void core.commands.removal.settle());

  powerMonitor.on('resume', () => {
    backgroundRefresh.wake();
    publisher.renew();
    void account.reload({ isAsked: true });
  });
  backgroundRefresh.start();
  startAtLogin.start();
  const following = begunAfter(drawn, () => {
    const stop = followMachine(config, parts, core, appKeyring);
    void running.run('take-in-kept', () => core.accounts.inHome.takeInKept());
    const look = (): void => {
      void account.reload();
      void core.running.look();
    };
    onSeen(look);
    look();
    return stop;
  });
  app.on('will-quit', () => {
    core.demanded.stop();
    showUsageLimits.stop();
  });
  const settling = [
    () => parts.scratch.stop(),
    () => signIn.settle(),
    () => core.commands.removal.settle(),
    () => following.stop(),
    () => appKeyring.stop(),
    () => running.settled(),
    () => backgroundRefresh.stop(),
    () => startAtLogin.stop(),
    async () => {
      await core.session.saveUnsaved();
    },
  ];
  quitWhenSettled(settling, () => isAtStake(core));
}

type Stop = () => Promise<unknown>;

/** Begins what a first paint can do without. Nothing is begun any more once it is stopped. */
function begunAfter(drawn: Promise<void>, begin: () => Stop): { stop(): Promise<void> } {
  let isOver = false;
  let stop: Stop = () => Promise.resolve();
  void drawn.then(() => {
    if (!isOver) stop = begin();
  });
  return {
    async stop() {
      isOver = true;
      await stop();
    },
  };
}

/** Follows what others do to the sign-in, the rules, the list of accounts and the keyring. */
function followMachine(
  config: AppConfig,
  { log }: AppParts,
  core: Core,
  appKeyring: AppKeyring,
): Stop {
  followWorkspaceName(core);
  const outside = watchOutsideChanges(config, core, log);
  const savedAccounts = followSavedAccounts(core, log);
  core.session.onChange(() => void core.running.look());
  const activityWatch = watchActivity(core, outside, log);
  const keyringReturn = appKeyring.start(core, log);
  return () => {
    activityWatch.close();
    return Promise.all([outside.stop(), savedAccounts.stop(), keyringReturn.stop()]);
  };
}

function aboutHere(config: AppConfig, core: Core, { network }: AppParts): AboutRequests {
  return aboutRequests({
    version: config.version,
    runtime: process.versions,
    platform: process.platform,
    license: packageFile.license,
    notices: () => thirdPartyNotices(config.folders),
    endpoints: config.endpoints,
    rules: core.rules,
    variables: () => network.environment().variables,
    logFolder: path.join(app.getPath('userData'), 'logs'),
    openFolder: (folder) => shell.openPath(folder),
    userHome: config.userHome,
  });
}

function watchOutsideChanges({ codexHome }: AppConfig, core: Core, log: Log): OutsideChanges {
  const { platform, env } = process;
  const files = watchedFiles(codexHome, settingsPlaces(platform, codexHome, env));
  const outside = new OutsideChanges({
    watch: (onChange) => watchFiles({ files, onChange, log }),
    look: async () => {
      await core.commands.look();
      await core.running.look();
    },
    lookAfterCommand: () => core.commands.lookAfterCommand(),
    delay: systemDelay,
    log,
  });
  outside.start();
  return outside;
}

/** Writes down which account is in use by now, and shows what another program did to the list. */
function followSavedAccounts({ session, accounts }: Core, log: Log): OutsideChanges {
  const files = [path.join(app.getPath('userData'), 'accounts', 'accounts.json')];
  const look = (): Promise<void> => accounts.inHome.look();
  const following = new OutsideChanges({
    watch: (onChange) => {
      const watching = watchFiles({ files, onChange, log });
      const stopListening = session.onChange(onChange);
      return {
        close: () => {
          watching.close();
          stopListening();
        },
      };
    },
    look,
    lookAfterCommand: look,
    delay: systemDelay,
    log,
  });
  following.start();
  return following;
}

/** Asks for the name of the workspace in use where that is not known, as after a sign-in. */
function followWorkspaceName({ workspaceNames, session, policy }: Core): void {
  const look = (): void => void workspaceNames.look({ isAsked: false });
  session.onChange(look);
  // The sign-in may be allowed from now on.
  policy.onChange(look);
  look();
}

/** Notices what a `gatehouse` command has added to the activity log. */
function watchActivity({ activity }: Core, outside: OutsideChanges, log: Log): FolderWatch {
  const { folder, name } = activityFileIn(app.getPath('userData'));
  const onChange = (): void => {
    activity.look();
    outside.noticeRecord();
  };
  return watchFiles({ files: [path.join(folder, name)], onChange, log });
}

function keepReachable(
  isHidden: boolean,
  parts: Pick<VisibilityParts, 'account' | 'publisher' | 'tray' | 'stayed'> & {
    readonly window: MainWindow;
    readonly publisher: AppStatePublisher;
  },
): void {
  const { window, publisher } = parts;
  const visibility = new Visibility({
    ...parts,
    delay: systemDelay,
    now: systemNow,
    quit: () => app.quit(),
  });
  publisher.onChange((state) => visibility.update(state));
  app.on('second-instance', (_event, argv) => {
    if (!isHiddenStart(argv)) window.show();
  });
  app.on('activate', () => window.show());
  app.on('window-all-closed', () => void visibility.allClosed());
  void visibility.start(isHidden);
}
