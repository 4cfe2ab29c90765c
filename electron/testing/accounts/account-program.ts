import { once } from 'node:events';
import { readlink } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { homeProgramsOf } from '../../adapters/home-programs.ts';
import type { AccountsOutcome } from '../../account/saved-account-commands.ts';
import type { Core } from '../../core.ts';
import { openRealCore } from '../real-core.ts';
import type { AccountOrder, Threads } from './account-work.ts';

/**
 * One piece of work with saved accounts, by the core and adapters of the `gatehouse` command:
 * `node account-program.mjs`, with UV_THREADPOOL_SIZE=1. It prints its threads, so that somebody can
 * look on from its first step, and begins when it is told what to do, by a line of JSON. In the end
 * it prints what came of it.
 */
const pool = path.basename(await readlink('/proc/thread-self'));
say({ main: process.pid, pool: Number(pool) } satisfies Threads);
const lines = createInterface({ input: process.stdin });
const [line] = (await once(lines, 'line')) as [string];
lines.close();
process.stdin.destroy();
const { work, seesPrograms } = JSON.parse(line) as AccountOrder;
const found = homeProgramsOf(process.platform, process.env['CODEX_HOME'] ?? '');
const core = await openRealCore(process.env, {
  homePrograms: {
    ...found,
    running: () => (seesPrograms ? found.running() : Promise.resolve([])),
    // The ports of a sign-in are the machine's, on which other tests may run.
    waitingSignIn: () => Promise.resolve(null),
  },
});
say(await carryOut(core));

function carryOut({ accounts: { commands } }: Core): AccountsOutcome | Promise<AccountsOutcome> {
  switch (work.do) {
    case 'open':
      return { kind: 'done', message: 'opened', severity: 'success' };
    case 'switch':
      return commands.use(work.id);
    case 'add':
      return commands.keepForLater(work.grant);
    case 'remove':
      return commands.remove(work.id);
    case 'sign-out-everywhere':
      return commands.signOutEverywhere(work.id);
  }
}

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
