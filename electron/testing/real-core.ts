import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';

import { systemDelay, systemNow } from '../adapters/clock.ts';
import { fetchHttpClient } from '../adapters/fetch-http-client.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import { osKeyring } from '../adapters/os-keyring.ts';
import { readSettingsFile } from '../adapters/settings-file.ts';
import { endpointsFromEnvironment } from '../auth/endpoints.ts';
import { openCore, type Core } from '../core.ts';
import { codexHomeOf } from '../store/codex-home.ts';

/** The core with the adapters of the `gatehouse` command, and no browser. */
export async function openRealCore(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Core> {
  const endpoints = endpointsFromEnvironment(env);
  if (!endpoints.ok) throw new Error(endpoints.message);
  return openCore({
    env,
    platform: process.platform,
    codexHome: codexHomeOf(env, homedir()),
    endpoints: endpoints.endpoints,
    http: fetchHttpClient,
    keyring: osKeyring,
    lockFile: fileLockOf(process.platform),
    keptIn: 'nowhere',
    now: systemNow,
    delay: systemDelay,
    randomBytes,
    openBrowser: () => Promise.resolve(false),
    readSettingsFile,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
}
