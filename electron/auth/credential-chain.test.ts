import { describe, expect, it } from 'vitest';

import { codexEnvironment, dotenvOf } from '../base/dotenv.ts';
import { jwt } from '../testing/credentials.ts';
import { environmentCredentials } from './credential-chain.ts';

const credentialsOf = (env: Record<string, string>, dotenv: string | Buffer = '') =>
  environmentCredentials(codexEnvironment(env, dotenvOf(Buffer.from(dotenv))));

const variablesOf = (...given: Parameters<typeof credentialsOf>) =>
  credentialsOf(...given).map(({ variable }) => variable);

const key = { CODEX_API_KEY: 'sk-env' };
const token = { CODEX_ACCESS_TOKEN: 'at-1' };
const agentIdentity = jwt({ agent_runtime_id: 'a', agent_private_key: 'k' });
const identity = { OPENAI_FEDERATION_RULE_ID: 'rule' };

describe('the credentials of the environment', () => {
  it('are workload identity, then the key, then the access token', () => {
    expect(variablesOf({ ...token, ...key, ...identity })).toEqual([
      'OPENAI_FEDERATION_RULE_ID',
      'CODEX_API_KEY',
      'CODEX_ACCESS_TOKEN',
    ]);
  });

  it.each([
    'OPENAI_FEDERATION_RULE_ID',
    'OPENAI_IDENTITY_TOKEN_FILE',
    'OPENAI_IDENTITY_TOKEN_SOURCE',
    'OPENAI_SPIFFE_ID',
    'OPENAI_SPIFFE_AUDIENCE',
  ])('select workload identity by %s alone, also by an empty one', (name) => {
    expect(variablesOf({ [name]: 'value' })).toEqual([name]);
    expect(variablesOf({ [name]: '' })).toEqual([name]);
  });

  it.each([
    ['SPIFFE_ENDPOINT_SOCKET', 'unix:///run/spire.sock'],
    ['OPENAI_API_KEY', 'sk-openai'],
    ['CODEX_API_KEY', ''],
    ['CODEX_API_KEY', '  '],
    ['CODEX_ACCESS_TOKEN', ''],
    ['CODEX_ACCESS_TOKEN', '\t'],
    ['CODEX_API_KEY', '\u0085'],
    ['CODEX_ACCESS_TOKEN', '\u2003\u0085'],
  ])('are none with %s=%j', (name, value) => {
    expect(variablesOf({ [name]: value })).toEqual([]);
  });

  it.each([
    ['a line', 'OPENAI_FEDERATION_RULE_ID=r\n'],
    ['an export', 'export OPENAI_FEDERATION_RULE_ID="r"'],
    ['an empty value', 'OPENAI_FEDERATION_RULE_ID='],
    ['blanks', '  OPENAI_FEDERATION_RULE_ID = r'],
    ['Windows line ends', 'A=1\r\nOPENAI_FEDERATION_RULE_ID=r\r\n'],
    ['a line before it that is none', 'bad line here\nOPENAI_FEDERATION_RULE_ID=r'],
    ['a tab', '\texport\tOPENAI_FEDERATION_RULE_ID\t=r'],
    ['a form feed', '\fOPENAI_FEDERATION_RULE_ID=r'],
    ['a blank that does not break', '\u00A0OPENAI_FEDERATION_RULE_ID=r'],
    ['a next-line character', '\u0085OPENAI_FEDERATION_RULE_ID=r'],
  ])('select workload identity by the file .env, with %s', (_, dotenv) => {
    expect(credentialsOf({}, dotenv)).toMatchObject([
      { kind: 'workloadIdentity', variable: 'OPENAI_FEDERATION_RULE_ID', setIn: 'dotenv' },
    ]);
  });

  it.each([
    ['a comment', '# OPENAI_FEDERATION_RULE_ID=r'],
    ['a name in small letters', 'openai_federation_rule_id=r'],
    ['a name without a value', 'export OPENAI_FEDERATION_RULE_ID'],
    ['a byte order mark before it', '\uFEFFOPENAI_FEDERATION_RULE_ID=r'],
    ['the line ends of old Macs', 'A=1\rOPENAI_FEDERATION_RULE_ID=r\r'],
    ['a separator of lines', 'A=1\u2028OPENAI_FEDERATION_RULE_ID=r'],
    ['quotes around the name', '"OPENAI_FEDERATION_RULE_ID"=r'],
    ['two exports', 'export export OPENAI_FEDERATION_RULE_ID=r'],
    ['a colon', 'OPENAI_FEDERATION_RULE_ID: r'],
    ['a longer name', 'MY_OPENAI_FEDERATION_RULE_ID=r'],
    ['names that Codex drops there', 'CODEX_API_KEY=sk\nCODEX_ACCESS_TOKEN=at-1\ncodex_api_key=sk'],
  ])('are none by the file .env, with %s', (_, dotenv) => {
    expect(credentialsOf({}, dotenv)).toEqual([]);
  });

  it('are those of .env, also an empty one, before those around', () => {
    const around = { ...identity, OPENAI_IDENTITY_TOKEN_FILE: '/token' };
    expect(credentialsOf(around)).toMatchObject([{ setIn: 'environment', fault: null }]);
    expect(credentialsOf(around, 'OPENAI_FEDERATION_RULE_ID=\n')).toMatchObject([
      { setIn: 'dotenv', fault: 'OPENAI_FEDERATION_RULE_ID is empty.' },
    ]);
  });
});

