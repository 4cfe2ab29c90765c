import { spawnSync } from 'node:child_process';

import { app } from 'electron';

import { runCommandLine } from '../cli/command-line.ts';
import { whenParentEnds } from './parent-end.ts';

/**
 * Makes this program the `gatehouse` command instead of the app: it has no window, no tray
 * and no place in the Dock, and leaves an app that runs alone. For devices on which
 * nothing but the app is installed.
 */
export function runAsCommand(args: readonly string[]): void {
  if (process.platform === 'linux' && isWithoutScreen(process)) {
    app.exit(runWithoutScreen());
    return;
  }
  app.commandLine.appendSwitch('disable-gpu');
  app.commandLine.appendSwitch('disable-software-rasterizer');
  if (process.platform === 'darwin') app.setActivationPolicy('prohibited');
  const cancellation = new AbortController();
  // Electron takes Ctrl-C for a wish to quit; a second one ends the program as usual.
  app.once('before-quit', (event) => {
    event.preventDefault();
    cancellation.abort();
  });
  const first = firstProcessOf(process.argv);
  if (first !== null) whenParentEnds(first, () => cancellation.abort());
  void runCommandLine({ args, version: app.getVersion(), signal: cancellation.signal }).then(
    async (exitCode) => {
      await Promise.all([written(process.stdout), written(process.stderr)]);
      app.exit(exitCode);
    },
  );
}

const screenless = '--ozone-platform=headless';
/** Chromium lets alone what it does not know. */
const firstProcess = '--first-process=';

/** Chromium would end the program for it, once this script has run. */
function isWithoutScreen({ argv, env }: Pick<NodeJS.Process, 'argv' | 'env'>): boolean {
  return !env['DISPLAY'] && !env['WAYLAND_DISPLAY'] && !argv.includes(screenless);
}

/** The id of the process that runs this one in its place; null where there is none. */
function firstProcessOf(argv: readonly string[]): number | null {
  const named = argv.find((arg) => arg.startsWith(firstProcess));
  return named === undefined ? null : Number(named.slice(firstProcess.length));
}

/**
 * The same command in a second process, since Chromium has chosen its screen before this
 * script runs. Waits for its end, and must not return to Chromium before, so that it cannot
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

/** Whoever reads from a pipe may be slower than this program ends. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
