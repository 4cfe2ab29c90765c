import {
  BrowserWindow,
  dialog,
  type OpenDialogOptions,
  type SaveDialogOptions,
  type WebContents,
} from 'electron';

import { shellTexts } from '../../shared/texts/shell.ts';
import type { SuggestedFile } from '../ipc/export-to-file.ts';

/** Asks for a file of settings, over the window where there is one; null for none. */
export async function chooseConfigFile(page: WebContents | null): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: shellTexts.previewTitle(),
    filters: [
      { name: 'TOML', extensions: ['toml'] },
      { name: shellTexts.allFiles(), extensions: ['*'] },
    ],
    properties: ['openFile', 'showHiddenFiles'],
  };
  const window = page && BrowserWindow.fromWebContents(page);
  const choice = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return choice.canceled ? null : (choice.filePaths[0] ?? null);
}

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
  const choice = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return choice.canceled || choice.filePath === '' ? null : choice.filePath;
}
