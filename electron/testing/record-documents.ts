/**
 * Documents as somebody may leave them in auth.json, each with what Codex CLI 0.171.0 makes
 * of it. The end-to-end tests ask the installed CLI; the unit tests hold Gatehouse to it.
 */
export interface RecordDocument {
  readonly name: string;
  readonly text: string;
  /** Whether Codex can read it: `codex login status` does not speak of deserializing. */
  readonly read: boolean;
}

/** A JWT with this payload, given as text. */
export function tokenWith(payload: string): string {
  return ['e30', Buffer.from(payload).toString('base64url'), 'c2ln'].join('.');
}

const authClaim = 'https://api.openai.com/auth';
const profileClaim = 'https://api.openai.com/profile';

const goodToken = tokenWith(
  `{"email":"ada@example.com","${authClaim}":{"chatgpt_plan_type":"plus","chatgpt_account_id":"w"}}`,
);

type Members = Readonly<Record<string, string>>;

/** An object of members that are JSON; one that is empty is left out. */
function object(usual: Members, changes: Members): string {
  const members = Object.entries({ ...usual, ...changes }).filter(([, json]) => json !== '');
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

function tokens(changes: Members = {}): string {
  const id = JSON.stringify(goodToken);
  const usual = { id_token: id, access_token: '"a"', refresh_token: '"r"', account_id: '"w"' };
  return object(usual, changes);
}

function record(changes: Members = {}): string {
  const usual = {
    auth_mode: '"chatgpt"',
    OPENAI_API_KEY: 'null',
    tokens: tokens(),
    last_refresh: '"2026-07-02T02:47:33Z"',
  };
  return object(usual, changes);
}

const withTokens = (changes: Members) => record({ tokens: tokens(changes) });
const withIdToken = (token: string) => withTokens({ id_token: JSON.stringify(token) });
const withPayload = (payload: string) => withIdToken(tokenWith(payload));
const withAuth = (claim: string) => withPayload(`{"${authClaim}":${claim}}`);
const withProfile = (claim: string) => withPayload(`{"${profileClaim}":${claim}}`);
/** One more member in front. */
const before = (json: string, members: string) => json.replace('{', `{${members},`);
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const half = '"\\ud800"';

const agent: Members = {
  agent_runtime_id: '"a"',
  agent_private_key: '"b"',
  account_id: '"c"',
  chatgpt_user_id: '"d"',
  email: '"e"',
  plan_type: '"plus"',
  chatgpt_account_is_fedramp: 'false',
};
const withAgent = (changes: Members) => record({ agent_identity: object(agent, changes) });

const taken: Members = {
  'a record as Codex writes it': record(),
  'the empty record': '{}',
  'an API key': record({ auth_mode: '"apikey"', OPENAI_API_KEY: '"sk-x"' }),
  'an empty API key': record({ auth_mode: '"apikey"', OPENAI_API_KEY: '""' }),
  'no mode': record({ auth_mode: '' }),
  'a null mode': record({ auth_mode: 'null' }),
  'the mode of tokens from outside': record({ auth_mode: '"chatgptAuthTokens"' }),
  'a mode as an object': record({ auth_mode: '{"chatgpt":null}' }),
  'a mode with its name escaped': before(record({ auth_mode: '' }), '"auth\\u005fmode":"chatgpt"'),
  'a mode in upper case beside it': before(record(), '"AUTH_MODE":5'),
  'no API key': record({ OPENAI_API_KEY: '' }),
  'no tokens': record({ tokens: '' }),
  'null tokens': record({ tokens: 'null' }),
  'tokens as a list': record({
    tokens: `[${JSON.stringify(goodToken)},"a","r",null,"owner","w"]`,
  }),
  'a record as a list': `["chatgpt",null,${tokens()},"2026-07-02T02:47:33Z"]`,
  'a key as a list': '["apikey","sk-x"]',
  'a list of every member': `["chatgpt",null,${tokens()},null,null,null,null,null]`,
  'empty access and refresh tokens': withTokens({ access_token: '""', refresh_token: '""' }),
  'a null account_id': withTokens({ account_id: 'null' }),
  'no account_id': withTokens({ account_id: '' }),
  'an empty account_id': withTokens({ account_id: '""' }),
  'a blank account_id': withTokens({ account_id: '" "' }),
  'a null provenance': withTokens({ oauth_provenance: 'null' }),
  'a provenance': withTokens({ oauth_provenance: '{"issuer":"https://x","client_id":"c"}' }),
  'a provenance that says nothing': withTokens({
    oauth_provenance: '{"issuer":"","client_id":""}',
  }),
  'a provenance as a list': withTokens({ oauth_provenance: '["https://x","c"]' }),
  'an owner of another type beside the tokens': record({ login_owner_id: '1' }),
  'a JWT of four parts': withIdToken(`${goodToken}.x`),
  'a JWT with a header of no JSON': withIdToken(goodToken.replace('e30', '###')),
  'a JWT with a line feed behind it': withIdToken(`${goodToken}\n`),
  'a payload with blanks around it': withPayload(' {} \n'),
  'a payload without claims': withPayload('{}'),
  'a payload as a list': withPayload('[null,{"email":"x"},{"chatgpt_plan_type":"x"}]'),
  'a payload with deep claims': withPayload(`{"x":${nested(200)}}`),
  'a payload with a claim twice that nobody reads': withPayload('{"x":1,"x":2}'),
  'a payload with a number that is too large': withPayload('{"x":1e999}'),
  'a payload with half a character that nobody reads': withPayload(`{"x":{${half}:${half}}}`),
  'times and audience of other types': withPayload('{"exp":"x","iss":1,"aud":1,"sub":1}'),
  'null claims': withPayload(`{"email":null,"${authClaim}":null,"${profileClaim}":null}`),
  'a profile as a list': withProfile('["x"]'),
  'an empty plan': withAuth('{"chatgpt_plan_type":""}'),
  'a plan as an object': withAuth('{"chatgpt_plan_type":{"plus":null}}'),
  'a plan by an old name as an object': withAuth('{"chatgpt_plan_type":{"hc":null}}'),
  'an auth claim as a list': withAuth('["plus","u","v","w",true]'),
  'an empty list as the auth claim': withAuth('[]'),
  'an agent identity': withAgent({}),
  'an agent identity of an unknown plan, and without e-mail': withAgent({
    plan_type: '"odd"',
    email: '',
  }),
  'an agent identity as a JWT': record({ agent_identity: JSON.stringify(goodToken) }),
  'a Bedrock key': record({ bedrock_api_key: '{"api_key":"x","region":"y","z":1,"z":2}' }),
  'a Bedrock key as a list': record({ bedrock_api_key: '["x","y"]' }),
  'AWS keys without a session': record({
    bedrock_access_keys: '{"access_key_id":"a","secret_access_key":"b"}',
  }),
  'AWS keys as a list': record({ bedrock_access_keys: '["a","b",null]' }),
  'an unknown member twice': before(record(), '"x":1,"x":2'),
  'an unknown member of the tokens twice': record({ tokens: before(tokens(), '"x":1,"x":2') }),
  'a name with a dot in it twice': before(
    record(),
    '"tokens.access_token":1,"tokens.access_token":2',
  ),
  'half a character that nobody reads': record({ x: `{${half}:${half}}` }),
  'a whole character in two halves': withTokens({ access_token: '"\\ud83d\\ude00"' }),
  'a NUL': withTokens({ access_token: '"\\u0000"' }),
  'numbers of every size': record({ x: `[-0,1E+5,1e999,1e99999999999,${'9'.repeat(400)}]` }),
  'names of JavaScript': before(record(), '"__proto__":{"tokens":1},"constructor":1,"toString":1'),
  'an empty name': before(record(), '"":1'),
  'nesting of 129 levels': record({ x: nested(129) }),
  'nesting of 900 levels within the tokens': withTokens({ x: nested(900) }),
  'a line feed at the end': `${record()}\n`,
  'white space around it': `\r\n\t ${record()} \r\n`,
};

const refused: Members = {
  nothing: '',
  'white space': ' \n',
  null: 'null',
  'an empty list': '[]',
  'a list of one member': '["chatgpt"]',
  'a list of nine members': `["chatgpt",null,${tokens()},null,null,null,null,null,null]`,
  'a list with a wrong member': `["chatgpt",null,${tokens()},null,null,1]`,
  'a text': '"chatgpt"',
  'a number': '1',
  'a byte order mark': `\ufeff${record()}`,
  'a second document': `${record()}{}`,
  'a NUL at the end': `${record()}\0`,
  'a comma too many': record().replace(/\}$/, ',}'),
  'a comment': `// auth\n${record()}`,
  'single quotes': record().replaceAll('"', "'"),
  'a no-break space in front': `\u00a0${record()}`,
  'its first half': record().slice(0, 150),
  'a control character in a text': record({ x: '"\u0001"' }),
  'an unknown escape': record({ x: '"\\x"' }),
  'a number with a zero in front': record({ x: '01' }),
  'a number that ends with its point': record({ x: '1.' }),
  NaN: record({ x: 'NaN' }),
  'a mode in other letters': record({ auth_mode: '"ChatGPT"' }),
  'a mode with an underscore': record({ auth_mode: '"api_key"' }),
  'a mode that does not exist': record({ auth_mode: '"workloadIdentity"' }),
  'an empty mode': record({ auth_mode: '""' }),
  'a mode as a number': record({ auth_mode: '1' }),
  'a mode as a list': record({ auth_mode: '["chatgpt"]' }),
  'a mode as an object with something in it': record({ auth_mode: '{"chatgpt":{}}' }),
  'a mode as an object of two': record({ auth_mode: '{"chatgpt":null,"x":null}' }),
  'an API key as a number': record({ OPENAI_API_KEY: '1' }),
  'tokens without members': record({ tokens: '{}' }),
  'tokens as a text': record({ tokens: '"x"' }),
  'tokens as a list of four': record({ tokens: `[${JSON.stringify(goodToken)},"a","r","w"]` }),
  'a null ID token': withTokens({ id_token: 'null' }),
  'an ID token as an object': withTokens({ id_token: '{"raw_jwt":"x"}' }),
  'an opaque ID token': withIdToken('opaque'),
  'an ID token of two parts': withIdToken('e30.e30'),
  'an ID token with an empty signature': withIdToken('e30.e30.'),
  'an ID token with an empty header': withIdToken('.e30.c2ln'),
  'a payload with padding': withIdToken('e30.eyJhIjoxfQ==.c2ln'),
  'a payload with a blank in it': withIdToken('e30. e30.c2ln'),
  'a payload with bits to spare': withIdToken('e30.e31.c2ln'),
  'a payload in the other alphabet of base64': withIdToken('e30.eyJhIjoiPz8/In0.c2ln'),
  'a payload that is no JSON': withPayload('x'),
  'a payload with more behind it': withPayload('{}x'),
  'a payload with a byte order mark': withPayload('\ufeff{}'),
  'a null payload': withPayload('null'),
  'a payload as a list of four': withPayload('[null,null,null,1]'),
  'an e-mail address as a number': withPayload('{"email":1}'),
  'an e-mail address twice': withPayload('{"email":"a","email":"a"}'),
  'half a character in an e-mail address': withPayload(`{"email":${half}}`),
  'half a character in the name of a claim': withPayload(`{${half}:1}`),
  'a profile as a text': withProfile('"x"'),
  'a profile twice': withPayload(`{"${profileClaim}":{},"${profileClaim}":{}}`),
  'an auth claim as a text': withAuth('"x"'),
  'an auth claim as a list that is too long': withAuth('[null,null,null,null,true,1]'),
  'a plan as a number': withAuth('{"chatgpt_plan_type":1}'),
  'a plan twice': withAuth('{"chatgpt_plan_type":"a","chatgpt_plan_type":"a"}'),
  'a plan that nobody knows as an object': withAuth('{"chatgpt_plan_type":{"k12":null}}'),
  'a user as a number': withAuth('{"user_id":1}'),
  'FedRAMP as a text': withAuth('{"chatgpt_account_is_fedramp":"true"}'),
  'FedRAMP as null': withAuth('{"chatgpt_account_is_fedramp":null}'),
  'no access token': withTokens({ access_token: '' }),
  'a null refresh token': withTokens({ refresh_token: 'null' }),
  'an account_id as a number': withTokens({ account_id: '1' }),
  'half a character in a token': withTokens({ access_token: half }),
  'half a character in a key': record({ OPENAI_API_KEY: half }),
  'half a character in the name of a member': before(record(), `${half}:1`),
  'the halves of a character the wrong way round': withTokens({
    access_token: '"\\ude00\\ud83d"',
  }),
  'a provenance as a text': withTokens({ oauth_provenance: '"x"' }),
  'a provenance without a client': withTokens({ oauth_provenance: '{"issuer":"x"}' }),
  'a provenance with a number': withTokens({ oauth_provenance: '{"issuer":1,"client_id":"c"}' }),
  'a provenance of three': withTokens({ oauth_provenance: '["a","b","c"]' }),
  'a provenance with its issuer twice': withTokens({
    oauth_provenance: '{"issuer":"a","issuer":"a","client_id":"c"}',
  }),
  'an owner of another type': withTokens({ login_owner_id: '1' }),
  'an agent identity as a number': record({ agent_identity: '1' }),
  'an agent identity without its key': withAgent({ agent_private_key: '' }),
  'an agent identity with a task of another type': withAgent({ task_id: '1' }),
  'a personal access token as a number': record({ personal_access_token: '1' }),
  'a Bedrock key as a text': record({ bedrock_api_key: '"x"' }),
  'a Bedrock key without a region': record({ bedrock_api_key: '{"api_key":"x"}' }),
  'AWS keys as a list of four': record({ bedrock_access_keys: '["a","b",null,"d"]' }),
  'AWS keys without the secret one': record({ bedrock_access_keys: '{"access_key_id":"a"}' }),
  'a mode twice': before(record(), '"auth_mode":"chatgpt"'),
  'a mode twice, once escaped': before(record(), '"auth\\u005fmode":"chatgpt"'),
  'a key twice': before(record(), '"OPENAI_API_KEY":null'),
  'tokens twice': before(record(), '"tokens":null'),
  'a time twice': before(record(), '"last_refresh":null'),
  'a token twice': record({ tokens: before(tokens(), '"access_token":"a"') }),
  'an owner twice': record({
    tokens: before(tokens(), '"login_owner_id":"a","login_owner_id":"a"'),
  }),
};

