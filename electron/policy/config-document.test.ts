import { describe, expect, it } from 'vitest';

import { maxConfigBytes } from '../../shared/policy.ts';
import {
  readConfigDocument,
  resolveSetting,
  configContent,
  type ConfigDocument,
} from './config-document.ts';
import type { SettingName } from './policy-keys.ts';

/** A document that is there, under its own name. */
function document(source: string, toml: string): ConfigDocument {
  const read = readConfigDocument(source, { kind: 'text', text: toml });
  if (read === null) throw new TypeError('a text is a document');
  return read;
}

function settingIn(toml: string, name: SettingName) {
  return resolveSetting([document('/user', toml)], name);
}

describe('a file of settings', () => {
  it('is none where it is absent', () => {
    expect(readConfigDocument('/user', { kind: 'absent' })).toBeNull();
  });

  it('is not known where it may not be read', () => {
    expect(readConfigDocument('/user', { kind: 'unreadable', message: 'EACCES' })).toEqual({
      kind: 'unknown',
      source: '/user',
      message: 'EACCES',
      position: null,
    });
  });

  it.each([
    ['[', 1, 2, 'a key has to be followed by "=" or "]"'],
    ['model = secret', 1, 9, 'there is no value here; text needs quotes'],
    ['a = 1\na = 2', 2, 1, 'this was defined before'],
  ])('is not known where it is %j, and nothing of it is quoted', (toml, line, column, mistake) => {
    expect(document('/user', toml)).toEqual({
      kind: 'unknown',
      source: '/user',
      message: `line ${line}, column ${column} is not valid TOML: ${mistake}`,
      position: { line, column },
    });
  });

  it.each(['', 'a_64_bit_number = 9223372036854775807', '# \uFEFF'])(
    'is known where it is %j',
    (toml) => {
      expect(document('/user', toml)).toMatchObject({ kind: 'table', source: '/user' });
    },
  );
});

describe('the value of a setting', () => {
  const single = (id: string) => ({ form: 'single', id });
  const list = (...ids: string[]) => ({ form: 'list', ids });

  it.each<[SettingName, string, unknown]>([
    ['forced_login_method', '"api"', 'api'],
    ['forced_login_method', '"chatgpt"', 'chatgpt'],
    ['forced_chatgpt_workspace_id', '" ws-1 "', single('ws-1')],
    ['forced_chatgpt_workspace_id', '["ws-1"]', list('ws-1')],
    ['forced_chatgpt_workspace_id', '"ws-1\\n"', single('ws-1')],
    ['forced_chatgpt_workspace_id', '[" b ", "", "a"]', list('b', 'a')],
    ['forced_chatgpt_workspace_id', '"\\u0085ws-1\\u00a0\\u3000"', single('ws-1')],
    ['forced_chatgpt_workspace_id', '["\\u2028", "a\\u0085"]', list('a')],
    ['forced_chatgpt_workspace_id', '[]', list()],
    ['allowed_login_methods', '["chatgpt", "api"]', ['chatgpt', 'api']],
    ['allowed_login_methods', '[]', []],
    ['allowed_chatgpt_workspaces', '[" b ", "", "a"]', ['b', 'a']],
    ['allowed_chatgpt_workspaces', '[]', []],
    ['cli_auth_credentials_store', '"file"', 'file'],
    ['cli_auth_credentials_store', '"keyring"', 'keyring'],
    ['cli_auth_credentials_store', '"auto"', 'auto'],
    ['cli_auth_credentials_store', '"ephemeral"', 'ephemeral'],
    ['features.secret_auth_storage', 'true', true],
    ['chatgpt_base_url', '"https://chatgpt.example/api/"', 'https://chatgpt.example/api/'],
    ['gatehouse.allow_export', 'false', false],
  ])('%s = %s', (name, toml, value) => {
    expect(settingIn(`${name} = ${toml}`, name)).toEqual({ kind: 'set', value, source: '/user' });
  });

  const method = 'must be "api" or "chatgpt"';
  const methods = 'must be a TOML list of "api" and "chatgpt"';
  const strings = 'must be a TOML list of strings';
  const unseen = 'must not have control characters or directional marks in it';
  const workspaces = 'must be a string or a TOML list of strings';

  it.each<[SettingName, string, string]>([
    ['forced_login_method', '"API"', method],
    ['forced_login_method', '""', method],
    ['forced_login_method', '["api"]', method],
    ['forced_chatgpt_workspace_id', '5', workspaces],
    ['forced_chatgpt_workspace_id', '["a", 5]', workspaces],
    [
      'forced_chatgpt_workspace_id',
      '"a,b"',
      'must be a single workspace ID string or a TOML list of strings; comma-separated strings are not supported',
    ],
    ['forced_chatgpt_workspace_id', '"ws\\u001b[2J"', unseen],
    ['forced_chatgpt_workspace_id', '["a", "ws\\u202e"]', unseen],
    ['allowed_chatgpt_workspaces', '["a", "ws\\u009b"]', unseen],
    ['chatgpt_base_url', '"https://a.example/\\u001b]0;x\\u0007"', unseen],
    ['chatgpt_base_url', '"https://a.example/\\u202e"', unseen],
    ['allowed_login_methods', '"api"', methods],
    ['allowed_login_methods', '["x"]', methods],
    ['allowed_login_methods', '["api", 5]', methods],
    ['allowed_chatgpt_workspaces', '"a"', strings],
    ['allowed_chatgpt_workspaces', '[5]', strings],
    ['cli_auth_credentials_store', '"nope"', 'must be "file", "keyring", "auto" or "ephemeral"'],
    ['features.secret_auth_storage', '"yes"', 'must be true or false'],
    ['gatehouse.allow_export', '"false"', 'must be true or false'],
    ['chatgpt_base_url', '5', 'must be a string'],
    ...['"not an address"', '"file:///etc"', '"https://ada:secret@chatgpt.example"'].map(
      (toml): [SettingName, string, string] => [
        'chatgpt_base_url',
        toml,
        'must be an http or https URL without a user name or password',
      ],
    ),
  ])('%s = %s cannot be', (name, toml, reason) => {
    expect(settingIn(`${name} = ${toml}`, name)).toEqual({
      kind: 'unknown',
      source: '/user',
      message: `${name} ${reason}`,
    });
  });

  it('is looked for at the top level only', () => {
    const toml = '[profiles.work]\nforced_login_method = "api"';
    expect(settingIn(toml, 'forced_login_method')).toEqual({ kind: 'unset' });
  });

  it.each(['[features]\nother = true', '[features]', ''])(
    'is unset where its table lacks it: %j',
    (toml) => {
      expect(settingIn(toml, 'features.secret_auth_storage')).toEqual({ kind: 'unset' });
    },
  );

  it.each(['features = 5', 'features = 2026-01-01', '[[features]]\nsecret_auth_storage = true'])(
    'is not known where its table is none, which stops the Codex CLI, too: %j',
    (toml) => {
      expect(settingIn(toml, 'features.secret_auth_storage')).toEqual({
        kind: 'unknown',
        source: '/user',
        message: 'features must be a table, [features]',
      });
    },
  );

  it('that is wrong leaves the others of its file known', () => {
    const toml = 'forced_login_method = "x"\ncli_auth_credentials_store = "file"';
    expect(settingIn(toml, 'forced_login_method')).toMatchObject({ kind: 'unknown' });
    expect(settingIn(toml, 'cli_auth_credentials_store')).toMatchObject({ kind: 'set' });
  });
});

