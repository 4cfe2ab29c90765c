import path from 'node:path';

import { readDotenv, readConfigFile } from '../adapters/config-file.ts';
import { openCore, type Core, type CoreParts } from '../core.ts';
import { capturedLog } from './captured-log.ts';
import type { CodexHome } from './codex-home.ts';
import { testNow } from './credentials.ts';
import { directNetwork } from './network/direct-network.ts';
import { memoryActivity } from './memory-activity.ts';
import { memoryKeyring, type MemoryKeyring } from './memory-keyring.ts';
import { noBackgroundServer } from './no-background-server.ts';
import { endpointsAt } from './session-in-test.ts';

export interface CoreInTest {
  readonly core: Core;
  readonly home: CodexHome;
  readonly keyring: MemoryKeyring;
}

export interface CoreOptions extends Partial<CoreParts> {
  /** Texts of settings files outside of the home, by their path. */
  readonly systemSettings?: Readonly<Record<string, string>>;
}

/** The core of a program on Linux, over a real folder of Codex and a keyring in memory. */
export async function coreInTest(home: CodexHome, options: CoreOptions = {}): Promise<CoreInTest> {
  const { systemSettings = {}, ...parts } = options;
  const keyring = memoryKeyring();
  const core = await openCore({
    env: {},
    platform: 'linux',
    userHome: '/home/ada',
    codexHome: home.folder,
    dataFolder: path.join(home.folder, 'gatehouse-data'),
    homePrograms: {
      list: () => Promise.resolve([]),
      running: () => Promise.resolve([]),
      waitingSignIn: () => Promise.resolve(null),
    },
    backgroundServer: noBackgroundServer,
    askInstalled: () => Promise.resolve({ kind: 'noProgram' }),
    endpoints: endpointsAt('http://127.0.0.1:9'),
    http: directNetwork.http,
    keyring,
    lockFile: () => Promise.resolve({ release: () => {} }),
    program: 'app',
    now: () => testNow,
    delay: () => Promise.resolve(),
    randomBytes: (size) => new Uint8Array(size),
    openBrowser: () => Promise.resolve(false),
    checkPeer: () => Promise.resolve({ kind: 'trusted' }),
    userNameOf: () => Promise.resolve(null),
    readConfigFile: (file) => {
      if (file.startsWith(home.folder)) return readConfigFile(file);
      const text = systemSettings[file];
      return Promise.resolve(text === undefined ? { kind: 'absent' } : { kind: 'text', text });
    },
    readDotenv,
    askCodex: () => Promise.resolve({ kind: 'loads' }),
    askScratch: () => Promise.resolve({ kind: 'noProgram' }),
    activityLog: memoryActivity(),
    log: capturedLog(),
    isWatched: () => false,
    version: '0.1.0',
    ...parts,
  });
  return { core, home, keyring };
}
