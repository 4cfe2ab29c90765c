import { describe, expect, it } from 'vitest';

import type { Dotenv } from '../base/dotenv.ts';
import { settingsLayers } from './layers.ts';
import { isManaged, readSettings, settingsPlaces, type SettingsPlaces } from './codex-config.ts';
import type { ConfigFile } from './config-document.ts';

const names = ['/requirements', '/managed', '/user', '/system'];
const places: SettingsPlaces = {
  layers: settingsLayers('linux', '/home', {}).map((layer, index) => ({
    ...layer,
    place: names[index] ?? '',
  })),
  ignored: [],
  userConfig: '/user',
  dotenv: '/home/ada/.codex/.env',
  cloudCache: '/home/ada/.codex/cloud-config-bundle-cache.json',
  env: {},
  start: null,
};

/** Reads settings from these files; the others are absent. */
function settingsIn(
  files: Readonly<Record<string, string | ConfigFile>>,
  dotenv: Dotenv = { kind: 'absent' },
) {
  const readFile = (place: string): Promise<ConfigFile> => {
    const file = files[place] ?? { kind: 'absent' };
    return Promise.resolve(typeof file === 'string' ? { kind: 'text', text: file } : file);
  };
  return readSettings(places, readFile, () => Promise.resolve(dotenv));
}

it.each([
  ['/managed', true],
  ['/requirements', true],
  ['/user', false],
  ['/system', false],
])('whether %s outranks what the user may change: %s', (source, answer) => {
  expect(isManaged(places, source)).toBe(answer);
});

describe('where settings are looked for, the strongest first', () => {
  const placesOf = ({ layers }: SettingsPlaces) =>
    layers.map(({ place, level, scope }) => [place, level, scope]);

  it('on Linux', () => {
    const places = settingsPlaces('linux', '/home/ada/.codex', {});
    expect(placesOf(places)).toEqual([
      ['/etc/codex/requirements.toml', 'enforced', 'machine'],
      ['/etc/codex/managed_config.toml', 'enforced', 'machine'],
      ['/home/ada/.codex/config.toml', 'user', 'user'],
      ['/etc/codex/config.toml', 'default', 'machine'],
    ]);
    expect(places.userConfig).toBe('/home/ada/.codex/config.toml');
  });

  it('on macOS, where managed preferences come before any file', () => {
    expect(placesOf(settingsPlaces('darwin', '/Users/ada/.codex', {}))).toEqual([
      ['managed preferences: com.openai.codex/requirements_toml_base64', 'enforced', 'machine'],
      ['/etc/codex/requirements.toml', 'enforced', 'machine'],
      ['managed preferences: com.openai.codex/config_toml_base64', 'enforced', 'machine'],
      ['/etc/codex/managed_config.toml', 'enforced', 'machine'],
      ['/Users/ada/.codex/config.toml', 'user', 'user'],
      ['/etc/codex/config.toml', 'default', 'machine'],
    ]);
  });

  it.each([
    [{ ProgramData: 'D:\\Data' }, 'D:\\Data'],
    [{}, 'C:\\ProgramData'],
  ])('on Windows, with %j', (env, programData) => {
    const home = 'C:\\Users\\ada\\.codex';
    expect(placesOf(settingsPlaces('win32', home, env))).toEqual([
      [`${programData}\\OpenAI\\Codex\\requirements.toml`, 'enforced', 'machine'],
      [`${home}\\config.toml`, 'user', 'user'],
      [`${programData}\\OpenAI\\Codex\\config.toml`, 'default', 'machine'],
    ]);
  });
});

