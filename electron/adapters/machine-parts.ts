import { randomBytes } from 'node:crypto';

import { systemDelay, systemNow } from './clock.ts';
import { homeProgramsOf } from './home-programs.ts';
import { askInstalledCodex } from './installed-codex.ts';
import { readConfigFile } from './config-file.ts';
import { peerCheckOf, userNameOf } from './tcp-peer.ts';

/** What the core needs of this machine, for the app and the command alike. */
export function machineParts(codexHome: string, userHome: string) {
  const { env, platform } = process;
  return {
    env,
    platform,
    userHome,
    codexHome,
    homePrograms: homeProgramsOf(platform, codexHome),
    now: systemNow,
    delay: systemDelay,
    randomBytes,
    checkPeer: peerCheckOf(platform, codexHome, env),
    userNameOf,
    readConfigFile,
    askCodex: askInstalledCodex({ env, platform, userHome, codexHome }),
  };
}
