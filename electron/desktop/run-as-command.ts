import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';

import { app } from 'electron';

import { writeToStandardError } from '../adapters/standard-error.ts';
import { endCommandOnCrash } from '../cli/crash.ts';
import { runCommandLine } from '../cli/run.ts';
import { Ending } from '../cli/ending.ts';
import { whenParentEnds } from './parent-end.ts';

/**
 * Makes this program the `gatehouse` command instead of the app, without window, tray and Dock,
 * beside an app that runs: for devices on which only the app is installed.
 */
export function runAsCommand(args: readonly string[]): void {
  endCommandOnCrash();
  if (process.platform === 'linux' && !process.argv.includes(screenless)) {
    app.exit(runWithoutScreen());
    return;
  }
  app.commandLine.appendSwitch('disable-gpu');
  app.commandLine.appendSwitch('disable-software-rasterizer');
  if (process.platform === 'darwin') app.setActivationPolicy('prohibited');
  const ending = new Ending({
    end: (signal) => app.exit(128 + constants.signals[signal]),
    say: writeToStandardError,
  });
  // Until Electron is ready, Chromium quits at a signal, and then ends the program at the second.
  app.on('before-quit', (event) => {
    event.preventDefault();
    ending.ask('SIGTERM');
  });
  void app.whenReady().then(() => ending.listenTo(process));
  const first = firstProcessOf(process.argv);
  if (first !== null) whenParentEnds(first, () => ending.ask('SIGTERM'));
  void runCommandLine({ args, version: app.getVersion(), ending }).then((exitCode) =>
    app.exit(exitCode),
  );
}

const screenless = '--ozone-platform=headless';
/** Chromium ignores what it does not know. */
const firstProcess = '--first-process=';

function firstProcessOf(argv: readonly string[]): number | null {
  const named = argv.find((arg) => arg.startsWith(firstProcess));
  return named === undefined ? null : Number(named.slice(firstProcess.length));
}

/**
 * Runs the command in a second process: Chromium has chosen its screen before this script runs,
 * and ends the program where that is gone. Returning to Chromium before the second has ended
 * would do the same, so no signal can be passed on; the second notices the end of this one.
 *
 * @returns the exit code.
 */
function runWithoutScreen(): number {
  // Chromium would complain at length of a missing bus.
  const switches = [screenless, '--log-level=3', `${firstProcess}${process.pid}`];
  const args = [...switches, ...process.argv.slice(1)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  const endedBySignal = 1;
  return status ?? endedBySignal;
}
