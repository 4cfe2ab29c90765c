import { expect, it } from 'vitest';

import { withoutEmail } from './hidden-email.ts';

it('takes e-mail addresses out of members and texts alike', () => {
  const state = {
    account: { email: 'ada@example.com', workspaceId: 'ws-1' },
    accounts: [
      { id: 'a', label: null, email: 'grace@example.com' },
      { id: 'b', label: 'lin@example.com', email: null },
      { id: 'c', label: 'Work', email: 'kay@intranet' },
    ],
    notices: [{ message: 'grace@example.com is in use now, and kay@intranet is saved.' }],
    path: '~/.codex',
  };
  expect(withoutEmail(state)).toEqual({
    account: { email: null, workspaceId: 'ws-1' },
    accounts: [
      { id: 'a', label: null, email: null },
      { id: 'b', label: null, email: null },
      { id: 'c', label: 'Work', email: null },
    ],
    notices: [{ message: '[e-mail] is in use now, and [e-mail] is saved.' }],
    path: '~/.codex',
  });
  expect(state.account.email).toBe('ada@example.com');
});

it('leaves what has none, null and undefined included', () => {
  for (const value of [undefined, null, 'x', 3, { a: [true, null] }]) {
    expect(withoutEmail(value)).toEqual(value);
  }
});
