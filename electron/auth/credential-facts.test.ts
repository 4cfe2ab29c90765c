import { describe, expect, it } from 'vitest';

import {
  accessToken,
  apiKeyRecord,
  chatgptCredential,
  grace,
  storedApiKey,
  testApiKey,
} from '../testing/credentials.ts';
import type { Credential } from './credential.ts';
import {
  bearerOf,
  identityOf,
  isRefreshable,
  sameCredential,
  storedRecordOf,
  tokenDataOf,
  withSourceOf,
} from './credential-facts.ts';

const signedOut: Credential = { kind: 'signedOut' };
const unusable = (message: string): Credential => ({
  kind: 'unusable',
  problem: { code: 'record-invalid', message },
});

describe('what a credential tells', () => {
  it('of ChatGPT: its tokens', () => {
    const credential = chatgptCredential({ tokens: { account_id: 'acct-1' } });
    expect(tokenDataOf(credential)).toBe(credential.tokens);
    expect(bearerOf(credential)).toBe(accessToken());
    expect(storedRecordOf(credential)).toBe(credential.record);
  });

  it('of ChatGPT without last_refresh: no tokens to use', () => {
    const credential = chatgptCredential({ members: { last_refresh: undefined } });
    expect(tokenDataOf(credential)).toBeNull();
    expect(bearerOf(credential)).toBeNull();
  });

  it.each([
    ['a stored key', storedApiKey(), testApiKey],
    ['nothing', signedOut, null],
    ['what cannot be used', unusable('m'), null],
  ])('of %s: at most a key', (_, credential, bearer) => {
    expect(bearerOf(credential)).toBe(bearer);
    expect(tokenDataOf(credential)).toBeNull();
  });

  it('of a key: its record', () => {
    expect(storedRecordOf(storedApiKey())).toEqual(apiKeyRecord());
    expect(storedRecordOf(signedOut)).toBeNull();
  });
});

it.each<[string, Credential, boolean]>([
  ['ChatGPT tokens', chatgptCredential(), true],
  [
    'ChatGPT tokens of January 2026',
    chatgptCredential({ members: { auth_mode: undefined } }),
    true,
  ],
  [
    'tokens that another program supplies',
    chatgptCredential({ members: { auth_mode: 'chatgptAuthTokens' } }),
    false,
  ],
  ['a key', storedApiKey(), false],
  ['nothing', signedOut, false],
  ['what cannot be used', unusable('m'), false],
])('whether %s can be refreshed', (_, credential, refreshable) => {
  expect(isRefreshable(credential)).toBe(refreshable);
});

describe('whether two loads are the same credential', () => {
  const other = chatgptCredential({ person: grace });

  it.each<[string, Credential, Credential, boolean]>([
    ['nothing and nothing', signedOut, { kind: 'signedOut' }, true],
    ['nothing and a key', signedOut, storedApiKey(), false],
    ['two loads of one record', chatgptCredential(), chatgptCredential(), true],
    ['two accounts of the same mode', chatgptCredential(), other, false],
    [
      'two refreshes of one account',
      chatgptCredential(),
      chatgptCredential({ tokens: { refresh_token: 'refresh-2' } }),
      false,
    ],
    ['tokens and a key', chatgptCredential(), storedApiKey(), false],
    ['a key and tokens', storedApiKey(), chatgptCredential(), false],
    ['one key', storedApiKey('a'), storedApiKey('a'), true],
    ['two keys', storedApiKey('a'), storedApiKey('b'), false],
    ['the same problem', unusable('m'), unusable('m'), true],
    ['two problems', unusable('m'), unusable('n'), false],
    ['a problem and nothing', unusable('m'), signedOut, false],
  ])('%s', (_, a, b, same) => {
    expect(sameCredential(a, b)).toBe(same);
    expect(sameCredential(b, a)).toBe(same);
  });
});

describe('the identity of tokens', () => {
  it('takes the workspace claim where account_id was never written', () => {
    const { tokens } = chatgptCredential({ tokens: { account_id: null } });
    expect(identityOf(tokens)).toEqual({ accountId: 'ws-ada', userId: 'user-ada' });
    expect(identityOf(chatgptCredential({ tokens: { account_id: 'acct-1' } }).tokens)).toEqual({
      accountId: 'acct-1',
      userId: 'user-ada',
    });
  });
});

describe('a credential that was moved to another place', () => {
  it('is the held one with the source it was found in, its record and all', () => {
    const held = chatgptCredential();
    const moved = withSourceOf(held, { ...chatgptCredential(), source: 'keyring' });
    expect(moved).toMatchObject({ kind: 'chatgpt', source: 'keyring' });
    expect(storedRecordOf(moved)).toBe(storedRecordOf(held));

    const key = storedApiKey();
    if (key.kind !== 'apiKey') throw new TypeError('it is stored');
    const found: Credential = { ...key, origin: { ...key.origin, source: 'keyring' } };
    expect(withSourceOf(key, found)).toMatchObject({ origin: { source: 'keyring' } });
  });

  it('is itself where nothing was moved', () => {
    for (const held of [chatgptCredential(), storedApiKey(), signedOut]) {
      expect(withSourceOf(held, structuredClone(held))).toBe(held);
    }
  });
});
