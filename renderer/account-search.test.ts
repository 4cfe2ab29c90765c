import { expect, it } from 'vitest';

import { savedAccount } from '../shared/testing/app-state.ts';
import { findAccounts } from './account-search.ts';

const accounts = [
  savedAccount({ id: '000000000001', label: 'Compilers' }),
  savedAccount({ id: '000000000002', email: 'ada@example.com', planLabel: 'Pro' }),
  savedAccount({
    id: '000000000003',
    kind: 'apiKey',
    email: null,
    workspaceId: null,
    planLabel: null,
    state: { kind: 'needsSignIn', reason: 'unreadable', at: 0 },
  }),
];

it.each([
  ['', '1 2 3'],
  ['compilers', '1'],
  ['grace@', '1'],
  ['PRO', '2'],
  ['team', '1'],
  ['api key', '3'],
  ['5f0c2f6e', '1 2'],
  ['needs sign-in', '3'],
  ['pro ada', '2'],
  ['pro grace', ''],
])('finds by what a row shows, every word of %j', (text, found) => {
  const numbers = findAccounts(accounts, text).map(({ id }) => Number(id));
  expect(numbers.join(' ')).toBe(found);
});
