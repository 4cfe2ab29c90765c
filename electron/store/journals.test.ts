import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { StoreError } from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import { codexHomeInTest, temporaryFolder } from '../testing/codex-home.ts';
import { testNow } from '../testing/credentials.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import type { CredentialPlace } from './locations/credential-location.ts';
import { EncryptedFile } from './locations/encrypted-file.ts';
import { PlainFile } from './locations/plain-file.ts';
import { KeyringItemLocation } from './locations/keyring-item.ts';
import { removeContent } from '../testing/removals.ts';

const text = '{"tokens":"secret-of-the-journal"}';

async function world() {
  const home = await codexHomeInTest();
  const keyring = memoryKeyring();
  const now = () => testNow;
  return {
    home,
    keyring,
    file: new PlainFile(home.folder, now),
    item: new KeyringItemLocation(keyring, home.folder, now),
    encrypted: new EncryptedFile(keyring, home.folder, now),
  };
}

describe.each(['file', 'item', 'encrypted'] as const)('the journal of the place: %s', (kind) => {
  it('keeps one text, and forgets it', async () => {
    const place: CredentialPlace = (await world())[kind];
    expect(await place.journal.read()).toBeNull();
    await place.journal.clear();
    await place.journal.write('older');
    await place.journal.write(text);
    expect(await place.journal.read()).toBe(text);
    await place.journal.clear();
    expect(await place.journal.read()).toBeNull();
  });

  it('goes with the credential', async () => {
    const place: CredentialPlace = (await world())[kind];
    await place.journal.write(text);
    await removeContent(place);
    expect(await place.journal.read()).toBeNull();
  });

  it('is read by another program of the same folder', async () => {
    const { home, keyring, ...places } = await world();
    await places[kind].journal.write(text);
    const another = {
      file: new PlainFile(home.folder, () => testNow),
      item: new KeyringItemLocation(keyring, home.folder, () => testNow),
      encrypted: new EncryptedFile(keyring, home.folder, () => testNow),
    };
    expect(await another[kind].journal.read()).toBe(text);
  });
});

describe('the protection of a journal is that of its credential', () => {
  it('a file is for the user alone, and no half of it is ever there', async () => {
    const { home, file } = await world();
    await file.journal.write(text);
    const journal = `${home.authFile}.refresh-journal`;
    expect((await stat(journal)).mode & 0o777).toBe(0o600);
    expect(await readdir(home.folder)).toEqual(['auth.json.refresh-journal']);
  });

  it('in the keyring nothing of it is on disk', async () => {
    const { home, item, keyring } = await world();
    await item.journal.write(text);
    expect(await readdir(home.folder)).toEqual([]);
    expect([...keyring.items.values()]).toEqual([text]);
  });

  it('beside the encrypted file it is sealed, and opens with the passphrase alone', async () => {
    const { home, encrypted, keyring } = await world();
    await encrypted.journal.write(text);
    const journal = path.join(home.folder, 'secrets', 'codex_auth.age.refresh-journal');
    expect(await readFile(journal, 'utf8')).not.toContain('secret');
    const unreadable = { code: 'unreadable' } satisfies Partial<StoreError>;
    for (const name of keyring.items.keys()) keyring.items.set(name, 'another passphrase');
    await expect(encrypted.journal.read()).rejects.toMatchObject(unreadable);
    keyring.items.clear();
    await expect(encrypted.journal.read()).rejects.toMatchObject(unreadable);
    expect(keyring.items.size).toBe(0);
  });

  it.each([
    ['another journal', (journal: RefreshJournal) => journal.write('another')],
    ['a removal', (journal: RefreshJournal) => journal.clear()],
  ])('beside the encrypted file it is kept from %s where it cannot be opened', async (_, act) => {
    const { home, encrypted, keyring } = await world();
    await encrypted.journal.write(text);
    const [[name, passphrase] = ['', '']] = keyring.items;
    keyring.items.set(name, 'another passphrase');
    await act(encrypted.journal);
    const [copy = '', ...others] = await encrypted.keptCopies();
    expect(others).toEqual([]);
    // Its key has come back, and with it the tokens.
    keyring.items.set(name, passphrase);
    const journal = path.join(home.folder, 'secrets', 'codex_auth.age.refresh-journal');
    await rename(copy, journal);
    expect(await encrypted.journal.read()).toBe(text);
  });

  it('beside the encrypted file it stays where the keyring does not say whether it opens', async () => {
    const { encrypted, keyring } = await world();
    await encrypted.journal.write(text);
    keyring.refuse('locked');
    await expect(encrypted.journal.clear()).rejects.toMatchObject({ code: 'keyring-locked' });
    keyring.answer();
    expect(await encrypted.journal.read()).toBe(text);
  });
});

