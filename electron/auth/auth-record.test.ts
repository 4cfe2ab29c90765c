import { describe, expect, it } from 'vitest';

import {
  accessToken,
  ada,
  chatgptRecord,
  grace,
  idToken,
  issuedTokens,
  jwt,
  testNow,
} from '../testing/credentials.ts';
import {
  newLoginOwnerId,
  parseAuthRecord,
  recordForApiKey,
  recordForChatgpt,
  recordWithRefreshedTokens,
  sameRecord,
  sameTokens,
  serializeAuthRecord,
  type AuthRecord,
} from './auth-record.ts';
import { authModes } from './record-schema.ts';

const id = idToken(ada);
const access = accessToken();

/** Indented like auth.json, so that texts can be compared to the byte. */
function text(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw(strings, ...values)
    .replace(/^\n/, '')
    .replace(/\n$/, '');
}

const january = text`
{
  "OPENAI_API_KEY": null,
  "tokens": {
    "id_token": "${id}",
    "access_token": "${access}",
    "refresh_token": "refresh-1",
    "account_id": null
  },
  "last_refresh": "2026-01-22T16:48:43.123456789Z"
}`;

const today = text`
{
  "auth_mode": "chatgpt",
  "OPENAI_API_KEY": null,
  "tokens": {
    "id_token": "${id}",
    "access_token": "${access}",
    "refresh_token": "refresh-1",
    "oauth_provenance": {
      "issuer": "https://auth.openai.com",
      "client_id": "app_EMoamEEZ73f0CkXaXp7hrann"
    },
    "login_owner_id": "owner-1",
    "account_id": "ws-ada"
  },
  "last_refresh": "2026-01-22T16:48:43.123456789Z"
}`;

const apiKeyOnly = text`
{
  "auth_mode": "apikey",
  "OPENAI_API_KEY": "sk-test"
}`;

/** A document that other programs have written to, in ways that a careless save would lose. */
const extended = text`
{
  "auth_mode": "chatgpt",
  "OPENAI_API_KEY": null,
  "tokens": {
    "id_token": "${id}",
    "access_token": "${access}",
    "refresh_token": "refresh-1",
    "account_id": "ws-ada",
    "login_owner_id": "owner-1",
    "__proto__": {
      "inside": "tokens"
    }
  },
  "last_refresh": "2026-01-22T16:48:43Z",
  "big": 12345678901234567890123,
  "decimal": 1.0,
  "exponent": 1e400,
  "minus_zero": -0,
  "__proto__": {
    "polluted": true
  },
  "constructor": null,
  "nested": {
    "empty_list": [],
    "text": "a \"quote\" and \\ and é"
  }
}`;

const bedrockKey = '{"api_key":"b","region":"r"}';
const awsKeys = '{"access_key_id":"a","secret_access_key":"s"}';

function read(source: string): AuthRecord {
  const parsed = parseAuthRecord(source);
  if (!parsed.ok) throw new TypeError(parsed.message);
  return parsed.record;
}

function written(record: AuthRecord): string {
  return serializeAuthRecord(record, 'pretty');
}