describe('what Codex surely cannot use', () => {
  const rule = 'OPENAI_FEDERATION_RULE_ID';
  const file = 'OPENAI_IDENTITY_TOKEN_FILE';
  const source = 'OPENAI_IDENTITY_TOKEN_SOURCE';
  const id = 'OPENAI_SPIFFE_ID';
  const audience = 'OPENAI_SPIFFE_AUDIENCE';
  const socket = 'SPIFFE_ENDPOINT_SOCKET';
  const spiffe = { [source]: 'spiffe', [rule]: 'r', [socket]: 'unix:///s', [audience]: 'a' };
  const usable = null;

  // prettier-ignore
  it.each<[Record<string, string>, string | null]>([
    [{ [rule]: 'r', [file]: '/f' },                    usable],
    [{ [rule]: ' r ', [file]: '/f', [source]: 'file' }, usable],
    [{ [rule]: 'r', [file]: '/f', [socket]: 'unix:///s' }, usable],
    [{ [rule]: 'r' },                                  `Workload identity requires ${file}.`],
    [{ [file]: '/f' },                                 `Workload identity requires ${rule}.`],
    [{ [rule]: ' ', [file]: '/f' },                    `${rule} is empty.`],
    [{ [rule]: 'r', [file]: '' },                      `${file} must be an absolute path.`],
    [{ [rule]: 'r', [file]: 'f' },                     `${file} must be an absolute path.`],
    [{ [rule]: 'r', [file]: ' /f' },                   `${file} must be an absolute path.`],
    [{ [rule]: 'r', [file]: '/f', [source]: 'FILE' },  `${source} must be file or spiffe.`],
    [{ [source]: '' },                                 `${source} must be file or spiffe.`],
    [{ [rule]: 'r', [file]: '/f', [audience]: '' },    `SPIFFE settings require ${source}=spiffe.`],
    [{ [id]: 'spiffe://a/b' },                         `Workload identity requires ${rule}.`],
    [spiffe,                                           usable],
    [{ ...spiffe, [id]: 'spiffe://a/b' },              usable],
    [{ ...spiffe, [id]: 'a/b' },                       `${id} is not a SPIFFE ID.`],
    [{ ...spiffe, [file]: '/f' },                      `SPIFFE authentication cannot also set ${file}.`],
    [{ ...spiffe, [audience]: '' },                    `${audience} is empty.`],
    [{ [source]: 'spiffe', [rule]: 'r' },              `Workload identity requires ${socket}.`],
    [{ CODEX_ACCESS_TOKEN: 'at-1' },                   usable],
    [{ CODEX_ACCESS_TOKEN: agentIdentity },            usable],
    [{ CODEX_ACCESS_TOKEN: `${agentIdentity}.d` },     'CODEX_ACCESS_TOKEN is not a token that Codex can use.'],
    [{ CODEX_ACCESS_TOKEN: jwt({ sub: 'a' }) },        'CODEX_ACCESS_TOKEN is not a token that Codex can use.'],
    [{ CODEX_ACCESS_TOKEN: 'a.b.c' },                  'CODEX_ACCESS_TOKEN is not a token that Codex can use.'],
    [{ CODEX_ACCESS_TOKEN: 'sk-1' },                   'CODEX_ACCESS_TOKEN is not a token that Codex can use.'],
  ])('of %j', (env, fault) => {
    expect(credentialsOf(env)).toMatchObject([{ fault }]);
  });
});