/** What Codex reads as the time of the last refresh, with the instant. */
const times: Members = {
  '2026-07-02T02:47:33Z': '2026-07-02T02:47:33.000Z',
  '2026-07-02T02:47:33+0000': '2026-07-02T02:47:33.000Z',
  '2026-07-02T02:47:33-0800': '2026-07-02T10:47:33.000Z',
  '2026-07-02T02:47:33+05:30': '2026-07-01T21:17:33.000Z',
  '2026-07-02T02:47:33-00:00': '2026-07-02T02:47:33.000Z',
  '2026-07-02T02:47:33+23:59': '2026-07-01T02:48:33.000Z',
  '2026-07-02t02:47:33z': '2026-07-02T02:47:33.000Z',
  '2026-07-02 02:47:33Z': '2026-07-02T02:47:33.000Z',
  '2026-07-02  02:47:33Z': '2026-07-02T02:47:33.000Z',
  ' 2026-07-02T02:47:33Z\n': '2026-07-02T02:47:33.000Z',
  '\u30002026-07-02T02:47:33\u00a0Z': '2026-07-02T02:47:33.000Z',
  '2026-07-02T02:47:33 +0000': '2026-07-02T02:47:33.000Z',
  '2026-07-02T02:47:33 UTC': '2026-07-02T02:47:33.000Z',
  '2026-07-02T02:47:33uTc': '2026-07-02T02:47:33.000Z',
  '2026-07-02T02:47:33.1Z': '2026-07-02T02:47:33.100Z',
  '2026-07-02T02:47:33.123456789012345Z': '2026-07-02T02:47:33.123Z',
  '2026-07-02T02:47:33.123 UTC': '2026-07-02T02:47:33.123Z',
  '2026-07-02T23:59:60.5Z': '2026-07-03T00:00:00.500Z',
  '2026-07-02T02:47:33\u22120530': '2026-07-02T08:17:33.000Z',
  '2026-07-02T02:47:33+05 : 30': '2026-07-01T21:17:33.000Z',
  '2026 - 07 - 02T02 : 47 : 33Z': '2026-07-02T02:47:33.000Z',
  '2026-7-2T2:7:3Z': '2026-07-02T02:07:03.000Z',
  '26-07-02T02:47:33Z': '0026-07-02T02:47:33.000Z',
  '+2026-07-02T02:47:33Z': '2026-07-02T02:47:33.000Z',
  '+12026-07-02T02:47:33Z': '+012026-07-02T02:47:33.000Z',
  '-0001-01-01T00:00:00Z': '-000001-01-01T00:00:00.000Z',
  '0001-01-01T00:00:00+23:59': '0000-12-31T00:01:00.000Z',
  '+262142-12-31T23:59:59Z': '+262142-12-31T23:59:59.000Z',
  '+262142-12-31T23:59:60Z': '+262143-01-01T00:00:00.000Z',
  '+262142-12-31T23:59:59.999-00:00': '+262142-12-31T23:59:59.999Z',
  '-262143-01-01T00:00:00Z': '-262143-01-01T00:00:00.000Z',
  '2024-02-29T00:00:00Z': '2024-02-29T00:00:00.000Z',
};

