import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { managedPreferencePrefix } from '../policy/layers.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { readManagedPreference } from './managed-preferences.ts';
import { readDotenv, readConfigFile } from './config-file.ts';

vi.mock('./managed-preferences.ts');

async function settingsFile(content: string | Uint8Array = 'a = 1') {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'config.toml');
  await writeFile(file, content);
  await chmod(file, 0o640);
  return { folder, file };
}

const ownerId = process.getuid?.() ?? null;
const own = { ownerId, mode: 0o640, readFrom: null, folders: expect.any(Array) as unknown };

it('reads a file, and says whose it is and who may change it', async () => {
  const { file } = await settingsFile();
  expect(await readConfigFile(file)).toEqual({ kind: 'text', text: 'a = 1', facts: own });
});

it('follows a link, and says what was read', async () => {
  const { folder, file } = await settingsFile();
  const link = path.join(folder, 'link.toml');
  await symlink('config.toml', link);
  expect(await readConfigFile(link)).toEqual({
    kind: 'text',
    text: 'a = 1',
    facts: { ...own, readFrom: file },
  });
});

it.runIf(ownerId !== null)('tells the folders on the way, and those of the target', async () => {
  const { folder } = await settingsFile();
  await mkdir(path.join(folder, 'there'));
  await mkdir(path.join(folder, 'here'));
  await chmod(path.join(folder, 'there'), 0o1777);
  await chmod(path.join(folder, 'here'), 0o751);
  await writeFile(path.join(folder, 'there', 'file.toml'), '');
  await symlink('../there/file.toml', path.join(folder, 'here', 'link.toml'));
  const found = await readConfigFile(path.join(folder, 'here', 'link.toml'));
  const folders = found.kind === 'text' ? (found.facts?.folders ?? []) : [];
  expect(folders[0]).toEqual({ path: path.join(folder, 'here'), ownerId, mode: 0o751 });
  expect(folders).toContainEqual({ path: path.join(folder, 'there'), ownerId, mode: 0o1777 });
  expect(folders.map((above) => above.path)).toContain('/');
});

it.each(['absent.toml', 'config.toml/below-a-file'])('finds nothing at %s', async (name) => {
  const { folder } = await settingsFile();
  expect(await readConfigFile(path.join(folder, name))).toEqual({ kind: 'absent' });
});

it('finds nothing behind a link to nothing, and says what it names', async () => {
  const { folder } = await settingsFile();
  const link = path.join(folder, 'link.toml');
  await symlink('../nowhere', link);
  expect(await readConfigFile(link)).toEqual({ kind: 'absent', deadLink: '../nowhere' });
});

it('does not take a folder or a named pipe for a file, nor wait for its writer', async () => {
  const { folder } = await settingsFile();
  await mkdir(path.join(folder, 'folder'), { mode: 0o750 });
  execFileSync('mkfifo', ['-m', '750', path.join(folder, 'pipe')]);
  for (const name of ['folder', 'pipe']) {
    expect(await readConfigFile(path.join(folder, name))).toEqual({
      kind: 'unreadable',
      because: 'notRegular',
      message: 'it is not a regular file',
      facts: { ...own, mode: 0o750 },
    });
  }
});

it('reads no more than 8 MiB, and text only', async () => {
  const { file } = await settingsFile(new Uint8Array([0xff, 0xfe]));
  expect(await readConfigFile(file)).toMatchObject({ message: 'it is not UTF-8 text' });
  await truncate(file, 8 * 1024 * 1024 + 1);
  expect(await readConfigFile(file)).toMatchObject({ message: 'it is larger than 8 MiB' });
});

it('asks for the managed preferences of macOS by their name', async () => {
  const found = { kind: 'text', text: 'a = 1' } as const;
  vi.mocked(readManagedPreference).mockResolvedValue(found);
  const place = `${managedPreferencePrefix}requirements_toml_base64`;
  expect(await readConfigFile(place)).toEqual(found);
  expect(readManagedPreference).toHaveBeenCalledWith('requirements_toml_base64');
});

describe('the file .env of Codex', () => {
  async function dotenv(make: (file: string) => unknown) {
    const file = path.join(await temporaryFolder(), '.env');
    await make(file);
    return readDotenv(file);
  }

  // As seen with Codex CLI 0.171.0.
  it.each([
    ['nothing', () => undefined],
    ['a folder', (file: string) => mkdir(file)],
    ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
    ['a device without an end', (file: string) => symlink('/dev/zero', file)],
    ['a device without a content', (file: string) => symlink('/dev/null', file)],
    ['a link to nothing', (file: string) => symlink('/nowhere/at-all', file)],
  ])('is passed over as Codex does: %s', async (_, make) => {
    expect(await dotenv(make)).toEqual({ kind: 'absent' });
  });

  it('is read where it is a link to a file', async () => {
    const found = await dotenv(async (file) => {
      await writeFile(`${file}.real`, 'A=1');
      await symlink('.env.real', file);
    });
    expect(found).toEqual({ kind: 'lines', lines: ['A=1'] });
  });

  it('is not known where it is too long to be read', async () => {
    const found = await dotenv(async (file) => {
      await writeFile(file, '');
      await truncate(file, 8 * 1024 * 1024 + 1);
    });
    expect(found).toEqual({ kind: 'unknown', message: 'it is larger than 8 MiB' });
  });

  it('is not known where it is a link to itself', async () => {
    expect(await dotenv((file) => symlink('.env', file))).toMatchObject({ kind: 'unknown' });
  });
});