describe('a journal that cannot be reached', () => {
  it('in a locked keyring is an error, for the item and for the passphrase', async () => {
    const { item, encrypted, keyring } = await world();
    await encrypted.journal.write(text);
    keyring.refuse('locked');
    const refused = { code: 'keyring-locked' } satisfies Partial<StoreError>;
    await expect(item.journal.write(text)).rejects.toMatchObject(refused);
    await expect(item.journal.read()).rejects.toMatchObject(refused);
    await expect(encrypted.journal.write(text)).rejects.toMatchObject(refused);
    await expect(encrypted.journal.read()).rejects.toMatchObject(refused);
  });

  it('as a folder in its place is an error that tells nothing of the text', async () => {
    const { home, file } = await world();
    await mkdir(`${home.authFile}.refresh-journal`);
    await expect(file.journal.read()).rejects.toMatchObject({ code: 'unreadable' });
    await expect(file.journal.write(text)).rejects.toMatchObject({ code: 'unwritable' });
    await expect(file.journal.write(text)).rejects.not.toThrow(/secret/);
    await expect(file.journal.clear()).rejects.toMatchObject({
      code: 'unwritable',
      message: expect.stringContaining('cannot be removed') as unknown,
    });
  });
});

it('the journal of a linked auth.json is beside the target, for all who share it', async () => {
  const shared = await temporaryFolder();
  await writeFile(path.join(shared, 'real.json'), '{}');
  const { home, file } = await world();
  await symlink(path.join(shared, 'real.json'), home.authFile);
  await file.journal.write(text);
  expect((await readdir(shared)).sort()).toEqual(['real.json', 'real.json.refresh-journal']);
  expect(await readdir(home.folder)).toEqual(['auth.json']);
});

describe.runIf(process.platform === 'linux').each([
  ['a pipe', (file: string) => Promise.resolve(execFileSync('mkfifo', [file]))],
  ['a device without an end', (file: string) => symlink('/dev/zero', file)],
  ['a folder', (file: string) => mkdir(file)],
  [
    'a link to a pipe',
    async (file: string) => {
      execFileSync('mkfifo', [`${file}.pipe`]);
      await symlink(`${file}.pipe`, file);
    },
  ],
  ['a terminal', (file: string) => symlink('/dev/ptmx', file)],
])('where %s has the name', (_, make) => {
  it('of the journal, it is neither waited for nor read', async () => {
    const { home, file } = await world();
    await make(`${home.authFile}.refresh-journal`);
    await expect(file.journal.read()).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('it is not a regular file. Move it away') as unknown,
    });
  });

  it('of the encrypted file, it is neither waited for nor read', async () => {
    const { encrypted } = await world();
    await mkdir(path.dirname(encrypted.location));
    await make(encrypted.location);
    expect(await encrypted.load()).toMatchObject({
      kind: 'unreadable',
      reason: 'denied',
      message: expect.stringContaining('it is not a regular file. Move it away') as unknown,
    });
  });

  it('of auth.json, it is neither waited for nor read', async () => {
    const { home, file } = await world();
    await make(home.authFile);
    expect(await file.load()).toMatchObject({ kind: 'unreadable', reason: 'denied' });
  });
});

it.runIf(process.platform === 'linux')('keeps a pipe aside without waiting for it', async () => {
  const { home, file } = await world();
  execFileSync('mkfifo', [home.authFile]);
  expect(await file.keepCopy()).toMatch(/auth\.json\.kept-/);
});
