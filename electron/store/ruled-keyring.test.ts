import { describe, expect, it } from 'vitest';

import { settingsFrom, settingsPlaces } from '../policy/codex-config.ts';
import type { ConfigFile } from '../policy/config-document.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import type { KeyringAlternatives } from './keyring.ts';
import { keyringAlternatives, RuledKeyring } from './ruled-keyring.ts';

const item = { service: 'Codex Auth', account: 'cli|1' };
const requirements = '/etc/codex/requirements.toml';
const user = '/home/ada/.codex/config.toml';

function alternatives(files: Readonly<Record<string, string>>): KeyringAlternatives {
  const places = settingsPlaces('linux', '/home/ada/.codex', {});
  const sources = new Map<string, ConfigFile>(
    Object.entries(files).map(([place, text]) => [place, { kind: 'text', text }]),
  );
  return keyringAlternatives(settingsFrom(places.layers, sources), places);
}

describe('what can be done without an item of the keyring', () => {
  it.each<[string, Record<string, string>, boolean, boolean]>([
    ['nobody forbids anything', {}, true, true],
    [
      'the store is the choice of the user',
      { [user]: 'cli_auth_credentials_store = "keyring"' },
      true,
      true,
    ],
    [
      'the store is that of an administrator',
      { [requirements]: 'cli_auth_credentials_store = "keyring"' },
      false,
      true,
    ],
    [
      'files are forbidden',
      { [requirements]: 'gatehouse.allow_file_storage = false' },
      false,
      true,
    ],
    [
      'the rule on files is not understood',
      { [requirements]: 'gatehouse.allow_file_storage = 1' },
      false,
      true,
    ],
    [
      'an administrator decides about the encrypted file',
      { '/etc/codex/managed_config.toml': 'features.secret_auth_storage = false' },
      true,
      false,
    ],
    ['nothing is known', { [requirements]: '[', [user]: '[' }, false, false],
  ])('%s', (_, files, file, encryptedFile) => {
    expect(alternatives(files)).toEqual({ file, encryptedFile });
  });
});

describe('a keyring under rules', () => {
  it('passes everything on while it answers', async () => {
    const inner = memoryKeyring();
    const keyring = new RuledKeyring(inner, () => ({ file: true, encryptedFile: true }));
    await keyring.set(item, 'value');
    expect(await keyring.get(item)).toBe('value');
    expect(await keyring.delete(item)).toBe(true);
    expect(inner.questions).toHaveLength(3);
  });

  it('tells what can be done under the rules of the moment in which it refuses', async () => {
    const inner = memoryKeyring();
    let file = true;
    const keyring = new RuledKeyring(inner, () => ({ file, encryptedFile: false }));
    inner.refuse('no-service');
    for (const allowed of [true, false]) {
      file = allowed;
      const refusal = {
        code: 'no-service',
        message: 'refused: no-service',
        alternatives: { file, encryptedFile: false },
      };
      await expect(keyring.get(item)).rejects.toMatchObject(refusal);
      await expect(keyring.set(item, 'value')).rejects.toMatchObject(refusal);
      await expect(keyring.delete(item)).rejects.toMatchObject(refusal);
    }
  });

  it('hides no defect of the program', async () => {
    const defect = new TypeError('a defect');
    const inner = { ...memoryKeyring(), get: () => Promise.reject(defect) };
    const keyring = new RuledKeyring(inner, () => ({ file: true, encryptedFile: true }));
    await expect(keyring.get(item)).rejects.toBe(defect);
  });
});
