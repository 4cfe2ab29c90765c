import { describe, expect, it } from 'vitest';

import type { Credential, CredentialProblemCode } from '../auth/credential.ts';
import {
  accessToken,
  ada,
  chatgptCredential,
  grace,
  storedApiKey,
  testNow,
} from '../testing/credentials.ts';
import { outsideEvent } from './outside-event.ts';

const signedOut: Credential = { kind: 'signedOut' };
const unusable = (code: CredentialProblemCode): Credential => ({
  kind: 'unusable',
  problem: { code, message: '' },
});
const before = chatgptCredential({ person: ada });
const refreshed = chatgptCredential({ tokens: { access_token: accessToken(testNow) } });
const other = chatgptCredential({ person: grace });
const withKey = storedApiKey();

describe('what another program must have done', () => {
  it.each<[string, Credential, Credential, object]>([
    ['signed in', signedOut, before, { action: 'sign-in', detail: 'chatgpt', credential: before }],
    ['signed in with a key', signedOut, withKey, { action: 'sign-in', detail: 'api-key' }],
    ['signed in another account', before, other, { action: 'sign-in', credential: other }],
    ['signed in with a key instead', before, withKey, { action: 'sign-in', detail: 'api-key' }],
    ['refreshed', before, refreshed, { action: 'refresh', credential: refreshed }],
    ['signed out', before, signedOut, { action: 'sign-out', credential: before }],
    [
      'damaged the record',
      before,
      unusable('record-invalid'),
      { action: 'change', detail: 'record-invalid', credential: before },
    ],
    ['put it right', unusable('record-invalid'), before, { action: 'change', credential: before }],
  ])('%s', (_, from, to, event) => {
    expect(outsideEvent(from, to)).toMatchObject({ outcome: 'done', ...event });
  });

  it.each<CredentialProblemCode>(['keyring-locked', 'store-unreadable', 'store-not-visible'])(
    'cannot be told while the sign-in is not to be seen: %s',
    (code) => {
      expect(outsideEvent(before, unusable(code))).toBeNull();
      expect(outsideEvent(unusable(code), before)).toBeNull();
    },
  );
});
