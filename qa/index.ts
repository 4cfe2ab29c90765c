import '../shared/testing/speak-english.ts';

// The kit without a test runner. docs/testing.md is its manual.
export {
  ada,
  alan,
  grace,
  katherine,
  type IssuerAccount,
} from '../electron/testing/issuer/accounts.ts';
export {
  startEmbeddedIssuer,
  type EmbeddedIssuer,
} from '../electron/testing/issuer/embedded-issuer.ts';
export type { Fault, ScriptedFault } from '../electron/testing/issuer/faults.ts';
export type { EmbeddedIssuerOptions } from '../electron/testing/issuer/issuer-options.ts';
export {
  approveDevice,
  deny,
  denyDevice,
  signInWith,
} from '../electron/testing/issuer/user-agent.ts';
export { testIds, type TestId } from '../shared/test-ids.ts';
export { activityIn } from './activity.ts';
export { signInByBrowser } from './browser-sign-in.ts';
export { createTestClock, type TestClock, type TimeSpan } from './clock.ts';
export { createDesktop, type DefaultBrowser, type Desktop } from './desktop.ts';
export { pickFile } from './file-dialog.ts';
export { createHome, type Home } from './home.ts';
export { appFolder, commandScript, electronExecutable } from './installation.ts';
export { canHaveMachineFiles, type MachineFiles } from './machine-files.ts';
export { withMachineFiles, type LaunchManaged } from './managed-app.ts';
export { chooseMenuItem, menuItem } from './menu.ts';
export { runGatehouse, startGatehouse, type ProgramEnd } from './programs.ts';
export { chatgptRecord } from './records.ts';
export { launchElectron, type Launch, type RunningApp } from './running-app.ts';
export { writeSavedAccounts, type ListedAccount } from './saved-accounts.ts';
export { screenOf, type Screen } from './screen.ts';
export { startSecretService, type RealSecretService } from './secret-service.ts';
export { trayOf, type Tray, type TrayEntry } from './tray.ts';
export { startTrayHost, type TrayHost } from './tray-host.ts';
export {
  isStateName,
  openState,
  stateNames,
  states,
  worldOptionsOf,
  type StateName,
} from './states/index.ts';
export type { Need, Situation, State } from './states/state.ts';
export { recordItem, setting } from './stored-in-keyring.ts';
export { startTrace, stopTrace } from './tracing.ts';
export { until } from './until.ts';
export { createWorld, type World, type WorldOptions } from './world.ts';
