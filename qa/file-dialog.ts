import type { RunningApp } from './running-app.ts';

/**
 * Stands for the person who picks a file in the system's dialogs, from now on.
 *
 * @param file absolute; null for a person who changes their mind.
 */
export async function pickFile({ electron }: RunningApp, file: string | null): Promise<void> {
  await electron.evaluate(({ dialog }, picked) => {
    const canceled = picked === null;
    dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: picked ?? '' });
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled, filePaths: picked === null ? [] : [picked] });
  }, file);
}
