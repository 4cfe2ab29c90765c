import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { EmbeddedIssuer } from '../../electron/testing/issuer/embedded-issuer.ts';
import type { Home } from '../../qa/home.ts';
import { isWine } from '../../scripts/windows-lane.mjs';
import { systemDrive, userProfile, windowsPath } from './start.ts';

/** A folder of Codex of one test alone, on a machine with Windows. */
export interface WindowsHome {
  /** For this process. */
  readonly folder: string;
  /** The same for programs of Windows. */
  readonly windowsFolder: string;
  readonly env: Readonly<Record<string, string>>;
  readAuth(): Promise<Record<string, unknown>>;
  /** Writes auth.json: text as it stands, anything else as JSON. */
  writeAuth(content: unknown): Promise<void>;
  configure(toml: string): Promise<void>;
}

/** Makes a folder that Windows has on its system drive. */
export function newFolder(parent = isWine ? systemDrive : os.tmpdir()): Promise<string> {
  return mkdtemp(path.join(parent, 'gatehouse-'));
}

/** A home in a folder, which is made. @param windowsFolder how programs are told of it */
export async function homeIn(
  folder: string,
  issuer: EmbeddedIssuer,
  windowsFolder = windowsPath(folder),
): Promise<WindowsHome> {
  await mkdir(folder, { recursive: true });
  const authFile = path.join(folder, 'auth.json');
  return {
    folder,
    windowsFolder,
    env: {
      CODEX_HOME: windowsFolder,
      GATEHOUSE_ISSUER: issuer.origin,
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${issuer.origin}/oauth/token`,
      // Whatever else the CLI would fetch goes nowhere.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      NO_PROXY: '127.0.0.1,localhost',
    },
    readAuth: async () => JSON.parse(await readFile(authFile, 'utf8')) as Record<string, unknown>,
    writeAuth: (content) =>
      writeFile(authFile, typeof content === 'string' ? content : JSON.stringify(content)),
    configure: (toml) => writeFile(path.join(folder, 'config.toml'), toml),
  };
}

/** The home of a test of the command line that runs on other systems as well. */
export async function commandLineHome(issuer: EmbeddedIssuer): Promise<Home> {
  const folder = await newFolder(userProfile);
  const settingsFolder = path.join(folder, 'settings');
  await mkdir(settingsFolder);
  const home = await homeIn(path.join(folder, 'home'), issuer);
  // Wine sets the variables itself that name the folders of a person.
  const env = { GATEHOUSE_DATA: windowsPath(settingsFolder) };
  return {
    ...home,
    authFile: path.join(home.folder, 'auth.json'),
    settingsFolder,
    env: { ...home.env, ...env },
    dispose: () => rm(folder, { recursive: true }),
  };
}
