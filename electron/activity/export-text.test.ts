import { expect, it } from 'vitest';

import { activityEntry } from '../../shared/testing/activity-entry.ts';
import { exportText } from './export-text.ts';

const entries = [
  activityEntry({ account: '0123abcd' }),
  activityEntry({ account: null, detail: 'api-key' }),
  activityEntry({ account: '89ef0123', action: 'refresh', detail: null }),
  activityEntry({ account: '0123abcd', action: 'sign-out', outcome: 'failed:unwritable' }),
];

it('numbers the accounts, so that they can be told apart and no id is given away', () => {
  const lines = exportText(entries, 'jsonl').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { account: unknown }).account)).toEqual([
    'account-1',
    null,
    'account-2',
    'account-1',
  ]);
});

it('numbers two persons of one workspace as two accounts, and names neither', () => {
  const two = ['ada', 'grace', 'ada'].map((user) => activityEntry({ account: 'ws-1', user }));
  const lines = exportText(two, 'jsonl').trimEnd().split('\n');
  const exported = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(exported.map(({ account }) => account)).toEqual(['account-1', 'account-2', 'account-1']);
  expect(lines.join('')).not.toMatch(/ada|grace|ws-1/);
});

it('is a table as CSV', () => {
  expect(exportText(entries.slice(1, 3), 'csv')).toBe(
    [
      'at,actor,action,outcome,detail,account,place\r\n',
      '2026-01-02T03:04:05.000Z,user,sign-in,done,api-key,,\r\n',
      '2026-01-02T03:04:05.000Z,user,refresh,done,,account-1,\r\n',
    ].join(''),
  );
});

it.each(['jsonl', 'csv'] as const)('has nothing of an id as %s', (format) => {
  expect(exportText(entries, format)).not.toMatch(/0123abcd|89ef0123/);
});
