import { BrowserWindow, dialog, type OpenDialogOptions, type WebContents } from 'electron';

/** Asks for a file of settings, over the window where there is one; null for none. */
export async function chooseSettingsFile(page: WebContents | null): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: 'Preview a managed file',
    filters: [
      { name: 'TOML', extensions: ['toml'] },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['openFile', 'showHiddenFiles'],
  };
  const window = page && BrowserWindow.fromWebContents(page);
  const choice =
    window === null
      ? await dialog.showOpenDialog(options)
      : await dialog.showOpenDialog(window, options);
  return choice.canceled ? null : (choice.filePaths[0] ?? null);
}
