import { expect, expectTypeOf, it } from 'vitest';

import { activityActionSchema, activityPageSchema } from '../../shared/activity.ts';
import type { AppErrorCode } from '../../shared/app-error.ts';
import type { KeyringProblemCode } from '../../shared/keyring-problem.ts';
import type { UnusableCode } from '../../shared/problem-code.ts';
import type { activityEntryTexts } from '../../shared/texts/activity-entries.ts';
import type { KeptFailureCode } from '../account/kept-commands.ts';
import type { AccountsFailureCode } from '../account/saved-account-commands.ts';
import type { ActivityLog } from '../activity/activity.ts';
import { activityEntry } from '../../shared/testing/activity-entry.ts';
import type { PermanentReason } from '../auth/refresh-failure.ts';
import { zonedTime } from '../base/local-time.ts';
import { capturedTerminal } from '../testing/captured-terminal.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { runActivity } from './activity-command.ts';

async function printed(log: ActivityLog, options: { limit?: number; json?: boolean } = {}) {
  const { terminal, said } = capturedTerminal({ userHome: '/home/ada' });
  const exitCode = await runActivity(log, terminal, {
    limit: 50,
    json: false,
    ...options,
  });
  return { ...said, exitCode };
}

function recorded() {
  const log = memoryActivity();
  log.record(activityEntry({ user: 'ada' }));
  log.record(
    activityEntry({ actor: 'background', action: 'refresh', account: null, detail: null }),
  );
  return log;
}

it('prints one line an entry, the newest first, in columns and on the clock of this computer', async () => {
  const time = zonedTime('2026-01-02T03:04:05.000Z');
  expect(await printed(recorded())).toEqual({
    out: [
      `${time}  Gatehouse  Token refreshed`,
      `${time}  You        Signed in with ChatGPT  person ada in workspace ws-1`,
    ],
    err: [],
    exitCode: 0,
  });
});

it.each(activityActionSchema.options)('has words for "%s", and no code', async (action) => {
  const log = memoryActivity();
  const outcomes = ['done', 'refused:rules-unknown', 'failed:exchange-failed', 'offline'];
  for (const outcome of outcomes) log.record(activityEntry({ action, outcome, detail: null }));
  const { out } = await printed(log);
  expect(out).toHaveLength(4);
  expect(out.join('\n')).not.toMatch(/[a-z]:[a-z]|rules-unknown|exchange-failed/);
  expect(out[1]).toContain('Failed: the issuer did not accept it; workspace ws-1');
});

it('tells how it ended, and then whose sign-in it was', async () => {
  const log = memoryActivity();
  log.record(activityEntry({ action: 'refresh', outcome: 'refused:rules-unknown', user: 'ada' }));
  const [line] = (await printed(log)).out;
  expect(line).toContain(
    'Token refresh  Refused: the login rules could not be read; person ada in workspace ws-1',
  );
});

it('prints no more than is asked for', async () => {
  expect((await printed(recorded(), { limit: 1 })).out).toHaveLength(1);
});

it('prints one JSON object with --json', async () => {
  const { out } = await printed(recorded(), { json: true });
  const { schema, schemaVersion, ...page } = JSON.parse(out.join('\n')) as Record<string, unknown>;
  expect([schema, schemaVersion]).toEqual([1, 1]);
  expect(activityPageSchema.parse(page).entries).toHaveLength(2);
});

it('says so where there is nothing, and where lines were skipped', async () => {
  const log: ActivityLog = {
    record: () => {},
    read: () => Promise.resolve({ entries: [], skipped: 2, unreadable: null }),
  };
  expect(await printed(log)).toEqual({
    out: ['Nothing is recorded yet.'],
    err: ['2 lines of the log could not be read and are left out.'],
    exitCode: 0,
  });
});

it.each([
  ['nothing of it', [], []],
  [
    'all but a part of it',
    [activityEntry({ detail: null })],
    [expect.stringContaining('Signed in')],
  ],
])('never says that nothing is recorded where it can read %s', async (_, entries, out) => {
  const unreadable = '/home/ada/x/activity.jsonl cannot be read: permission is denied.';
  const log: ActivityLog = {
    record: () => {},
    read: () => Promise.resolve({ entries, skipped: 0, unreadable }),
  };
  const err = ['~/x/activity.jsonl cannot be read: permission is denied.'];
  expect(await printed(log)).toEqual({ out, err, exitCode: 6 });
  const inJson = await printed(log, { json: true });
  expect(inJson.exitCode).toBe(6);
  expect(JSON.parse(inJson.out.join('\n'))).toMatchObject({ unreadable });
});

it('has words for every code that is recorded with what did not work', () => {
  /** Not recorded, or as another outcome; and those of exports and refreshes. */
  type Unrecorded =
    | 'api-key-empty'
    | 'api-key-invalid'
    | 'bad-label'
    | 'bad-request'
    | 'cancelled'
    | 'file-unreadable'
    | 'file-unwritable'
    | 'network'
    | 'refresh-permanent'
    | 'refresh-transient';
  type Recorded = Exclude<
    AccountsFailureCode | AppErrorCode | KeptFailureCode | PermanentReason | UnusableCode,
    Unrecorded
  >;
  type Said = keyof typeof activityEntryTexts.reasons | KeyringProblemCode;
  expectTypeOf<Exclude<Recorded, Said>>().toEqualTypeOf<never>();
});
