import { describe, expect, it } from 'vitest';

import { everything } from '../activity.ts';
import { activityEntry } from '../testing/activity-entry.ts';
import { savedAccount } from '../testing/app-state.ts';
import { filterActivity } from './activity-filter.ts';

const signedIn = activityEntry({ account: '0123abcd', user: 'ada' });
const refreshed = activityEntry({ actor: 'background', action: 'refresh', detail: null });
const failed = activityEntry({ ...refreshed, outcome: 'failed:reused' });
const all = [failed, refreshed, signedIn];

describe('what fits a filter', () => {
  it('is everything at first, in its order', () => {
    expect(filterActivity(all, everything, [])).toEqual(all);
  });

  it('is what one actor did', () => {
    expect(filterActivity(all, { ...everything, actor: 'background' }, [])).toEqual([
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
    expect(filterActivity(all, { ...everything, text }, [])).toEqual(entries);
  });

  it('goes by both', () => {
    expect(filterActivity(all, { actor: 'user', text: 'token' }, [])).toEqual([]);
  });
});

it('goes by the name of an account, and still by its ids', () => {
  const accounts = [
    savedAccount({ userId: 'user-ada', workspaceId: '0123abcd-ef', label: 'Laboratory' }),
  ];
  for (const text of ['laboratory', 'ada 0123']) {
    expect(filterActivity(all, { ...everything, text }, accounts)).toEqual([signedIn]);
  }
});
