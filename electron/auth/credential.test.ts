import { describe, expect, it } from 'vitest';

import { chatgptDocument, present, recordOf, testApiKey } from '../testing/credentials.ts';
import type { JsonObject } from './auth-record.ts';
import { modeOf, resolveCredential } from './credential.ts';
import type { StoredCredential } from './credential-store.ts';

const location = '/home/ada/.codex/auth.json';

function resolve(stored: StoredCredential) {
  return resolveCredential({ stored, location });
}

function resolveDocument(document: JsonObject) {
  return resolve(present(recordOf(document)));
}

describe('what is stored', () => {
  it('is signed out where nothing is stored', () => {
    expect(resolve({ kind: 'absent' })).toEqual({ kind: 'signedOut' });
  });

  it('is signed in with the tokens of the record', () => {
    const record = recordOf(chatgptDocument());
    expect(resolve(present(record))).toEqual({
      kind: 'chatgpt',
      source: 'file',
      record,
      tokens: record.tokens,
    });
  });

  it('is signed in with the key of the record', () => {
    const record = recordOf({ auth_mode: 'apikey', OPENAI_API_KEY: testApiKey });
    expect(resolve(present(record))).toEqual({
      kind: 'apiKey',
      origin: { source: 'file', apiKey: testApiKey, record },
    });
  });
});

describe('the mode of a record', () => {
  const { tokens } = chatgptDocument();

  it.each([
    [
      'its auth_mode, whatever else it holds',
      { auth_mode: 'chatgpt', OPENAI_API_KEY: 'k', tokens },
      'chatgpt',
    ],
    ['the same for a key', { auth_mode: 'apikey', OPENAI_API_KEY: 'k', tokens }, 'apikey'],
    [
      'else a personal access token',
      { personal_access_token: 'at-1', OPENAI_API_KEY: 'k' },
      'personalAccessToken',
    ],
    [
      'else a Bedrock key',
      { bedrock_api_key: { api_key: 'b', region: 'r' }, OPENAI_API_KEY: 'k' },
      'bedrockApiKey',
    ],
    [
      'else Bedrock access keys',
      {
        bedrock_access_keys: { access_key_id: 'a', secret_access_key: 's' },
        OPENAI_API_KEY: 'k',
      },
      'bedrockAccessKeys',
    ],
    ['else a key, an empty one too', { OPENAI_API_KEY: '', tokens }, 'apikey'],
    ['else ChatGPT', { tokens }, 'chatgpt'],
    ['ChatGPT for a record that holds nothing', {}, 'chatgpt'],
  ])('is %s', (_, document, mode) => {
    expect(modeOf(recordOf(document))).toBe(mode);
  });
});

describe('what is stored but cannot be used', () => {
  const unusable = (code: string, message: string, document?: JsonObject) => ({
    kind: 'unusable',
    problem: { code, message },
    ...(document && { record: recordOf(document) }),
  });

  it.each([
    ['{}', {}],
    ['a key that is null', { OPENAI_API_KEY: null }],
    ['a mode without tokens', { auth_mode: 'chatgpt', OPENAI_API_KEY: 'k' }],
  ])('%s is not signed in, and what is missing is named', (_, document) => {
    expect(resolveDocument(document)).toEqual(
      unusable(
        'tokens-missing',
        `${location} has no sign-in in it ("tokens" is missing). Sign in again.`,
        document,
      ),
    );
  });

  it('a key mode without a key', () => {
    const { tokens } = chatgptDocument();
    const document = { auth_mode: 'apikey', tokens };
    expect(resolveDocument(document)).toEqual(
      unusable('api-key-missing', 'API key auth is missing a key. Sign in again.', document),
    );
  });

  it.each([
    ['personalAccessToken', 'a personal access token'],
    ['bedrockApiKey', 'an Amazon Bedrock key'],
    ['bedrockAccessKeys', 'AWS access keys'],
  ])('a record of the mode %s without its credential', (mode, what) => {
    const document = { auth_mode: mode, OPENAI_API_KEY: 'k' };
    expect(resolveDocument(document)).toEqual(
      unusable(
        'record-invalid',
        `${location} cannot be used: it says that it holds ${what}, and holds none. Sign in again. The old file will be backed up.`,
        document,
      ),
    );
  });

  it('a kind that is not known is named, and left alone', () => {
    const message = 'it holds a sign-in of the kind "x"';
    expect(resolve({ kind: 'invalid', message, isOfUnknownKind: true })).toEqual(
      unusable('mode-unsupported', `${location} is left as it is: ${message}.`),
    );
  });

  it.each(['headers', 'agentIdentity'])('a record of the mode %s is left alone', (mode) => {
    const { tokens } = chatgptDocument();
    const document = { auth_mode: mode, OPENAI_API_KEY: 'k', tokens };
    expect(resolveDocument(document)).toEqual(
      unusable(
        'mode-unsupported',
        `${location} holds a sign-in of the kind "${mode}", which Gatehouse does not manage. It is left as it is.`,
        document,
      ),
    );
  });

  it('content that is no record says why', () => {
    expect(resolve({ kind: 'invalid', message: 'it is not valid JSON' })).toEqual(
      unusable(
        'record-invalid',
        `${location} cannot be used: it is not valid JSON. Sign in again. The old file will be backed up.`,
      ),
    );
  });

  it('content that the system refuses to show says what the system says', () => {
    expect(resolve({ kind: 'unreadable', reason: 'denied', message: 'Not permitted.' })).toEqual(
      unusable('store-unreadable', 'Not permitted.'),
    );
  });

  it.each([
    ['keyring-locked', 'keyring-locked'],
    ['keyring-unavailable', 'keyring-unavailable'],
    ['setting-unknown', 'store-unknown'],
    ['other-program', 'store-not-visible'],
  ] as const)('a store that is %s is named, and is not "signed out"', (reason, code) => {
    expect(resolve({ kind: 'unreadable', reason, message: 'Why.' })).toEqual(
      unusable(code, 'Why.'),
    );
  });
});
