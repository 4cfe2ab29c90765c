import { app, dialog } from 'electron';

import type { Log } from '../ports.ts';

/**
 * Ends the program after an error that nobody caught: what is in its memory can
 * no longer be trusted with credentials.
 */
export function endOnCrash(log: Log, logFolder: string): void {
  const end = (error: unknown): void => {
    const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: '' };
    log.error('crash', { name, stack: stack ?? '' });
    dialog.showErrorBox(
      'Gatehouse has to close',
      `It met an unexpected problem. What is known of it is in ${logFolder}`,
    );
    app.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
