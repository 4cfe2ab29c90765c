import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';

import { IntlMessageFormat } from 'intl-messageformat';

import { speakEnglish } from '../../shared/texts/language.ts';
import type { RefreshOutcome } from '../auth/token-refresh.ts';
import { openRealCore } from './real-core.ts';
import type { RefresherAnswer } from './refresher-protocol.ts';

speakEnglish(() => IntlMessageFormat);

/**
 * A process of Gatehouse that refreshes when it is told to: the core and adapters of the
 * `gatehouse` command, which by itself would begin to refresh whenever it has come up.
 */
const { session } = await openRealCore(process.env);

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
