import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Decrypter, Encrypter } from 'age-encryption';
import { describe, expect, it, vi } from 'vitest';

import { temporaryFolder } from '../../testing/codex-home.ts';
import { chatgptDocument, present, recordOf, testNow } from '../../testing/credentials.ts';
import { memoryKeyring, nameOf } from '../../testing/memory-keyring.ts';
import { asOrdinaryUser, giveToOrdinaryUser } from '../../testing/ordinary-user.ts';
import {
  emptySecrets,
  EncryptedFile,
  parseSecrets,
  withCredential,
  type SecretsDocument,
} from './encrypted-file.ts';
import { decryptText } from '../encrypted-text.ts';
import type { KeyringErrorCode } from '../keyring.ts';
import { keyringItemsOf } from '../keyring-items.ts';
import { removeContent } from '../../testing/removals.ts';
import { putInto } from '../../testing/stored.ts';

const document = chatgptDocument({ members: { from_the_future: { keep: [1, 2] } } });
const record = recordOf(document);
const inKeyring = { ...present(record), source: 'keyring' };

const foreign = {
  version: 1,
  secrets: { 'global/CODEX_AUTH': JSON.stringify(document), 'global/OTHER': 'other' },
  from_the_future: true,
};

/** A folder of Codex, with a file of another program (which may do with fewer rounds). */
async function place(content?: unknown, passphrase = 'the passphrase') {
  const keyring = memoryKeyring();
  const folder = await temporaryFolder();
  const file = path.join(folder, 'secrets/codex_auth.age');
  const item = nameOf((await keyringItemsOf(folder)).passphrase);
  if (content !== undefined) {
    await mkdir(path.dirname(file));
    await writeFile(
      file,
      content instanceof Buffer ? content : await encrypted(content, passphrase),
    );
    keyring.items.set(item, 'the passphrase');
  }
  const inFile = new EncryptedFile(keyring, folder, () => testNow);
  return { keyring, folder, file, item, inFile };
}

async function encrypted(content: unknown, passphrase: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(10);
  return encrypter.encrypt(JSON.stringify(content));
}

async function decrypted(file: string, passphrase: string) {
  return parseSecrets(await decryptText(await readFile(file), passphrase));
}