describe('reading a record', () => {
  it('reads a record of January 2026, which has no auth_mode', () => {
    expect(read(january)).toMatchObject({
      authMode: null,
      apiKey: null,
      tokens: {
        idToken: id,
        accessToken: access,
        refreshToken: 'refresh-1',
        accountId: null,
        claims: { email: 'ada@example.com', workspaceId: 'ws-ada' },
        provenance: null,
      },
      lastRefresh: testNow,
    });
  });

  it('reads a record of today, with its mode and who issued the tokens', () => {
    expect(read(today)).toMatchObject({
      authMode: 'chatgpt',
      tokens: {
        accountId: 'ws-ada',
        provenance: {
          issuer: 'https://auth.openai.com',
          clientId: 'app_EMoamEEZ73f0CkXaXp7hrann',
        },
      },
    });
  });

  it('reads an API key, an empty one too', () => {
    expect(read(apiKeyOnly)).toMatchObject({ authMode: 'apikey', apiKey: 'sk-test', tokens: null });
    expect(read('{"OPENAI_API_KEY":""}').apiKey).toBe('');
  });

  it('reads {} as a record that holds nothing', () => {
    expect(read('{}')).toEqual({
      document: {},
      authMode: null,
      apiKey: null,
      tokens: null,
      lastRefresh: null,
      personalAccessToken: null,
      bedrockApiKey: null,
      hasBedrockAccessKeys: false,
    });
  });

  it('takes null and missing members for the same', () => {
    const nulls =
      '{"auth_mode":null,"OPENAI_API_KEY":null,"tokens":null,"last_refresh":null,"personal_access_token":null,"bedrock_api_key":null,"bedrock_access_keys":null}';
    expect({ ...read(nulls), document: {} }).toEqual(read('{}'));
  });

  it('reads credentials of every other kind', () => {
    const all = `{"personal_access_token":"at-1","bedrock_api_key":${bedrockKey},"bedrock_access_keys":${awsKeys}}`;
    expect(read(all)).toMatchObject({
      personalAccessToken: 'at-1',
      bedrockApiKey: { region: 'r' },
      hasBedrockAccessKeys: true,
    });
  });

  it('knows no issuer where oauth_provenance is null, and reads the rest', () => {
    const source = today.replace(/"oauth_provenance": \{[^}]*\}/, '"oauth_provenance": null');
    expect(read(source).tokens).toMatchObject({ refreshToken: 'refresh-1', provenance: null });
  });

  describe('the time of the last refresh (RFC 3339)', () => {
    it.each([
      ['2026-01-22T16:48:43Z', '2026-01-22T16:48:43.000Z'],
      ['2026-01-22T16:48:43.1Z', '2026-01-22T16:48:43.100Z'],
      ['2026-01-22T16:48:43.123456789Z', '2026-01-22T16:48:43.123Z'],
      ['2026-01-22T18:48:43.999999+02:00', '2026-01-22T16:48:43.999Z'],
      ['2026-01-22T08:18:43-08:30', '2026-01-22T16:48:43.000Z'],
      ['2026-01-22t16:48:43z', '2026-01-22T16:48:43.000Z'],
      ['2026-01-22 16:48:43+00:00', '2026-01-22T16:48:43.000Z'],
    ])('%s is %s', (written, instant) => {
      expect(read(JSON.stringify({ last_refresh: written })).lastRefresh).toBe(Date.parse(instant));
    });
  });
});

describe('a kind of sign-in that is not known', () => {
  it.each([
    ['is named', 'futureKind', ' the kind "futureKind", which'],
    ['is named as it is written', 'ChatGPT', ' the kind "ChatGPT", which'],
    ['is not named where that could be a secret', 'at-0123456789', ' a kind that'],
    ['is not named where it is too long for a name', 'k'.repeat(33), ' a kind that'],
  ])('%s', (_, mode, words) => {
    const parsed = parseAuthRecord(JSON.stringify({ auth_mode: mode, future: { x: 1 } }));
    expect(parsed).toMatchObject({ ok: false, isOfUnknownKind: true });
    expect(parsed).toHaveProperty('message', expect.stringContaining(words));
  });
});

