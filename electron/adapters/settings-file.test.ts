import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, it, vi } from 'vitest';

import { managedPreferencePrefix } from '../policy/layers.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { readManagedPreference } from './managed-preferences.ts';
import { readSettingsFile } from './settings-file.ts';

vi.mock('./managed-preferences.ts');

it('a place of settings is a file of UTF-8 text', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'config.toml');
  expect(await readSettingsFile(file)).toEqual({ kind: 'absent' });
  await writeFile(file, 'a = "ä"');
  expect(await readSettingsFile(file)).toEqual({ kind: 'text', text: 'a = "ä"' });
  expect(await readSettingsFile(`${file}/in-a-file`)).toEqual({ kind: 'absent' });
});

it.each([
  ['bytes that are no UTF-8', Buffer.from([0xff]), 'it is not UTF-8 text'],
  ['more than 1 MiB', Buffer.alloc(1024 * 1024 + 1), 'it is larger than 1 MiB'],
])('%s are not read', async (_, content, message) => {
  const file = path.join(await temporaryFolder(), 'config.toml');
  await writeFile(file, content);
  expect(await readSettingsFile(file)).toEqual({ kind: 'unreadable', message });
});

it('a folder is not read', async () => {
  const folder = path.join(await temporaryFolder(), 'config.toml');
  await mkdir(folder);
  const message = 'it is not a regular file';
  expect(await readSettingsFile(folder)).toEqual({ kind: 'unreadable', message });
});

it('or a value of the managed preferences of macOS', async () => {
  const found = { kind: 'text', text: 'a = 1' } as const;
  vi.mocked(readManagedPreference).mockResolvedValue(found);
  const place = `${managedPreferencePrefix}requirements_toml_base64`;
  expect(await readSettingsFile(place)).toEqual(found);
  expect(readManagedPreference).toHaveBeenCalledWith('requirements_toml_base64');
});
