import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import {
  accessToken,
  ada,
  apiKeyRecord,
  chatgptRecord,
  grace,
  otherDocuments,
  recordOf,
  testAccessToken,
  testApiKey,
  testNow,
} from '../testing/credentials.ts';
import {
  accountIdOf,
  accountOfRecord,
  digestOf,
  idOfSecret,
  isSameAccount,
  type AccountOfRecord,
} from './account-of-record.ts';

const nobody = { email: null, userId: null, workspaceId: null, planRaw: null };

describe('the account of a record', () => {
  it('is a person in a workspace, with what a refresh would redeem', () => {
    expect(accountOfRecord(chatgptRecord())).toEqual({
      kind: 'chatgpt',
      email: 'ada@example.com',
      userId: 'user-ada',
      workspaceId: 'ws-ada',
      planRaw: 'pro',
      secretDigest: digestOf('refresh-1'),
    });
  });

  it.each([
    ['an API key', apiKeyRecord(), 'apiKey', testApiKey],
    [
      'a personal access token',
      recordOf(otherDocuments.personalAccessToken),
      'personalAccessToken',
      testAccessToken,
    ],
  ] as const)('of %s is nobody known, and the secret itself', (_, record, kind, secret) => {
    expect(accountOfRecord(record)).toEqual({ kind, ...nobody, secretDigest: digestOf(secret) });
  });

  it('of a sign-in without a refresh token has the access token', () => {
    const record = chatgptRecord({ tokens: { refresh_token: '' } });
    expect(accountOfRecord(record)?.secretDigest).toBe(digestOf(record.tokens.accessToken));
  });

  it.each([
    ['Amazon Bedrock with a key', recordOf(otherDocuments.bedrockApiKey)],
    ['Amazon Bedrock with access keys', recordOf(otherDocuments.bedrockAccessKeys)],
    ['tokens of another program', chatgptRecord({ members: { auth_mode: 'chatgptAuthTokens' } })],
    ['no credential', recordOf({ auth_mode: 'apikey', OPENAI_API_KEY: null })],
  ])('is none for %s', (_, record) => {
    expect(accountOfRecord(record)).toBeNull();
  });

  it('has the workspace of the access token after an official switch of the workspace', () => {
    const token = accessToken(testNow, { ...ada, workspaceId: 'ws-2' });
    const switched = chatgptRecord({ tokens: { access_token: token, account_id: 'ws-2' } });
    expect(accountOfRecord(switched)).toMatchObject({ workspaceId: 'ws-2', userId: 'user-ada' });
  });
});

describe('two sign-ins are one account', () => {
  const account = accountOf();
  const other = (changes: Partial<AccountOfRecord>) => ({ ...account, ...changes });
  it.each<[string, AccountOfRecord, boolean]>([
    ['for the same person and workspace', other({ secretDigest: digestOf('another') }), true],
    ['not for another person of the workspace', other({ userId: 'user-grace' }), false],
    ['not for another workspace of the person', other({ workspaceId: 'ws-2' }), false],
    ['not where the person is not known', other({ userId: null }), false],
    ['not where the workspace is not known', other({ workspaceId: null }), false],
    ['not for another kind', other({ kind: 'personalAccessToken' }), false],
  ])('%s', (_, second, expected) => {
    expect(isSameAccount(account, second)).toBe(expected);
    expect(isSameAccount(second, account)).toBe(expected);
  });

  it('not where nobody is known of either', () => {
    const [one, two] = [accountOf(apiKeyRecord('a')), accountOf(apiKeyRecord('b'))];
    expect(isSameAccount(one, two)).toBe(false);
  });
});

describe('the id of an account', () => {
  it('is twelve digits of a digest of person and workspace, whatever the secret', () => {
    const digest = createHash('sha256').update('["chatgpt","user-ada","ws-ada"]').digest('hex');
    expect(accountIdOf(accountOf())).toBe(digest.slice(0, 12));
    const later = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
    expect(accountIdOf(accountOf(later))).toBe(digest.slice(0, 12));
  });

  it('is another for each account', () => {
    const records = [
      chatgptRecord(),
      chatgptRecord({ person: grace }),
      chatgptRecord({ person: { ...grace, workspaceId: 'ws-ada' } }),
      chatgptRecord({ person: { ...ada, workspaceId: 'ws-grace' } }),
      apiKeyRecord(),
      apiKeyRecord('sk-another'),
    ];
    expect(new Set(records.map((one) => accountIdOf(accountOf(one)))).size).toBe(records.length);
  });

  it('is of the secret where it is not known whose it is, and does not tell it', () => {
    const account = accountOf(apiKeyRecord());
    expect(accountIdOf(account)).toBe(idOfSecret(account));
    expect(account.secretDigest).not.toContain(accountIdOf(account));
  });
});

function accountOf(record = chatgptRecord() as Parameters<typeof accountOfRecord>[0]) {
  const account = accountOfRecord(record);
  if (account === null) throw new TypeError('the record is an account');
  return account;
}
