import { describe, expect, it } from 'vitest';

import {
  apiKeyRecord,
  chatgptDocument,
  chatgptRecord,
  grace,
  otherDocuments,
  present,
  recordOf,
  testAccessToken,
  testNow,
} from '../testing/credentials.ts';
import type { AuthRecord } from './auth-record.ts';
import type { StoredCredential, StoreMode } from './credential-store.ts';
import type { UnsavedRefresh } from './refresh-journal.ts';
import { isSameSecret, isWorthKeeping, replacedBy, sourceOf } from './sign-in-keeper.ts';

const worth: readonly (readonly [string, AuthRecord])[] = [
  ['an API key', apiKeyRecord()],
  ['a ChatGPT sign-in', chatgptRecord()],
  ...Object.entries(otherDocuments).map(([kind, document]) => [kind, recordOf(document)] as const),
];

describe('a sign-in is worth keeping', () => {
  it.each(worth)('with what its kind has: %s', (_, record) => {
    expect(isWorthKeeping(record)).toBe(true);
  });

  it.each([
    'apikey',
    'chatgpt',
    'chatgptAuthTokens',
    'personalAccessToken',
    'bedrockApiKey',
    'bedrockAccessKeys',
  ])('not where it only says that it is of the kind %s', (mode) => {
    expect(isWorthKeeping(recordOf({ auth_mode: mode }))).toBe(false);
  });

  it.each(['apikey', 'personalAccessToken', 'bedrockApiKey', 'bedrockAccessKeys'])(
    'not for tokens of ChatGPT that are beside the kind %s',
    (mode) => {
      const record = recordOf({ ...chatgptDocument(), auth_mode: mode, OPENAI_API_KEY: null });
      expect(isWorthKeeping(record)).toBe(false);
    },
  );

  it('not where another program supplies its tokens, and renews them', () => {
    const record = recordOf({ ...chatgptDocument(), auth_mode: 'chatgptAuthTokens' });
    expect(isWorthKeeping(record)).toBe(false);
  });
});

describe('two records hold the same secret', () => {
  it.each(worth)('where they are one: %s', (_, record) => {
    expect(isSameSecret(record, record)).toBe(true);
  });

  it.each(worth)('and no two kinds do: %s', (name, record) => {
    for (const [other, another] of worth) {
      if (other !== name) expect(isSameSecret(record, another), other).toBe(false);
    }
  });

  it('whatever else is in them', () => {
    expect(isSameSecret(chatgptRecord(), chatgptRecord({ members: { theirs: 1 } }))).toBe(true);
  });

  it.each([
    ['access token', { access_token: 'another' }],
    ['refresh token', { refresh_token: 'another' }],
  ])('not with another %s', (_, tokens) => {
    expect(isSameSecret(chatgptRecord(), chatgptRecord({ tokens }))).toBe(false);
  });

  it.each([
    ['API key', apiKeyRecord('sk-another'), apiKeyRecord()],
    [
      'personal access token',
      recordOf({ auth_mode: 'personalAccessToken', personal_access_token: `${testAccessToken}1` }),
      recordOf({ auth_mode: 'personalAccessToken', personal_access_token: testAccessToken }),
    ],
  ])('not with another %s', (_, one, other) => {
    expect(isSameSecret(one, other)).toBe(false);
  });
});

it.each<[StoreMode, 'file' | 'keyring' | null, string]>([
  ['file', null, 'file'],
  ['keyring', null, 'keyring'],
  ['ephemeral', null, 'ephemeral'],
  ['auto', null, 'keyring'],
  ['auto', 'file', 'file'],
  ['file', 'keyring', 'keyring'],
])('in the mode %s, found in %j, it is protected as in %s', (mode, found, source) => {
  expect(sourceOf(mode, found)).toBe(source);
});

describe('what a new record would lose', () => {
  const stored = chatgptRecord();
  const tokens = { idToken: null, accessToken: 'new', refreshToken: 'new-refresh' };
  const lost = (
    found: StoredCredential,
    {
      next = apiKeyRecord(),
      unsaved = null,
    }: { next?: AuthRecord; unsaved?: UnsavedRefresh | null } = {},
  ) =>
    replacedBy(
      next,
      { mode: 'auto', stored: found, unsaved, reason: 'sign-in-replaced' },
      testNow,
    ).map(({ record, reason, source, redeemed }) => ({
      refreshToken: record.tokens?.refreshToken ?? null,
      reason,
      source,
      isForSpent: redeemed !== null,
    }));
  const replaced = {
    refreshToken: stored.tokens.refreshToken,
    reason: 'sign-in-replaced',
    source: 'file',
    isForSpent: false,
  };
  const unsavedTokens = {
    refreshToken: 'new-refresh',
    reason: 'unsaved-tokens',
    source: 'file',
    isForSpent: true,
  };

  it('is what is stored, where it was found', () => {
    expect(lost(present(stored))).toEqual([replaced]);
  });

  it('is nothing where the same secret is stored, or nothing worth keeping', () => {
    expect(lost(present(stored), { next: stored })).toEqual([]);
    expect(lost(present(recordOf({ auth_mode: 'apikey' })))).toEqual([]);
    expect(lost({ kind: 'absent' })).toEqual([]);
  });

  it('are tokens that are not saved yet, in the place of those spent for them', () => {
    expect(lost(present(stored), { unsaved: { redeemed: stored, tokens } })).toEqual([
      unsavedTokens,
    ]);
  });

  it('is both where they came for another sign-in', () => {
    const redeemed = chatgptRecord({ person: grace, tokens: { refresh_token: 'of-grace' } });
    expect(lost(present(stored), { unsaved: { redeemed, tokens } })).toEqual([
      unsavedTokens,
      replaced,
    ]);
  });

  it('are unsaved tokens alone where nothing is stored, protected as the store would', () => {
    expect(lost({ kind: 'absent' }, { unsaved: { redeemed: stored, tokens } })).toEqual([
      { ...unsavedTokens, source: 'keyring' },
    ]);
  });
});
