import { chmod, lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { switchStoreSetting, withStoreSetting } from './store-setting.ts';
import { temporaryFolder } from '../testing/codex-home.ts';

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

const text = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);

async function configWith(content?: string) {
  const file = path.join(await temporaryFolder(), 'config.toml');
  if (content !== undefined) await writeFile(file, content);
  return file;
}

describe('switching the setting in its file', () => {
  it('keeps the comments and the mode', async () => {
    const file = await configWith('# mine\nmodel = "x" # good\n');
    await chmod(file, 0o640);
    await switchStoreSetting(file, 'keyring');
    expect(await text(file)).toBe(
      '# mine\nmodel = "x" # good\ncli_auth_credentials_store = "keyring"\n',
    );
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  it('makes a file for the user alone where there is none', async () => {
    const file = await configWith();
    await switchStoreSetting(file, 'file');
    expect(await text(file)).toBe('cli_auth_credentials_store = "file"\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('keeps a link a link, and changes its target', async () => {
    const target = await configWith('model = "x"\n');
    const link = path.join(await temporaryFolder(), 'config.toml');
    await symlink(target, link);
    await switchStoreSetting(link, 'keyring');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await text(target)).toContain('"keyring"');
  });

  it('keeps a byte order mark', async () => {
    const file = await configWith('\uFEFFmodel = "x"\n');
    await switchStoreSetting(file, 'keyring');
    expect(await text(file)).toBe('\uFEFFmodel = "x"\ncli_auth_credentials_store = "keyring"\n');
  });

  it.each(['model = \n', 'a = 1\na = 2\n'])(
    'leaves what it cannot edit as it is: %j',
    async (toml) => {
      const file = await configWith(toml);
      await expect(switchStoreSetting(file, 'keyring')).rejects.toMatchObject({
        name: 'StoreError',
        code: 'unwritable',
      });
      expect(await text(file)).toBe(toml);
    },
  );
});

describe('the way back', () => {
  it('is the old text', async () => {
    const file = await configWith('model = "x"\n');
    const change = await switchStoreSetting(file, 'keyring');
    await change.undo();
    expect(await text(file)).toBe('model = "x"\n');
  });

  it('is no file where there was none', async () => {
    const file = await configWith();
    await (await switchStoreSetting(file, 'keyring')).undo();
    expect(await text(file)).toBeNull();
  });

  it('is closed by a change that somebody else has made since', async () => {
    const file = await configWith('model = "x"\n');
    const change = await switchStoreSetting(file, 'keyring');
    await writeFile(file, 'model = "y"\n');
    await change.undo();
    expect(await text(file)).toBe('model = "y"\n');
  });
});
