import { describe, expect, it } from 'vitest';

import { activityEntryTexts } from '../texts/activity-entries.ts';
import { savedAccount } from '../testing/app-state.ts';
import { whoseName, whoseText } from './activity.ts';

it.each([
  [{ account: 'ws-1', user: 'ada' }, 'person ada in workspace ws-1'],
  [{ account: 'ws-1' }, 'workspace ws-1'],
  [{ account: 'ws-examp' }, 'workspace ws-examp…'],
  [{ account: null, user: 'ada' }, 'person ada'],
  [{ account: null }, null],
])('%j is of %j', (entry, text) => {
  expect(whoseText(entry)).toBe(text);
});

it('what is left out is counted', () => {
  expect(activityEntryTexts.skipped({ count: 1 })).toMatch(/^One line /);
  expect(activityEntryTexts.skipped({ count: 2 })).toMatch(/^2 lines /);
});

describe('the account of an entry', () => {
  const ada = savedAccount({
    userId: 'user-ada-0123',
    workspaceId: 'ws-example-1',
    email: 'ada@example.com',
  });
  const entry = { account: 'ws-examp', user: 'ada-0123' };
  const unknown = whoseText(entry);

  it('has its name where it is one of those that are known', () => {
    expect(whoseName(entry, [ada])).toBe('ada@example.com');
    expect(whoseName(entry, [{ ...ada, label: 'At work' }])).toBe('At work');
  });

  it.each([
    ['another person of the workspace', [{ ...ada, userId: 'user-grace' }]],
    ['another workspace of the person', [{ ...ada, workspaceId: 'ws-other' }]],
    ['an account whose person is not known', [{ ...ada, userId: null }]],
    ['two that look the same', [ada, { ...ada, workspaceId: 'ws-example-2' }]],
    ['nobody', []],
  ])('is not taken for %s', (_, accounts) => {
    expect(whoseName(entry, accounts)).toBe(unknown);
  });

  it('is none of a key, whoever has signed in', () => {
    expect(whoseName({ account: null }, [{ ...ada, workspaceId: null }])).toBeNull();
  });
});
