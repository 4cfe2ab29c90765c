import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';

import { openActivityFile } from '../adapters/activity-file.ts';
import { askInstalledServer } from '../adapters/asked-codex.ts';
import { backgroundServerOn } from '../adapters/background-server.ts';
import { systemDelay, systemNow } from '../adapters/clock.ts';
import { dataFolderOf } from '../adapters/data-folder.ts';
import { homeProgramsOf } from '../adapters/home-programs.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import { networkOf } from '../adapters/network.ts';
import { askInstalledCodex } from '../adapters/installed-codex.ts';
import { osKeyring } from '../adapters/os-keyring.ts';
import { readConfigFile } from '../adapters/config-file.ts';
import { endpointsFromEnvironment } from '../auth/endpoints.ts';
import { openCore, type Core, type CoreParts } from '../core.ts';
import type { Log } from '../ports.ts';
import { codexHomeOf } from '../store/codex-home.ts';

/** The core with the adapters of the `gatehouse` command, and no browser; some may be others. */
export async function openRealCore(
  env: Readonly<Record<string, string | undefined>>,
  others: Partial<CoreParts> = {},
): Promise<Core> {
  const endpoints = endpointsFromEnvironment(env);
  if (!endpoints.ok) throw new Error(endpoints.message);
  const { platform } = process;
  const userHome = homedir();
  const log: Log = { info: () => {}, warn: () => {}, error: () => {} };
  const network = networkOf({ version: 'test', env, platform, systemProxy: null, log });
  const codexHome = codexHomeOf(env, userHome);
  const ofServer = { env, platform, userHome, codexHome, version: 'test' };
  return openCore({
    env,
    platform,
    userHome,
    version: 'test',
    codexHome,
    dataFolder: dataFolderOf({ env, platform, userHome }),
    homePrograms: homeProgramsOf(platform, codexHome),
    backgroundServer: backgroundServerOn(ofServer),
    askInstalled: () => askInstalledServer(ofServer),
    endpoints: endpoints.endpoints,
    http: network.http,
    keyring: osKeyring,
    lockFile: fileLockOf(platform),
    program: 'command-line',
    now: systemNow,
    delay: systemDelay,
    randomBytes,
    openBrowser: () => Promise.resolve(false),
    checkPeer: () => Promise.resolve({ kind: 'trusted' }),
    userNameOf: () => Promise.resolve(null),
    readConfigFile,
    readDotenv: network.readDotenv,
    askCodex: askInstalledCodex({ env, platform, userHome, codexHome }),
    askScratch: () => Promise.resolve({ kind: 'noProgram' }),
    activityLog: openActivityFile({
      dataFolder: dataFolderOf({ env, platform, userHome }) ?? userHome,
    }),
    log,
    isWatched: () => false,
    ...others,
  });
}