describe('refusing what is not a record', () => {
  const secret = 'sk-proj-do-not-quote-me';
  const misfit = (member: string): string => `its member ${member} has an unexpected value`;
  const withTokens = (tokens: object): string =>
    JSON.stringify({
      OPENAI_API_KEY: secret,
      tokens: { id_token: id, access_token: secret, refresh_token: secret, ...tokens },
    });

  it.each([
    ['nothing', '', 'it is empty'],
    ['white space', ' \n', 'it is not valid JSON'],
    ['a cut-off document', `{"OPENAI_API_KEY":"${secret}`, 'it is not valid JSON'],
    ['a byte order mark', `\uFEFF{"OPENAI_API_KEY":"${secret}"}`, 'it is not valid JSON'],
    ['text after the document', `{} ${secret}`, 'it is not valid JSON'],
    [
      'a member given twice',
      `{"OPENAI_API_KEY":"${secret}","OPENAI_API_KEY":"b"}`,
      'its member OPENAI_API_KEY stands in it twice',
    ],
    [
      'a member given twice with one value',
      `{"auth_mode":null,"auth_mode":null}`,
      'its member auth_mode stands in it twice',
    ],
    ['null', 'null', 'it is not a JSON object'],
    ['a list', `["${secret}"]`, 'it is not a JSON object'],
    ['a number', '5', 'it is not a JSON object'],
    ['a text', `"${secret}"`, 'it is not a JSON object'],
    ['a mode that is no text', '{"auth_mode":{"name":"chatgpt"}}', misfit('auth_mode')],
    ['a key that is no text', '{"OPENAI_API_KEY":5}', misfit('OPENAI_API_KEY')],
    ['tokens that are a list', '{"tokens":[]}', misfit('tokens')],
    ['tokens that are a text', `{"tokens":"${secret}"}`, misfit('tokens')],
    ['no id_token', withTokens({ id_token: undefined }), misfit('tokens.id_token')],
    ['id_token as claims', withTokens({ id_token: { email: secret } }), misfit('tokens.id_token')],
    [
      'an id_token of two parts',
      withTokens({ id_token: `${secret}.${secret}` }),
      'tokens.id_token cannot be read (invalid ID token format)',
    ],
    [
      'an empty id_token',
      withTokens({ id_token: '' }),
      'tokens.id_token cannot be read (invalid ID token format)',
    ],
    [
      'a numeric claim',
      withTokens({ id_token: jwt({ email: 5 }) }),
      'tokens.id_token cannot be read (ID token claim email has the wrong type)',
    ],
    ['no access_token', withTokens({ access_token: undefined }), misfit('tokens.access_token')],
    ['a null refresh_token', withTokens({ refresh_token: null }), misfit('tokens.refresh_token')],
    ['a numeric account_id', withTokens({ account_id: 5 }), misfit('tokens.account_id')],
    ['a date without a time', '{"last_refresh":"2026-01-22"}', misfit('last_refresh')],
    ['a time without an offset', '{"last_refresh":"2026-01-22T16:48:43"}', misfit('last_refresh')],
    ['a thirteenth month', '{"last_refresh":"2026-13-22T16:48:43Z"}', misfit('last_refresh')],
    [
      'a day that is not in the calendar',
      '{"last_refresh":"2026-02-30T16:48:43Z"}',
      misfit('last_refresh'),
    ],
    ['a time as a number', '{"last_refresh":1769100523}', misfit('last_refresh')],
  ])('%s: says where, and quotes nothing', (_, source, message) => {
    expect(parseAuthRecord(source)).toEqual({ ok: false, message });
  });

  it.each(authModes)('a known kind, %s, is not taken for one of a newer version', (mode) => {
    const source = JSON.stringify({ auth_mode: mode, OPENAI_API_KEY: 5 });
    const message = misfit('OPENAI_API_KEY');
    expect(parseAuthRecord(source)).toEqual({ ok: false, message });
  });

  it.each([1_001, 5_000, 200_000])(
    'refuses %i levels of nesting instead of running out of stack',
    (levels) => {
      const source = `{"deep":${'['.repeat(levels)}${']'.repeat(levels)}}`;
      expect(parseAuthRecord(source)).toMatchObject({ ok: false });
    },
  );

  it.each([100, 129, 999])('reads %i levels of nesting and writes them back', (levels) => {
    const source = `{"deep":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(serializeAuthRecord(read(source), 'compact')).toBe(source);
  });
});

describe('writing a record', () => {
  it.each([
    ['of January 2026', january],
    ['of today', today],
    ['of an API key', apiKeyOnly],
    ['with members unknown to Gatehouse', extended],
    ['that holds nothing', '{}'],
  ])('writes a record %s back byte for byte', (_, source) => {
    expect(written(read(source))).toBe(source);
  });

  it('writes one line for a keyring', () => {
    expect(serializeAuthRecord(read(apiKeyOnly), 'compact')).toBe(
      '{"auth_mode":"apikey","OPENAI_API_KEY":"sk-test"}',
    );
  });

  it('pollutes no prototype', () => {
    const { document } = read(extended);
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('signing in with an API key', () => {
  it('writes exactly what the Codex CLI writes', () => {
    expect(written(recordForApiKey(null, 'sk-test'))).toBe(apiKeyOnly);
  });

  it('drops tokens, times and other credentials, and keeps unknown members', () => {
    const previous = read(
      JSON.stringify({
        ...(JSON.parse(january) as object),
        agent_identity: 'jwt',
        personal_access_token: 'at-1',
        bedrock_api_key: JSON.parse(bedrockKey) as unknown,
        bedrock_access_keys: JSON.parse(awsKeys) as unknown,
        theirs: [1],
      }),
    );
    expect(JSON.parse(written(recordForApiKey(previous, 'sk-test')))).toEqual({
      auth_mode: 'apikey',
      OPENAI_API_KEY: 'sk-test',
      theirs: [1],
    });
  });
});

describe('signing in with ChatGPT', () => {
  it('writes every member that the Codex CLI needs, in its order', () => {
    const issued = issuedTokens();
    expect(written(recordForChatgpt(null, issued, null, 'owner-2', testNow))).toBe(text`
{
  "auth_mode": "chatgpt",
  "OPENAI_API_KEY": null,
  "tokens": {
    "id_token": "${issued.idToken}",
    "access_token": "${issued.accessToken}",
    "refresh_token": "refresh-issued",
    "oauth_provenance": {
      "issuer": "https://auth.openai.com",
      "client_id": "app_EMoamEEZ73f0CkXaXp7hrann"
    },
    "login_owner_id": "owner-2",
    "account_id": "ws-ada"
  },
  "last_refresh": "2026-01-22T16:48:43.123Z"
}`);
  });

  it('names a sign-in by 32 random bytes, and a refresh leaves the name alone', () => {
    const owner = newLoginOwnerId((size) => new Uint8Array(size).fill(0xff));
    expect(owner).toBe(`${'_'.repeat(42)}8`);
    const record = recordForChatgpt(null, issuedTokens(), null, owner, testNow);
    const answer = { idToken: null, accessToken: 'access-2', refreshToken: 'refresh-2' };
    const refreshed = recordWithRefreshedTokens(record, answer, testNow);
    expect(written(refreshed)).toContain(`"login_owner_id": "${owner}"`);
  });

  it('keeps the key of the token exchange', () => {
    expect(
      recordForChatgpt(null, issuedTokens(), 'sk-exchanged', 'owner-2', testNow),
    ).toMatchObject({
      authMode: 'chatgpt',
      apiKey: 'sk-exchanged',
    });
  });

  it('writes account_id as null where the ID token names no workspace', () => {
    const issued = issuedTokens({ ...ada, workspaceId: null });
    expect(written(recordForChatgpt(null, issued, null, 'owner-2', testNow))).toContain(
      '"account_id": null',
    );
  });

  it('keeps unknown top-level members to the digit, and nothing of the old tokens', () => {
    const record = recordForChatgpt(read(extended), issuedTokens(grace), null, 'owner-2', testNow);
    const members = written(record).slice(written(record).indexOf('"last_refresh"'));
    expect(members).toBe(
      extended.slice(extended.indexOf('"last_refresh"')).replace('16:48:43Z', '16:48:43.123Z'),
    );
    expect(written(record)).not.toContain('owner-1');
  });
});

describe('refreshing the tokens of a record', () => {
  const newId = idToken({ ...ada, plan: 'business' });
  const all = { idToken: newId, accessToken: 'access-2', refreshToken: 'refresh-2' };
  const nothing = { idToken: null, accessToken: null, refreshToken: null };

  it('replaces the tokens and the time, and not another byte', () => {
    const refreshed = recordWithRefreshedTokens(read(extended), all, testNow);
    expect(written(refreshed)).toBe(
      extended
        .replace(id, newId)
        .replace(access, 'access-2')
        .replace('refresh-1', 'refresh-2')
        .replace('16:48:43Z', '16:48:43.123Z'),
    );
    expect(refreshed.tokens?.claims.planRaw).toBe('business');
  });

  it('leaves a record of January 2026 without auth_mode', () => {
    expect(recordWithRefreshedTokens(read(january), all, testNow).authMode).toBeNull();
  });

  it.each([
    ['id_token', { ...all, idToken: null }, { idToken: id }],
    ['access_token', { ...all, accessToken: null }, { accessToken: access }],
    ['refresh_token', { ...all, refreshToken: null }, { refreshToken: 'refresh-1' }],
    ['anything', nothing, { idToken: id, accessToken: access, refreshToken: 'refresh-1' }],
  ])('keeps what an answer without %s does not replace', (_, answer, kept) => {
    const { tokens, lastRefresh } = recordWithRefreshedTokens(read(today), answer, testNow + 1);
    expect(tokens).toMatchObject(kept);
    expect(lastRefresh).toBe(testNow + 1);
  });

  it('never touches an account_id that is there, whatever the new ID token says', () => {
    const answer = { ...all, idToken: idToken(grace) };
    expect(recordWithRefreshedTokens(read(today), answer, testNow).tokens?.accountId).toBe(
      'ws-ada',
    );
  });

  it('fills an account_id that was never written from the claims', () => {
    expect(recordWithRefreshedTokens(read(january), nothing, testNow).tokens?.accountId).toBe(
      'ws-ada',
    );
  });

  it('refuses a record without tokens and an ID token that cannot be read', () => {
    expect(() => recordWithRefreshedTokens(read('{}'), all, testNow)).toThrow(TypeError);
    expect(() =>
      recordWithRefreshedTokens(read(today), { ...all, idToken: 'no-jwt' }, testNow),
    ).toThrow(new TypeError('invalid ID token format'));
  });
});

describe('comparing records', () => {
  it('ignores the order of members and white space', () => {
    expect(
      sameRecord(read('{"a":{"x":1,"y":[2]},"b":1.0}'), read('{ "b":1.0, "a":{"y":[2],"x":1}}')),
    ).toBe(true);
  });

  it.each([
    ['a token', today.replace('refresh-1', 'refresh-2')],
    ['an unknown member', today.replace('owner-1', 'owner-2')],
    ['a member more', today.replace('{', '{"more":1,')],
    ['a nanosecond', today.replace('123456789', '123456788')],
  ])('sees the difference of %s', (_, other) => {
    expect(sameRecord(read(today), read(other))).toBe(false);
  });

  it('tells 1.0 from 1, a number from the text of it, and a list from an object', () => {
    expect(sameRecord(read('{"a":1.0}'), read('{"a":1}'))).toBe(false);
    expect(sameRecord(read('{"a":1}'), read('{"a":"1"}'))).toBe(false);
    expect(sameRecord(read('{"a":[1]}'), read('{"a":{"0":1}}'))).toBe(false);
  });

  it.each(['id_token', 'access_token', 'refresh_token'])(
    'takes tokens of which only the %s differs for other tokens',
    (member) => {
      const { tokens } = chatgptRecord();
      const other = member === 'id_token' ? idToken({ ...ada, plan: 'plus' }) : 'other';
      const changed = chatgptRecord({ tokens: { [member]: other } });
      expect(sameTokens(tokens, tokens)).toBe(true);
      expect(sameTokens(tokens, changed.tokens)).toBe(false);
    },
  );
});
