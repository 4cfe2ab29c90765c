import { describe, expect, it, vi } from 'vitest';

import type { ActivityEntry } from '../../shared/activity.ts';
import { Activity } from '../activity/activity.ts';
import { settingsLayers } from '../policy/layers.ts';
import { testNow } from '../testing/credentials.ts';
import { memoryActivity } from '../testing/memory-activity.ts';
import { LastRemoval, removalIn } from './last-removal.ts';

const layers = settingsLayers('linux', '/home/ada/.codex', {});
const at = '2026-01-22T16:00:00.000Z';

function entry(outcome: string, changes: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    v: 1,
    at,
    actor: 'policy',
    action: 'sign-out',
    account: 'ws-ada',
    outcome,
    detail: 'forcedMethod',
    place: 'userConfig:2:1',
    ...changes,
  };
}

const byPerson = { actor: 'user', detail: null } as const;
const where = { rule: 'forced_login_method', source: '/home/ada/.codex/config.toml', line: 2 };

describe('the last removal that a rule demanded', () => {
  it.each([
    ['done', { state: 'done', at }],
    ['failed:store', { state: 'failed', at }],
    ['announced', { state: 'announced', at: '2026-01-22T16:01:00.000Z' }],
  ])('is known from the log with its rule, file and line: %s', (outcome, expected) => {
    expect(removalIn([entry(outcome)], layers)).toEqual({ ...expected, ...where });
  });

  it('is what was recorded last of it, whatever a person did meanwhile', () => {
    const entries = [
      entry('failed:network', { ...byPerson, action: 'sign-in' }),
      entry('done'),
      entry('confirmed', byPerson),
      entry('announced'),
    ];
    expect(removalIn(entries, layers)).toMatchObject({ state: 'done' });
    expect(removalIn(entries.slice(2), layers)).toMatchObject({ state: 'announced' });
  });

  it.each<[string, ActivityEntry]>([
    ['it was withdrawn', entry('withdrawn')],
    ['somebody signed in', entry('done', { ...byPerson, action: 'sign-in' })],
    ['a person signed out', entry('done', byPerson)],
    ['another program signed out', entry('done', { actor: 'other-program' })],
  ])('is none where %s since', (_, later) => {
    expect(removalIn([later, entry('announced')], layers)).toBeNull();
  });

  it('is told without what this machine does not know', () => {
    const strange = entry('done', { detail: 'newRule', place: 'newKind:7' });
    expect(removalIn([strange], layers)).toMatchObject({ rule: null, source: null, line: 7 });
  });
});

it('follows the log from the first look on, and tells of changes alone', async () => {
  const log = memoryActivity();
  log.record(entry('announced'));
  const activity = new Activity({ log, now: () => testNow, person: 'user' });
  const removal = new LastRemoval({ activity, layers, now: () => Date.parse(at) });
  expect(removal.get()).toBeNull();
  await removal.look();
  expect(removal.get()).toMatchObject({ state: 'announced' });
  const listener = vi.fn();
  removal.onChange(listener);
  activity.look();
  await removal.look();
  expect(listener).not.toHaveBeenCalled();
  const told = new Promise<void>((resolve) => removal.onChange(resolve));
  log.record(entry('done'));
  activity.look();
  await told;
  expect(removal.get()).toMatchObject({ state: 'done' });
});

it('forgets what was announced by an app that ended before it did it', async () => {
  const read = () =>
    Promise.resolve({ entries: [entry('announced')], skipped: 0, unreadable: null });
  const activity = { read, onChange: () => () => {} };
  let now = Date.parse(at);
  const removal = new LastRemoval({ activity, layers, now: () => now });
  await removal.look();
  now += 2 * 60_000;
  expect(removal.get()).toMatchObject({ state: 'announced' });
  now += 1;
  expect(removal.get()).toBeNull();
});

it('keeps what it knows where the log cannot be read', async () => {
  const read = vi.fn(() =>
    Promise.resolve({ entries: [entry('done')], skipped: 0, unreadable: null }),
  );
  const activity = { read, onChange: () => () => {} };
  const removal = new LastRemoval({ activity, layers, now: () => testNow });
  await removal.look();
  read.mockRejectedValueOnce(new Error('EIO'));
  await removal.look();
  expect(removal.get()).toMatchObject({ state: 'done' });
});
