import { describe, expect, it } from 'vitest';

import type { SavedAccountsProblem } from '../../shared/saved-accounts.ts';
import { savedAccount } from '../../shared/testing/app-state.ts';
import { accountsProblemWords, savedAccountFacts } from './saved-account-phrases.ts';

const now = Date.UTC(2026, 10, 24, 12);
const hourMs = 3_600_000;

describe('what is told of an account', () => {
  it.each([
    [{}, 'Workspace 5f0c2f6e… | Team | Not used yet'],
    [
      { lastUsedAt: now - 3 * hourMs, workspaceName: 'Compilers' },
      'Workspace Compilers | Team | Last used 3 hours ago',
    ],
    [{ label: 'Work' }, 'grace@example.com | Workspace 5f0c2f6e… | Team | Not used yet'],
    [{ protection: 'plain' }, 'Workspace 5f0c2f6e… | Team | Not used yet | In a plain file'],
    [
      { kind: 'apiKey', email: null, workspaceId: null, planLabel: null },
      'Pay as you go | Not used yet',
    ],
  ] as const)('with %j', (facts, text) => {
    expect(savedAccountFacts(savedAccount(facts), false, now, 'en-GB').join(' | ')).toBe(text);
  });
});

it('a plain file is no news where all of them are', () => {
  const facts = savedAccountFacts(savedAccount({ protection: 'plain' }), true, now, 'en-GB');
  expect(facts).not.toContain('In a plain file');
});

describe('what stands in the way of saved accounts', () => {
  const codes: readonly SavedAccountsProblem['code'][] = [
    'list-unreadable',
    'list-newer',
    'key-locked',
    'key-unreachable',
    'key-gone',
    'key-swapped',
    'no-keyring',
    'forbidden-by-rule',
    'switch-open',
  ];
  it.each(codes)('is told with a title and a way on: %s', (code) => {
    const { title, text } = accountsProblemWords({ code, message: 'Do this.' });
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(text).toMatch(/\.$/);
  });

  it('has three answers where the key is not to be had', () => {
    const titles = (['key-locked', 'key-unreachable', 'key-gone'] as const).map(
      (code) => accountsProblemWords({ code, message: '' }).title,
    );
    expect(new Set(titles).size).toBe(3);
  });
});
