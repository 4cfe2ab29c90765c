import { createHash, randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline';

import { systemDelay, systemNow } from '../adapters/clock.ts';
import { fetchHttpClient } from '../adapters/fetch-http-client.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import { osKeyring } from '../adapters/os-keyring.ts';
import { readSettingsFile } from '../adapters/settings-file.ts';
import type { RefreshOutcome } from '../auth/auth-session.ts';
import { endpointsFromEnvironment } from '../auth/endpoints.ts';
import { openCore } from '../core.ts';
import { codexHomeOf } from '../store/codex-home.ts';
import type { RefresherAnswer } from './refresher-protocol.ts';

/**
 * A process of Gatehouse that refreshes when it is told to: the core and adapters of the
 * `gatehouse` command, which by itself would begin to refresh whenever it has come up.
 */
const endpoints = endpointsFromEnvironment(process.env);
if (!endpoints.ok) throw new Error(endpoints.message);
const { session } = await openCore({
  env: process.env,
  platform: process.platform,
  codexHome: codexHomeOf(process.env, homedir()),
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

answer(null);
for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'load') {
    await session.reload();
    answer(null);
  } else if (command === 'refresh') {
    answer(await session.refresh({ force: true }));
  } else {
    throw new Error(`not a command: ${command}`);
  }
}

function answer(outcome: RefreshOutcome | null): void {
  const credential = session.get();
  const said: RefresherAnswer = {
    credential: credential.kind,
    outcome: outcome?.kind ?? null,
    failedForGood: outcome?.kind === 'failed' && outcome.failure.permanent,
    tokenDigest: 'tokens' in credential ? digestOf(credential.tokens.accessToken) : null,
  };
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
