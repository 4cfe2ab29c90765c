import { describe, expect, it } from 'vitest';

import { byDay, everything, filterActivity } from './activity-filter.ts';
import { activityEntry } from '../shared/testing/activity-entry.ts';

const signedIn = activityEntry({ account: '0123abcd', user: 'ada' });
const refreshed = activityEntry({ actor: 'background', action: 'refresh', detail: null });
const failed = activityEntry({ ...refreshed, outcome: 'failed:reused' });
const all = [failed, refreshed, signedIn];

describe('what fits a filter', () => {
  it('is everything at first, in its order', () => {
    expect(filterActivity(all, everything)).toEqual(all);
  });

  it('is what one actor did', () => {
    expect(filterActivity(all, { ...everything, actor: 'background' })).toEqual([
      failed,
      refreshed,
    ]);
  });

  it.each([
    ['the words of the outcome', 'already used', [failed]],
    ['a code of the log', 'failed:reused', [failed]],
    ['an account', '0123', [signedIn]],
    ['a person', 'ada', [signedIn]],
    ['who', 'you', [signedIn]],
    ['any case and order', '  CHATGPT signed ', [signedIn]],
    ['all of the words', 'token reused', [failed]],
    ['no entry', 'keyring', []],
  ])('goes by %s', (_, text, entries) => {
    expect(filterActivity(all, { ...everything, text })).toEqual(entries);
  });

  it('goes by both', () => {
    expect(filterActivity(all, { actor: 'user', text: 'token' })).toEqual([]);
  });
});

it('parts entries by the days of the person', () => {
  const at = (day: number, hour: number) => new Date(2026, 0, day, hour).toISOString();
  const entries = [at(3, 1), at(2, 23), at(2, 1)].map((time) => activityEntry({ at: time }));
  expect(byDay(entries).map((day) => day.entries)).toEqual([entries.slice(0, 1), entries.slice(1)]);
});
