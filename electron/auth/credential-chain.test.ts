import { describe, expect, it } from 'vitest';

import { dotenvOf, environmentCredentials, environmentInUse } from './credential-chain.ts';

const variablesOf = (env: Record<string, string>, dotenv: string | null = null) =>
  environmentCredentials(env, dotenv).map(({ variable }) => variable);

const key = { CODEX_API_KEY: 'sk-env' };
const token = { CODEX_ACCESS_TOKEN: 'at-1' };
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
    expect(environmentCredentials({}, dotenv)).toEqual([
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
    expect(environmentCredentials({}, dotenv)).toEqual([]);
  });
});

describe('the bytes of a file .env', () => {
  const line = 'OPENAI_FEDERATION_RULE_ID=r\n';
  it.each([
    ['a line before it that is not UTF-8', Buffer.from(`A=\xe9\n${line}`, 'latin1'), true],
    ['a comment that is not UTF-8', Buffer.from(`# \xe9\n${line}`, 'latin1'), true],
    ['a line after it that is not UTF-8', Buffer.from(`${line}A=\xff\xfe\n`, 'latin1'), true],
    ['a byte order mark', Buffer.from(`\uFEFF${line}`), false],
    ['nothing', Buffer.alloc(0), false],
  ])('are read as Codex reads them: %s', (_, bytes, isSet) => {
    const dotenv = dotenvOf(bytes);
    expect(variablesOf({}, dotenv.kind === 'text' ? dotenv.text : null)).toHaveLength(
      isSet ? 1 : 0,
    );
  });

  it.each([
    ['a null character', Buffer.from(`A=\0\n${line}`)],
    ['UTF-16', Buffer.from(line, 'utf16le')],
  ])('may mean what nobody knows here: %s', (_, bytes) => {
    expect(dotenvOf(bytes)).toMatchObject({ kind: 'unknown' });
  });
});

describe('the one that is used', () => {
  const used = (
    program: 'exec' | 'interactive',
    env: Record<string, string>,
    allowed: readonly ('api' | 'chatgpt')[] | null = null,
  ) => environmentInUse(program, environmentCredentials(env, null), allowed)?.variable ?? 'stored';

  // prettier-ignore
  it.each([
    // environment            exec                  TUI, login status, app-server
    [{},                      'stored',             'stored'],
    [key,                     'CODEX_API_KEY',      'stored'],
    [token,                   'CODEX_ACCESS_TOKEN', 'CODEX_ACCESS_TOKEN'],
    [{ ...key, ...token },    'CODEX_API_KEY',      'CODEX_ACCESS_TOKEN'],
    [{ ...key, ...identity }, 'OPENAI_FEDERATION_RULE_ID', 'OPENAI_FEDERATION_RULE_ID'],
  ])('of %j', (env, exec, interactive) => {
    expect(used('exec', env)).toBe(exec);
    expect(used('interactive', env)).toBe(interactive);
  });

  it('is the first of an allowed method', () => {
    const both = { ...key, ...token };
    expect(used('exec', both, ['chatgpt'])).toBe('CODEX_ACCESS_TOKEN');
    expect(used('exec', { ...identity, ...key }, ['api'])).toBe('CODEX_API_KEY');
    expect(used('exec', key, ['chatgpt'])).toBe('stored');
    expect(used('interactive', both, ['api'])).toBe('stored');
  });
});
