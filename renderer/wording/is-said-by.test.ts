import { expect, it } from 'vitest';

import type { Notice } from '../../shared/app-state.ts';
import { isSaidBy } from './is-said-by.ts';

const notice: Notice = {
  id: 'environment-key',
  severity: 'error',
  title: 'A key from the environment breaks a login rule',
  message: 'CODEX_API_KEY: unset it. The rule is set in /etc/codex/config.toml.',
  action: 'reload',
  actionLabel: 'Check again',
};

it('finds a message that a notice repeats, with or without more words', () => {
  expect(isSaidBy([notice], 'CODEX_API_KEY: unset it.')).toBe(true);
  expect(isSaidBy([notice], notice.message)).toBe(true);
});

it('does not find what no notice says', () => {
  expect(isSaidBy([notice], 'The store cannot be read.')).toBe(false);
  expect(isSaidBy([], notice.message)).toBe(false);
});
