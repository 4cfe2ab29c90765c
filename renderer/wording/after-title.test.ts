import { expect, it } from 'vitest';

import { afterTitle } from './after-title.ts';

it.each([
  ['No keyring is running. Start one.', 'Start one.'],
  ['No keyring is running.', null],
  ['No keyring is running here. Start one.', 'No keyring is running here. Start one.'],
])('a text goes on after its title: %s', (text, rest) => {
  expect(afterTitle('No keyring is running', text)).toBe(rest);
});
