import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';

import { app } from 'electron';

import { writeToStandardError } from '../adapters/standard-error.ts';
import { endCommandOnCrash } from '../cli/crash.ts';
import { runCommandLine } from '../cli/command-line.ts';
import { Ending } from '../cli/ending.ts';
import { whenParentEnds } from './parent-end.ts';

/**
 * Makes this program the `gatehouse` command instead of the app: it has no window, no tray
 * and no place in the Dock, and leaves an app that runs alone. For devices on which
 * nothing but the app is installed.
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
  // Until Electron is ready, Chromium takes a signal for a wish to quit; then it would let the
  // second one end the program.
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
/** Chromium lets alone what it does not know. */
const firstProcess = '--first-process=';

/** The id of the process that runs this one in its place; null where there is none. */
function firstProcessOf(argv: readonly string[]): number | null {
  const named = argv.find((arg) => arg.startsWith(firstProcess));
  return named === undefined ? null : Number(named.slice(firstProcess.length));
}

/**
 * The same command in a second process, since Chromium has chosen its screen before this
 * script runs, and would end the program where that is gone, as after a logout. Waits for its end, and must not return to Chromium before, so that it cannot
 * pass on a signal: it ends by that, which the second process notices. @returns the exit code.
 */
function runWithoutScreen(): number {
  // Where there is no screen there is often no bus, of which Chromium would tell at length.
  const switches = [screenless, '--log-level=3', `${firstProcess}${process.pid}`];
  const args = [...switches, ...process.argv.slice(1)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  const endedBySignal = 1;
  return status ?? endedBySignal;
}
