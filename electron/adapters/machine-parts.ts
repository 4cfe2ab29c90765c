import { randomBytes } from 'node:crypto';

import { systemDelay, systemNow } from './clock.ts';
import { askInstalledServer } from './asked-codex.ts';
import { backgroundServerOn } from './background-server.ts';
import { homeProgramsOf } from './home-programs.ts';
import { askInstalledCodex } from './installed-codex.ts';
import { readConfigFile } from './config-file.ts';
import { peerCheckOf, userNameOf } from './tcp-peer.ts';

/** What the core needs of this machine, for the app and the command alike. */
export function machineParts(codexHome: string, userHome: string, version: string) {
  const { env, platform } = process;
  const ofServer = { env, platform, userHome, codexHome, version };
  return {
    env,
    platform,
    userHome,
    codexHome,
    homePrograms: homeProgramsOf(platform, codexHome),
    backgroundServer: backgroundServerOn(ofServer),
    now: systemNow,
    delay: systemDelay,
    randomBytes: (length: number) => randomBytes(length),
    checkPeer: peerCheckOf(platform, codexHome, env),
    userNameOf,
    readConfigFile,
    askInstalled: () => askInstalledServer(ofServer),
    askCodex: askInstalledCodex({ env, platform, userHome, codexHome }),
  };
}
