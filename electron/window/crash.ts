import { app, dialog } from 'electron';

import { shellTexts } from '../../shared/texts/shell.ts';
import { writeToStandardError } from '../adapters/standard-error.ts';
import { endingSignals } from '../cli/ending.ts';
import type { Log } from '../ports.ts';

/** Memory after an uncaught error cannot be trusted with credentials. The entry does this first. */
export function endOnCrash(): void {
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

interface CrashLog {
  readonly log: Log;
  readonly folder: string;
}

let known: CrashLog | null = null;

/** From now on, a crash is written to this log. */
export function logCrashes(crashLog: CrashLog): void {
  known = crashLog;
}

function end(error: unknown): void {
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: '' };
  known?.log.error('crash', { name, stack: stack ?? '' });
  const { title, message, messageWithLog } = shellTexts.crash;
  // The error's own text could quote anything.
  const told = { error: name };
  endTelling(
    title(),
    known === null ? message(told) : messageWithLog({ ...told, folder: known.folder }),
    1,
  );
}

/** Says why on standard error and, where there is a screen, in a dialog that a signal closes too. */
export function endTelling(title: string, message: string, exitCode: number): void {
  writeToStandardError(shellTexts.titled({ title, message }));
  if (app.isReady()) {
    dialog.showErrorBox(title, message);
    app.exit(exitCode);
    return;
  }
  if (!hasScreen()) {
    app.exit(exitCode);
    return;
  }
  app.on('will-quit', () => app.exit(exitCode));
  const box = { type: 'error', title: 'Gatehouse', message: title, detail: message } as const;
  void app
    .whenReady()
    .then(() => {
      // Until then Chromium quits at the first one.
      for (const signal of endingSignals(process.platform)) {
        process.on(signal, () => app.exit(exitCode));
      }
      return dialog.showMessageBox(box);
    })
    .finally(() => app.exit(exitCode));
}

/** Whether a screen is named. Without one Chromium crashes, as it does where that one is missing. */
export function hasScreen(): boolean {
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env;
  const isNamed = Boolean(x11) || Boolean(wayland);
  return process.platform !== 'linux' || isNamed || app.commandLine.hasSwitch('ozone-platform');
}