describe('the encrypted file', () => {
  it('is read with the passphrase of the keyring', async () => {
    const { inFile, file } = await place(foreign);
    expect(await inFile.load()).toEqual(inKeyring);
    expect(inFile.location).toBe(file);
  });

  it('is absent where there is no file, and nobody is asked for its passphrase', async () => {
    const { inFile, keyring } = await place();
    keyring.refuse('locked');
    expect(await inFile.load()).toEqual({ kind: 'absent' });
    expect(await removeContent(inFile)).toEqual({ kind: 'absent' });
    expect(await inFile.keepCopy()).toBeNull();
    expect(keyring.questions).toEqual([]);
  });

  it('holds no credential after a sign-out of the Codex CLI, which leaves it empty', async () => {
    const { inFile, file } = await place({ version: 1, secrets: {} });
    const before = await readFile(file);
    expect(await inFile.load()).toEqual({ kind: 'absent' });
    expect(await removeContent(inFile)).toEqual({ kind: 'absent' });
    expect(await readFile(file)).toEqual(before);
  });

  it('is made for its owner alone, with a fresh passphrase', async () => {
    const { inFile, file, folder, item, keyring } = await place();
    await putInto(inFile, record);
    expect([...keyring.items.keys()]).toEqual([item]);
    const passphrase = keyring.items.get(item) ?? '';
    expect(Buffer.from(passphrase, 'base64')).toHaveLength(32);
    expect(await decrypted(file, passphrase)).toEqual({
      version: 1,
      secrets: { 'global/CODEX_AUTH': JSON.stringify(document) },
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.join(folder, 'secrets'))).mode & 0o777).toBe(0o700);
  });

  it('keeps the passphrase, other secrets and unknown members', async () => {
    const { inFile, file, item, keyring } = await place({
      ...foreign,
      secrets: { 'global/OTHER': 'other' },
    });
    await putInto(inFile, record);
    expect(keyring.items.get(item)).toBe('the passphrase');
    expect(await decrypted(file, 'the passphrase')).toEqual(foreign);
  });

  const bad: readonly [string, () => ReturnType<typeof place>, RegExp][] = [
    ['has another passphrase', () => place(foreign, 'another'), /cannot be decrypted/],
    ['is empty', () => place(Buffer.alloc(0)), /cannot be decrypted/],
    ['is damaged', () => place(Buffer.from('age-encryption.org/v1\n')), /cannot be decrypted/],
    ['is of version 2', () => place({ ...foreign, version: 2 }), /unknown version/],
  ];
  it.each(bad)('is invalid where it %s, never absent', async (_, make, message) => {
    const { inFile, file } = await make();
    const before = await readFile(file);
    expect(await inFile.load()).toEqual({
      kind: 'invalid',
      message: expect.stringMatching(message) as string,
    });
    await expect(removeContent(inFile)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining(file) as string,
    });
    expect(await readFile(file)).toEqual(before);
  });

  it('is invalid where its passphrase is gone', async () => {
    const { inFile, keyring } = await place(foreign);
    keyring.items.clear();
    expect(await inFile.load()).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('passphrase is not in the keyring') as string,
    });
  });

  it('is invalid where the credential in it is no record', async () => {
    const { inFile } = await place({ version: 1, secrets: { 'global/CODEX_AUTH': '[]' } });
    expect(await inFile.load()).toMatchObject({ kind: 'invalid' });
  });

  it('is kept aside as it is, under a dated name', async () => {
    const { inFile, file } = await place(foreign, 'another');
    const before = await readFile(file);
    const copy = await inFile.keepCopy();
    expect(copy).toBe(`${file}.kept-20260122T164843.123Z`);
    expect(await readFile(copy ?? '')).toEqual(before);
    expect(await readFile(file)).toEqual(before);
  });

  it.each<[KeyringErrorCode, string]>([
    ['locked', 'keyring-locked'],
    ['no-service', 'keyring-unavailable'],
  ])('is not "signed out" where the keyring is %s, and stays', async (code, reason) => {
    const { inFile, file, keyring } = await place(foreign);
    const before = await readFile(file);
    keyring.refuse(code);
    expect(await inFile.load()).toMatchObject({ kind: 'unreadable', reason });
    await expect(putInto(inFile, record)).rejects.toMatchObject({ code: reason });
    await expect(removeContent(inFile)).rejects.toMatchObject({ code: reason });
    await expect(inFile.keepCopy()).rejects.toMatchObject({ code: reason });
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(path.dirname(file))).toEqual(['codex_auth.age']);
  });

  it('is read anew where another program has written it, or its passphrase is another', async () => {
    const { inFile, file, item, keyring } = await place(foreign);
    expect(await inFile.load()).toEqual(inKeyring);
    await writeFile(file, await encrypted({ version: 1, secrets: {} }, 'the passphrase'));
    expect(await inFile.load()).toEqual({ kind: 'absent' });
    keyring.items.set(item, 'another');
    expect(await inFile.load()).toMatchObject({ kind: 'invalid' });
  });

  it('loses the credential alone, and need not be decrypted again', async () => {
    const { inFile, file } = await place(foreign);
    const decrypt = vi.spyOn(Decrypter.prototype, 'decrypt');
    expect(await removeContent(inFile)).toMatchObject({ kind: 'removed' });
    expect(await inFile.load()).toEqual({ kind: 'absent' });
    expect(decrypt).toHaveBeenCalledTimes(1);
    const secrets = { 'global/OTHER': 'other' };
    expect(await decrypted(file, 'the passphrase')).toEqual({ ...foreign, secrets });
  });

  it('is not decrypted again while it is the same', async () => {
    const { inFile } = await place(foreign);
    const decrypt = vi.spyOn(Decrypter.prototype, 'decrypt');
    expect(await inFile.load()).toEqual(inKeyring);
    expect(await inFile.load()).toEqual(inKeyring);
    expect(decrypt).toHaveBeenCalledTimes(1);
  });

  it('is not begun where its passphrase cannot be kept', async () => {
    const { folder, inFile, keyring } = await place();
    keyring.refuse('no-service');
    await expect(putInto(inFile, record)).rejects.toMatchObject({ code: 'keyring-unavailable' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says so where it is not permitted to read', async () => {
    const { inFile, file, folder } = await place(foreign);
    for (const one of [folder, path.dirname(file), file]) await giveToOrdinaryUser(one);
    await chmod(file, 0o000);
    await asOrdinaryUser(async () => {
      expect(await inFile.load()).toMatchObject({ kind: 'unreadable', reason: 'denied' });
      await expect(putInto(inFile, record)).rejects.toMatchObject({ code: 'unreadable' });
    });
  });

  it('is left as it was where its folder cannot be written', async () => {
    const { inFile, file, folder } = await place(foreign);
    const secrets = path.dirname(file);
    for (const one of [folder, secrets, file]) await giveToOrdinaryUser(one);
    await chmod(secrets, 0o500);
    const before = await readFile(file);
    await asOrdinaryUser(async () => {
      await expect(putInto(inFile, record)).rejects.toMatchObject({ code: 'unwritable' });
      await expect(removeContent(inFile)).rejects.toMatchObject({ code: 'unwritable' });
    });
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(secrets)).toEqual(['codex_auth.age']);
  });
});

