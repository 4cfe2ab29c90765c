import { describe, expect, it } from 'vitest';

import { activityEntry } from '../../shared/testing/activity-entry.ts';
import { parseActivity } from './parse-activity.ts';

const textOf = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

it('reads the newest entry first', () => {
  const [older, newer] = [activityEntry(), activityEntry({ action: 'sign-out' })];
  expect(parseActivity(textOf(older, newer))).toEqual({ entries: [newer, older], skipped: 0 });
});

it('reads entries of older versions, which name the workspace alone', () => {
  const older = activityEntry({ account: 'ws-1' });
  expect(Object.keys(older)).not.toContain('user');
  expect(parseActivity(textOf(older)).entries).toEqual([older]);
});

it('of nothing is nothing', () => {
  expect(parseActivity('')).toEqual({ entries: [], skipped: 0 });
  expect(parseActivity('\n\n')).toEqual({ entries: [], skipped: 0 });
});

describe('a line that cannot be read is skipped and counted', () => {
  const entry = activityEntry();
  const torn = JSON.stringify(entry).slice(0, 40);

  it('at the end, where the last writer has crashed', () => {
    expect(parseActivity(textOf(entry) + torn)).toEqual({ entries: [entry], skipped: 1 });
  });

  it('in the middle, where others went on', () => {
    const text = `${torn}\n${textOf(entry)}`;
    expect(parseActivity(text)).toEqual({ entries: [entry], skipped: 1 });
  });

  it.each([
    ['of another version', { ...entry, v: 2 }],
    ['with more than is known', { ...entry, token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }],
    ['with a sentence for a code', { ...entry, outcome: 'failed: see ada@example.com' }],
    ['with a whole id', { ...entry, account: '01234567-89ab-cdef-0123-456789abcdef' }],
    ['that is no object', 7],
  ])('%s', (_, line) => {
    expect(parseActivity(textOf(line, entry))).toEqual({ entries: [entry], skipped: 1 });
  });
});

describe('a change that the app sees', () => {
  const command = activityEntry({
    actor: 'command-line',
    user: 'ada',
    at: '2026-01-02T03:04:05.000Z',
  });
  const seen = activityEntry({ actor: 'other-program', at: '2026-01-02T03:04:06.000Z' });

  it('is no second entry where a command line has recorded it, in whatever order', () => {
    expect(parseActivity(textOf(command, seen)).entries).toEqual([command]);
    expect(parseActivity(textOf(seen, command)).entries).toEqual([command]);
  });

  it('is none either where a command removed the sign-in for a rule, but is where that was to come', () => {
    const removed = activityEntry({ ...command, actor: 'policy', action: 'sign-out' });
    const gone = activityEntry({ ...seen, action: 'sign-out' });
    expect(parseActivity(textOf(removed, gone)).entries).toEqual([removed]);
    const announced = { ...removed, outcome: 'announced' };
    expect(parseActivity(textOf(announced, gone)).entries).toEqual([gone, announced]);
  });

  it('is no second entry where one of them does not name the person', () => {
    const older = activityEntry({ ...command });
    delete older.user;
    expect(parseActivity(textOf(older, { ...seen, user: 'ada' })).entries).toEqual([older]);
  });

  it('is no second entry where a command switched accounts', () => {
    const switched = activityEntry({ ...command, action: 'switch-account' });
    expect(parseActivity(textOf(switched, seen)).entries).toEqual([switched]);
  });

  it.each(['refresh', 'change'] as const)(
    'is no second entry as a %s after a sign-in',
    (action) => {
      expect(parseActivity(textOf(command, { ...seen, action })).entries).toEqual([command]);
      const refused = { ...command, outcome: 'refused:denied' };
      expect(parseActivity(textOf(refused, { ...seen, action })).entries).toHaveLength(2);
    },
  );

  it.each([
    ['another account', { account: 'ws-2' }],
    ['another person', { user: 'grace' }],
    ['another action', { action: 'sign-out' }],
    ['another time', { at: '2026-01-02T03:04:16.000Z' }],
  ] as const)('is an entry of its own for %s', (_, difference) => {
    expect(parseActivity(textOf(command, { ...seen, ...difference })).entries).toHaveLength(2);
  });
});
