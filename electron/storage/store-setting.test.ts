import { describe, expect, it } from 'vitest';

import { withStoreSetting } from './store-setting.ts';

describe('switching the store in config.toml', () => {
  it('changes the value where it stands and nothing else', () => {
    const before = [
      '# my settings',
      'model = "gpt-5"  # the good one',
      '',
      '# where the sign-in is kept',
      'cli_auth_credentials_store   =   "file"   # for now',
      '',
      '[mcp_servers."a.b"]',
      'args = [ "x",',
      '  "y" ] # two',
      '',
    ].join('\n');
    expect(withStoreSetting(before, 'keyring')).toBe(before.replace('"file"', '"keyring"'));
  });

  it('adds the setting before the first table, so that it does not become part of one', () => {
    expect(withStoreSetting('# top\n[features]\nx = true\n', 'keyring')).toBe(
      '# top\ncli_auth_credentials_store = "keyring"\n[features]\nx = true\n',
    );
  });

  it('makes a file of one line where there is none', () => {
    expect(withStoreSetting('', 'file')).toBe('cli_auth_credentials_store = "file"\n');
  });

  it('keeps the line ends of Windows', () => {
    expect(withStoreSetting('a = 1\r\n[t]\r\nb = 2\r\n', 'keyring')).toBe(
      'a = 1\r\ncli_auth_credentials_store = "keyring"\r\n[t]\r\nb = 2\r\n',
    );
  });

  it('keeps numbers of 64 bits', () => {
    const before = 'cli_auth_credentials_store = "file"\nbig = 9223372036854775807\n';
    expect(withStoreSetting(before, 'keyring')).toBe(before.replace('"file"', '"keyring"'));
  });

  it('refuses what is not TOML', () => {
    expect(() => withStoreSetting('model = ', 'keyring')).toThrow();
  });
});