describe('which document decides', () => {
  const name = 'forced_chatgpt_workspace_id';
  const says = (source: string, toml: string) => document(source, `${name} = ${toml}`);
  const silent = (source: string) => document(source, 'model = "m"');
  const broken = (source: string) => document(source, '[');

  it.each<[string, readonly ConfigDocument[], unknown]>([
    ['none', [], { kind: 'unset' }],
    ['none that says anything', [silent('/a'), silent('/b')], { kind: 'unset' }],
    ['the strongest', [says('/a', '"x"'), says('/b', '"y"')], { kind: 'set', source: '/a' }],
    [
      'the next, where that is silent',
      [silent('/a'), says('/b', '"y"')],
      { kind: 'set', source: '/b' },
    ],
    [
      'a blank one: it takes the setting away',
      [says('/a', '" "'), says('/b', '"y"')],
      { kind: 'unset' },
    ],
    [
      'an empty list: it replaces, and joins nothing',
      [says('/a', '[]'), says('/b', '["y"]')],
      { kind: 'set', value: { form: 'list', ids: [] }, source: '/a' },
    ],
    [
      'one with a wrong value: no weaker one may',
      [says('/a', '5'), says('/b', '"y"')],
      { kind: 'unknown', source: '/a' },
    ],
    [
      'one that cannot be read: no weaker one may',
      [broken('/a'), says('/b', '"y"')],
      { kind: 'unknown', source: '/a' },
    ],
    [
      'the strongest, whatever is wrong below',
      [says('/a', '"x"'), broken('/b')],
      { kind: 'set', source: '/a' },
    ],
    [
      'one that cannot be read, below a silent one',
      [silent('/a'), broken('/b')],
      { kind: 'unknown', source: '/b' },
    ],
  ])('%s', (_, documents, expected) => {
    expect(resolveSetting(documents, name)).toMatchObject(expected as object);
  });
});

it('takes one mark of the byte order away, and no second one', () => {
  expect(configContent(Buffer.from('\uFEFFa = 1'))).toEqual({ kind: 'text', text: 'a = 1' });
  expect(configContent(Buffer.from('\uFEFF\uFEFFa = 1'))).toEqual({
    kind: 'text',
    text: '\uFEFFa = 1',
  });
});

it('reads as much as is allowed, and no byte more', () => {
  expect(configContent(Buffer.alloc(maxConfigBytes, '#'))).toMatchObject({ kind: 'text' });
  expect(configContent(Buffer.alloc(maxConfigBytes + 1, '#'))).toEqual({
    kind: 'unreadable',
    message: 'it is larger than 8 MiB',
  });
});

it('puts nothing in the place of what is no UTF-8', () => {
  expect(configContent(Buffer.from('# Büro', 'latin1'))).toEqual({
    kind: 'unreadable',
    message: 'it is not UTF-8 text',
  });
});
