import { describe, expect, it } from 'vitest';

import { jwt, testNow } from '../testing/credentials.ts';
import { readExpiry, readIdTokenClaims } from './id-token-claims.ts';

const auth = 'https://api.openai.com/auth';
const profile = 'https://api.openai.com/profile';

const nothing = {
  email: null,
  planRaw: null,
  userId: null,
  workspaceId: null,
  isFedramp: false,
};

describe('the claims of an ID token', () => {
  it.each([
    ['nothing', {}, {}],
    ['null claims', { email: null, [auth]: null, [profile]: null }, {}],
    ['an e-mail address', { email: 'ada@example.com' }, { email: 'ada@example.com' }],
    ['one in the profile', { [profile]: { email: 'p@example.com' } }, { email: 'p@example.com' }],
    [
      'both, of which the first counts',
      { email: 'ada@example.com', [profile]: { email: 'p@example.com' } },
      { email: 'ada@example.com' },
    ],
    ['an empty auth claim', { [auth]: {} }, {}],
    ['a plan', { [auth]: { chatgpt_plan_type: 'Mystery' } }, { planRaw: 'Mystery' }],
    ['a user', { [auth]: { chatgpt_user_id: 'user-1' } }, { userId: 'user-1' }],
    ['a user by the old name', { [auth]: { user_id: 'user-2' } }, { userId: 'user-2' }],
    [
      'both names, of which the first counts',
      { [auth]: { chatgpt_user_id: 'user-1', user_id: 'user-2' } },
      { userId: 'user-1' },
    ],
    ['a workspace', { [auth]: { chatgpt_account_id: 'ws-1' } }, { workspaceId: 'ws-1' }],
    [
      'an empty e-mail address before that of the profile',
      { email: '', [profile]: { email: 'p@example.com' } },
      { email: 'p@example.com' },
    ],
    ['a blank e-mail address', { email: ' \t' }, {}],
    ['two empty e-mail addresses', { email: '', [profile]: { email: '' } }, {}],
    ['an empty plan', { [auth]: { chatgpt_plan_type: '' } }, {}],
    [
      'an empty user before the old name',
      { [auth]: { chatgpt_user_id: '', user_id: 'user-2' } },
      { userId: 'user-2' },
    ],
    ['an empty user', { [auth]: { chatgpt_user_id: '' } }, {}],
    [
      'an empty workspace, which is one to the rules',
      { [auth]: { chatgpt_account_id: '' } },
      { workspaceId: '' },
    ],
    ['FedRAMP', { [auth]: { chatgpt_account_is_fedramp: true } }, { isFedramp: true }],
    ['members that nobody reads', { sub: 5, [auth]: { groups: [1] } }, {}],
  ])('reads %s', (_, payload, found) => {
    expect(readIdTokenClaims(jwt(payload))).toEqual({ ok: true, claims: { ...nothing, ...found } });
  });

  it.each([
    ['email', { email: 5 }],
    [`${profile}.email`, { [profile]: { email: false } }],
    [auth, { [auth]: 'text' }],
    [`${auth}.chatgpt_plan_type`, { [auth]: { chatgpt_plan_type: 7 } }],
    [`${auth}.chatgpt_user_id`, { [auth]: { chatgpt_user_id: {} } }],
    [`${auth}.chatgpt_account_id`, { [auth]: { chatgpt_account_id: [] } }],
    [`${auth}.chatgpt_account_is_fedramp`, { [auth]: { chatgpt_account_is_fedramp: 'yes' } }],
  ])('refuses the whole token for a wrong type of %s', (claim, payload) => {
    expect(readIdTokenClaims(jwt(payload))).toEqual({
      ok: false,
      message: `ID token claim ${claim} has the wrong type`,
    });
  });
});

describe('the form of a JWT', () => {
  const payload = Buffer.from('{"email":"a@example.com"}').toString('base64url');
  const encode = (text: string): string => Buffer.from(text).toString('base64url');

  it.each([
    ['further parts', `h.${payload}.s.more.parts`],
    ['a header that is no JSON', `h.${payload}.s`],
    ['a padded signature, which nobody reads', `h.${payload}.s==`],
  ])('does not mind %s', (_, token) => {
    expect(readIdTokenClaims(token)).toMatchObject({ claims: { email: 'a@example.com' } });
  });

  it.each([
    ['nothing', ''],
    ['one part', payload],
    ['two parts', `h.${payload}`],
    ['an empty header', `.${payload}.s`],
    ['an empty payload', 'h..s'],
    ['an empty signature', `h.${payload}.`],
    ['a padded payload', `h.${encode('{"a":12}')}==.s`],
    ['a payload that is no base64', 'h.{}.s'],
    ['a payload that is no JSON', `h.${encode('{')}.s`],
    ['a payload that is a text', `h.${encode('"a"')}.s`],
    ['a payload with bits to spare', 'h.e31.s'],
    ['a payload with a byte order mark', `h.${encode('\ufeff{}')}.s`],
  ])('refuses %s', (_, token) => {
    expect(readIdTokenClaims(token)).toEqual({ ok: false, message: 'invalid ID token format' });
  });
});

describe('the expiry of an access token', () => {
  it('is its exp, in milliseconds', () => {
    expect(readExpiry(jwt({ exp: testNow / 1000 }))).toBe(testNow);
  });

  it.each([
    ['an opaque token', 'opaque'],
    ['no exp', jwt({})],
    ['a text', jwt({ exp: '1769100523' })],
    ['a time beyond every calendar', jwt({ exp: 1e300 })],
  ])('is not known for %s', (_, token) => {
    expect(readExpiry(token)).toBeNull();
  });
});
