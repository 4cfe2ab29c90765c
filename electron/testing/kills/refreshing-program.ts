import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';

import { openActivityFile } from '../../adapters/activity-file.ts';
import { systemDelay, systemNow } from '../../adapters/clock.ts';
import { homeProgramsOf } from '../../adapters/home-programs.ts';
import { fileLockOf } from '../../adapters/file-lock.ts';
import { openLogFile } from '../../adapters/log-file.ts';
import { readDotenv, readConfigFile } from '../../adapters/config-file.ts';
import type { IssuedTokens } from '../../auth/auth-record.ts';
import { endpointsFromEnvironment } from '../../auth/endpoints.ts';
import { openCore } from '../../core.ts';
import { noBackgroundServer } from '../no-background-server.ts';
import { directNetwork } from '../network/direct-network.ts';
import { memoryKeyring } from '../memory-keyring.ts';
import type { Work } from './work.ts';

/**
 * The whole core over real files and locks, at work until it is done or killed:
 * `node refreshing-program.mjs HOME DATA-FOLDER WORK`, with GATEHOUSE_ISSUER set. Once the
 * core is open it writes "open" to standard output, and in the end the outcome.
 */
const [codexHome = '', dataFolder = '', work = '{}'] = process.argv.slice(2);
const endpoints = endpointsFromEnvironment(process.env);
if (!endpoints.ok) throw new TypeError(endpoints.message);

const { commands } = await openCore({
  env: {},
  platform: process.platform,
  userHome: homedir(),
  codexHome,
  dataFolder,
  homePrograms: homeProgramsOf(process.platform, codexHome),
  backgroundServer: noBackgroundServer,
  askInstalled: () => Promise.resolve({ kind: 'noProgram' }),
  endpoints: endpoints.endpoints,
  http: directNetwork.http,
  keyring: memoryKeyring(),
  lockFile: fileLockOf(process.platform),
  program: 'command-line',
  now: systemNow,
  delay: systemDelay,
  randomBytes,
  openBrowser: () => Promise.resolve(false),
  checkPeer: () => Promise.resolve({ kind: 'trusted' }),

  userNameOf: () => Promise.resolve(null),
  // Settings of the machine are none of this program's business.
  readConfigFile: (file) =>
    file.startsWith(codexHome) ? readConfigFile(file) : Promise.resolve({ kind: 'absent' }),
  readDotenv,
  askCodex: () => Promise.resolve({ kind: 'noProgram' }),
  askScratch: () => Promise.resolve({ kind: 'noProgram' }),
  log: openLogFile({ folder: dataFolder, now: systemNow }),
  activityLog: openActivityFile({ dataFolder }),
  isWatched: () => false,
  version: '0.1.0',
});
process.stdout.write('open\n');
process.stdout.write(await carryOut(JSON.parse(work) as Work));

async function carryOut(order: Work): Promise<string> {
  switch (order.do) {
    case 'open':
      return 'opened';
    case 'refresh':
      return (await commands.refresh({ force: false })).kind;
    case 'refresh-on-and-on':
      for (;;) await commands.refresh({ force: true });
    case 'sign-in':
      await commands.signIn({
        kind: 'chatgpt',
        issued: order.issued satisfies IssuedTokens,
        apiKey: null,
      });
      return 'signed-in';
  }
}
