import path from 'node:path';

export const dataFolderVariable = 'GATEHOUSE_DATA';

export interface DataFolderParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Home folder of the user, absolute. */
  readonly userHome: string;
}

/** The folder that `GATEHOUSE_DATA` asks for, made absolute; null where it is not set. */
export function chosenDataFolder(env: DataFolderParts['env']): string | null {
  const chosen = env[dataFolderVariable] ?? '';
  return chosen === '' ? null : path.resolve(chosen);
}

/**
 * The folder of Gatehouse's own data: logs, window state and activity. It is the
 * one that Electron gives the app of this name, so that the command line, which
 * has no Electron to ask, finds the same.
 *
 * Source: `app.getPath('userData')` of Electron's documentation.
 */
export function dataFolderOf({ env, platform, userHome }: DataFolderParts): string {
  const chosen = chosenDataFolder(env);
  if (chosen !== null) return chosen;
  const settings = settingsFolderOf(env, platform);
  return platform === 'win32'
    ? path.win32.join(settings ?? path.win32.join(userHome, 'AppData', 'Roaming'), 'Gatehouse')
    : path.posix.join(settings ?? path.posix.join(userHome, ...defaults(platform)), 'Gatehouse');
}

function settingsFolderOf(env: DataFolderParts['env'], platform: NodeJS.Platform): string | null {
  if (platform === 'darwin') return null;
  return env[platform === 'win32' ? 'APPDATA' : 'XDG_CONFIG_HOME'] || null;
}

function defaults(platform: NodeJS.Platform): readonly string[] {
  return platform === 'darwin' ? ['Library', 'Application Support'] : ['.config'];
}