describe('the settings of a machine', () => {
  it('are no rules where no file sets any', async () => {
    expect(await settingsIn({})).toMatchObject({
      rules: {
        kind: 'known',
        rules: {
          forcedMethod: null,
          forcedWorkspaces: null,
          allowedMethods: null,
          allowedWorkspaces: null,
        },
      },
      storeMode: { kind: 'unset' },
      encryptedStore: { kind: 'unset' },
    });
  });

  it('take each key from the strongest file that sets it, and name that file', async () => {
    const settings = await settingsIn({
      '/managed': 'cli_auth_credentials_store = "keyring"',
      '/user': 'forced_login_method = "api"\nfeatures.secret_auth_storage = true',
      '/system': 'forced_login_method = "chatgpt"\nforced_chatgpt_workspace_id = "w"',
      '/requirements': 'allowed_login_methods = ["api"]\nallowed_chatgpt_workspaces = ["v"]',
    });
    expect(settings).toMatchObject({
      rules: {
        kind: 'known',
        rules: {
          forcedMethod: { value: 'api', source: '/user' },
          forcedWorkspaces: { value: { form: 'single', id: 'w' }, source: '/system' },
          allowedMethods: { value: ['api'], source: '/requirements' },
          allowedWorkspaces: { value: ['v'], source: '/requirements' },
        },
      },
      storeMode: { kind: 'set', value: 'keyring', source: '/managed' },
      encryptedStore: { kind: 'set', value: true, source: '/user' },
    });
  });

  it.each([
    ['/requirements', 'forced_login_method = "api"\nforced_chatgpt_workspace_id = "w"'],
    ['/managed', 'allowed_login_methods = []\nallowed_chatgpt_workspaces = []'],
  ])('do not take from %s what has no meaning there', async (place, toml) => {
    expect((await settingsIn({ [place]: toml })).rules).toEqual((await settingsIn({})).rules);
  });

  it('take the store from the requirements before any config', async () => {
    const { storeMode } = await settingsIn({
      '/managed': 'cli_auth_credentials_store = "keyring"',
      '/requirements': 'cli_auth_credentials_store = "file"',
    });
    expect(storeMode).toEqual({ kind: 'set', value: 'file', source: '/requirements' });
  });
});

describe('what cannot be read makes the rules unknown, never none', () => {
  const unreadable = { kind: 'unreadable', message: 'EACCES' } as const;

  it.each([
    ['a file that may not be read', { '/managed': unreadable }, '/managed cannot be used (EACCES)'],
    ['the weakest of them', { '/system': unreadable }, '/system cannot be used (EACCES)'],
    ['the requirements', { '/requirements': unreadable }, '/requirements cannot be used (EACCES)'],
    [
      'no TOML',
      { '/user': 'model = m' },
      '/user cannot be used (line 1, column 9 is not valid TOML: there is no value here; text needs quotes)',
    ],
    [
      'a value that cannot be',
      { '/user': 'forced_login_method = "x"' },
      '/user cannot be used (forced_login_method must be "api" or "chatgpt")',
    ],
  ])('%s', async (_, files, problem) => {
    expect((await settingsIn(files)).rules).toEqual({
      kind: 'unknown',
      message: `${problem}.`,
    });
  });

  it('but not where a stronger file has settled every rule', async () => {
    const { rules } = await settingsIn({
      '/managed': 'forced_login_method = "api"\nforced_chatgpt_workspace_id = []',
      '/user': '[',
    });
    expect(rules.kind).toBe('known');
  });

  it('and leaves the rules known where only the store is wrong', async () => {
    const settings = await settingsIn({ '/user': 'cli_auth_credentials_store = "nope"' });
    expect(settings.rules.kind).toBe('known');
    expect(settings.storeMode).toMatchObject({ kind: 'unknown', source: '/user' });
  });
});

describe('the file .env', () => {
  it('may hold a credential', async () => {
    const dotenv = { kind: 'lines', lines: ['OPENAI_FEDERATION_RULE_ID=r'] } as const;
    const { environment, dotenvProblem } = await settingsIn({}, dotenv);
    expect(environment).toMatchObject([{ kind: 'workloadIdentity', setIn: 'dotenv' }]);
    expect(dotenvProblem).toBeNull();
  });

  it('is named where it is not known what Codex takes from it', async () => {
    const dotenv = { kind: 'unknown', message: 'it is larger than 8 MiB' } as const;
    const { environment, dotenvProblem } = await settingsIn({}, dotenv);
    expect(environment).toEqual([]);
    expect(dotenvProblem).toBe(
      '/home/ada/.codex/.env cannot be read (it is larger than 8 MiB), and may give Codex another sign-in',
    );
  });
});
