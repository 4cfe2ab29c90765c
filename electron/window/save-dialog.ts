import { BrowserWindow, dialog, type SaveDialogOptions, type WebContents } from 'electron';

/** Asks where to save the activity, over the window where there is one; null for nowhere. */
export async function chooseActivityFile(
  page: WebContents | null,
  suggestedName: string,
): Promise<string | null> {
  const options: SaveDialogOptions = {
    title: 'Export activity',
    defaultPath: suggestedName,
    filters: [
      { name: 'JSON Lines', extensions: ['jsonl'] },
      { name: 'CSV', extensions: ['csv'] },
    ],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  };
  const window = page && BrowserWindow.fromWebContents(page);
  const choice =
    window === null
      ? await dialog.showSaveDialog(options)
      : await dialog.showSaveDialog(window, options);
  return choice.canceled || choice.filePath === '' ? null : choice.filePath;
}
