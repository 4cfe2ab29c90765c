import { BrowserWindow, dialog, type SaveDialogOptions, type WebContents } from 'electron';

import type { SuggestedFile } from '../ipc/export-to-file.ts';

/** Asks where to save, over the window where there is one; null for nowhere. */
export async function chooseExportFile(
  page: WebContents | null,
  { title, name, formats }: SuggestedFile,
): Promise<string | null> {
  const options: SaveDialogOptions = {
    title,
    defaultPath: name,
    filters: formats.map((format) => ({ name: format.name, extensions: [format.extension] })),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  };
  const window = page && BrowserWindow.fromWebContents(page);
  const choice =
    window === null
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(window, options);
  return choice.canceled || choice.filePath === '' ? null : choice.filePath;
}
