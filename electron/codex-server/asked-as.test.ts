import { describe, expect, it } from 'vitest';

import { defaultIssuer } from '../auth/endpoints.ts';
import type { Verdict } from '../policy/verdict.ts';
import {
  accessToken,
  ada,
  chatgptCredential,
  hourMs,
  minuteMs,
  otherCredential,
  storedApiKey,
  testNow,
} from '../testing/credentials.ts';
import { askedAs, type AskedAsFacts } from './asked-as.ts';

const allowed: Verdict = { kind: 'allowed' };
const unjudged: Verdict = { kind: 'unknown', because: 'rules', message: 'They cannot be read.' };

function as(changes: Partial<AskedAsFacts>) {
  return askedAs({
    credential: chatgptCredential(),
    verdict: allowed,
    issuer: defaultIssuer,
    chatgptBaseUrl: null,
    now: testNow,
    ...changes,
  });
}

const withToken = (token: string) => chatgptCredential({ tokens: { access_token: token } });
const because = (changes: Partial<AskedAsFacts>) => {
  const answer = as(changes);
  return answer.kind === 'notAsked' ? answer.because : answer.kind;
};

it('is by the access token alone, for the account of the record', () => {
  const token = accessToken();
  expect(as({ credential: withToken(token) })).toEqual({
    kind: 'asked',
    identity: { accessToken: token, accountId: ada.workspaceId, chatgptBaseUrl: null },
    account: { accountId: ada.workspaceId, userId: ada.userId },
  });
});

describe('nobody is asked', () => {
  it.each([
    ['without a sign-in', { kind: 'signedOut' } as const],
    ['with an API key', storedApiKey()],
    ['with a personal access token', otherCredential('personalAccessToken')],
    ['with a key for Amazon Bedrock', otherCredential('bedrockApiKey')],
  ])('%s', (_, credential) => {
    expect(because({ credential })).toBe('no-chatgpt-sign-in');
  });

  it('with a sign-in that is kept and not used', () => {
    expect(because({ verdict: unjudged })).toBe('not-allowed');
  });

  it.each([
    ['that has ended', -hourMs, 'token-ended'],
    ['that ends while Codex starts', minuteMs - 1, 'token-ended'],
    ['that lasts for long enough', minuteMs, 'asked'],
  ])('with a token %s', (_, leftMs, expected) => {
    // Of whole seconds.
    const now = Math.floor(testNow / 1000) * 1000;
    const credential = withToken(accessToken(now + leftMs + (leftMs === minuteMs ? 0 : -999)));
    expect(because({ credential, now })).toBe(expected);
  });

  it('without an account', () => {
    const credential = chatgptCredential({ tokens: { account_id: null } });
    expect(because({ credential })).toBe('no-workspace');
  });

  it.each([
    ['https://login.example.com', null, 'other-service'],
    ['https://login.example.com', 'https://chat.example.com/backend-api', 'asked'],
    [defaultIssuer, 'https://proxy.example.com/backend-api', 'asked'],
    [defaultIssuer, 'http://proxy.example.com/backend-api', 'other-service'],
    [defaultIssuer, 'no address', 'other-service'],
  ])('by a token of %s at %s: %s', (issuer, chatgptBaseUrl, expected) => {
    expect(because({ issuer, chatgptBaseUrl })).toBe(expected);
  });
});