/** What Codex refuses the whole record for. */
const noTimes: readonly string[] = [
  '',
  '   ',
  'now',
  '1795953789',
  '2026-07-02',
  '2026-07-02T02:47Z',
  '2026-07-02T02:47:33',
  '2026-07-02T02:47:33.123',
  '2026-07-02T02:47:33+00',
  '2026-07-02T02:47:33+5:30',
  '2026-07-02T02:47:33+05:3',
  '2026-07-02T02:47:33+05-30',
  '2026-07-02T02:47:33+05:30:00',
  '2026-07-02T02:47:33+24:00',
  '2026-07-02T02:47:33+00:60',
  '2026-07-02T02:47:33GMT',
  '2026-07-02T02:47:33ZZ',
  '2026-07-02T02:47:33Z[UTC]',
  '2026-07-02T02:47:33.Z',
  '2026-07-02T02:47:33,123Z',
  '2026-07-02T02:47:33 .5Z',
  '2026-07-02T02:47:61Z',
  '2026-07-02T02:60:00Z',
  '2026-07-02T24:00:00Z',
  '2026-07-02\t02:47:33Z',
  '2026-07-02_02:47:33Z',
  '2026-07-02 T02:47:33Z',
  '2026-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-07-002T02:47:33Z',
  '12026-07-02T02:47:33Z',
  '+262143-01-01T00:00:00Z',
  '+262142-12-31T23:59:00-00:01',
  '-262143-01-01T00:00:59+00:01',
  '-262144-01-01T00:00:00Z',
  '\uff12026-07-02T02:47:33Z',
  '20260702T024733Z',
  'Thu, 02 Jul 2026 02:47:33 GMT',
];

export const timesThatCodexReads: readonly (readonly [string, string])[] = Object.entries(times);
export const timesThatCodexRefuses = noTimes;

const withTime = (text: string) => record({ last_refresh: JSON.stringify(text) });

export const recordDocuments: readonly RecordDocument[] = [
  ...Object.entries(taken).map(([name, text]) => ({ name, text, read: true })),
  ...Object.entries(refused).map(([name, text]) => ({ name, text, read: false })),
  ...timesThatCodexReads.map(([time]) => ({
    name: `the time ${JSON.stringify(time)}`,
    text: withTime(time),
    read: true,
  })),
  ...noTimes.map((time) => ({
    name: `the time ${JSON.stringify(time)}`,
    text: withTime(time),
    read: false,
  })),
  { name: 'no time', text: record({ last_refresh: '' }), read: true },
  { name: 'a null time', text: record({ last_refresh: 'null' }), read: true },
  { name: 'a time as a number', text: record({ last_refresh: '1795953789' }), read: false },
];
