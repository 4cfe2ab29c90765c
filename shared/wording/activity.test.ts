import { expect, it } from 'vitest';

import { activityEntryTexts } from '../texts/activity-entries.ts';
import { whoseText } from './activity.ts';

it.each([
  [{ account: 'ws-1', user: 'ada' }, 'person ada in workspace ws-1'],
  [{ account: 'ws-1' }, 'workspace ws-1'],
  [{ account: null, user: 'ada' }, 'person ada'],
  [{ account: null }, null],
])('%j is of %j', (entry, text) => {
  expect(whoseText(entry)).toBe(text);
});

it('what is left out is counted', () => {
  expect(activityEntryTexts.skipped({ count: 1 })).toMatch(/^One line /);
  expect(activityEntryTexts.skipped({ count: 2 })).toMatch(/^2 lines /);
});
