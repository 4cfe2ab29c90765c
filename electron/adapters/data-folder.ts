import path from 'node:path';

import { folderTexts } from '../../shared/texts/folders.ts';
const dataFolderVariable = 'GATEHOUSE_DATA';

export interface DataFolderParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly userHome: string | null;
}

function chosenDataFolder(env: DataFolderParts['env']): string | null {
  const chosen = env[dataFolderVariable] ?? '';
  return chosen === '' ? null : path.resolve(chosen);
}

/** Why `GATEHOUSE_DATA` cannot be used, as sentences; null where it can. */
export function dataFolderProblem(env: DataFolderParts['env']): string | null {
  const chosen = env[dataFolderVariable] ?? '';
  const written = /^~|\$/.exec(chosen)?.[0];
  return written === undefined
    ? null
    : folderTexts.notReplaced({ variable: dataFolderVariable, folder: chosen, written });
}

/** The folder of `GATEHOUSE_DATA`, else Electron's `userData`, which the command line cannot ask. */
export function dataFolderOf({ env, platform, userHome }: DataFolderParts): string | null {
  const chosen = chosenDataFolder(env);
  if (chosen !== null) return chosen;
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const ofUser = userHome === null ? null : paths.join(userHome, ...defaults(platform));
  const settings = settingsFolderOf(env, platform) ?? ofUser;
  return settings === null ? null : paths.join(settings, 'Gatehouse');
}

function settingsFolderOf(env: DataFolderParts['env'], platform: NodeJS.Platform): string | null {
  if (platform === 'darwin') return null;
  const folder = env[platform === 'win32' ? 'APPDATA' : 'XDG_CONFIG_HOME'] ?? '';
  const paths = platform === 'win32' ? path.win32 : path.posix;
  // Relative folders have no meaning (XDG Base Directory Specification).
  return paths.isAbsolute(folder) ? folder : null;
}

function defaults(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') return ['AppData', 'Roaming'];
  return platform === 'darwin' ? ['Library', 'Application Support'] : ['.config'];
}