it.each([
  ['replaces', (inFile: EncryptedFile) => inFile.put(record, present(record))],
  ['removes', (inFile: EncryptedFile) => inFile.remove([present(record)])],
] as const)('%s nothing that another program has written since it was read', async (_, act) => {
  const { inFile, file, keyring } = await place(foreign);
  const other = { version: 1, secrets: { 'global/OTHER': 'of another program' } };
  const get = keyring.get.bind(keyring);
  keyring.get = async (item) => {
    keyring.get = get;
    // Its bytes have been read by now.
    await writeFile(file, await encrypted(other, 'the passphrase'));
    return get(item);
  };
  expect(await act(inFile)).toEqual({ kind: 'changed', found: { kind: 'absent' } });
  expect(await decrypted(file, 'the passphrase')).toEqual(other);
});

const otherSecrets: SecretsDocument = {
  version: 1,
  secrets: { 'global/CODEX_AUTH': 'old', 'global/OTHER': 'other' },
  from_the_future: { keep: true },
};

describe('the secrets document', () => {
  it('is read with whatever else it holds', () => {
    expect(parseSecrets(JSON.stringify(otherSecrets))).toEqual(otherSecrets);
  });

  it.each([
    ['of version 2', '{"version":2,"secrets":{}}'],
    ['without a version', '{"secrets":{}}'],
    ['with a secret that is no text', '{"version":1,"secrets":{"a":1}}'],
    ['no JSON', 'version = 1'],
    ['empty', ''],
  ])('is not understood where it is %s', (_, text) => {
    expect(parseSecrets(text)).toBeNull();
  });

  it('gets another credential, and everything else survives', () => {
    expect(withCredential(otherSecrets, 'new')).toEqual({
      ...otherSecrets,
      secrets: { 'global/CODEX_AUTH': 'new', 'global/OTHER': 'other' },
    });
  });

  it('loses the credential alone', () => {
    expect(withCredential(otherSecrets, null)).toEqual({
      ...otherSecrets,
      secrets: { 'global/OTHER': 'other' },
    });
    expect(withCredential(emptySecrets, null)).toEqual({ version: 1, secrets: {} });
  });

  it('is made anew and never changed in place', () => {
    withCredential(emptySecrets, 'new');
    expect(emptySecrets).toEqual({ version: 1, secrets: {} });
  });
});
