import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { serializeAuthRecord } from '../auth/auth-record.ts';
import { StoreError, type StoredSource } from '../auth/credential-store.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { apiKeyRecord, chatgptRecord, grace, testNow } from '../testing/credentials.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { KeptFolder } from './kept-folder.ts';
import { KeptSignIns } from './kept-sign-ins.ts';
import { keyringPassphrase, passphraseSeal } from './passphrase-seal.ts';

const item = { service: 'Gatehouse', account: 'kept-sign-ins|digest' };

async function keptIn(codexHome: string, keyring = memoryKeyring()) {
  const source = keyringPassphrase(keyring, () => Promise.resolve(item));
  const kept = new KeptSignIns({
    files: new KeptFolder(codexHome),
    seal: passphraseSeal(source, 'kept sign-ins'),
    now: () => testNow,
    log: capturedLog(),
  });
  await kept.reload();
  return { kept, keyring, folder: path.join(codexHome, 'kept-sign-ins') };
}

const ofAda = (source: StoredSource) =>
  ({ record: chatgptRecord(), reason: 'sign-in-replaced', source, redeemed: null }) as const;
const secrets = ['refresh-1', chatgptRecord().tokens.idToken, 'ada@example.com'];

describe('a kept sign-in', () => {
  it('is a file of its own, for nobody else to read, with a version and the whole record', async () => {
    const { kept, folder } = await keptIn(await temporaryFolder());
    const [first, second] = [
      await kept.keep(ofAda('file')),
      await kept.keep({ ...ofAda('file'), record: apiKeyRecord() }),
    ];
    expect(first?.id).toMatch(/^20260122T164843\.123Z-[0-9a-f]{6}$/);
    expect((await readdir(folder)).sort()).toEqual(
      [`${first?.id}.json`, `${second?.id}.json`].sort(),
    );
    const file = path.join(folder, `${first?.id}.json`);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      version: 1,
      keptAt: '2026-01-22T16:48:43.123Z',
      reason: 'sign-in-replaced',
      store: 'file',
      successorOf: null,
      record: serializeAuthRecord(chatgptRecord(), 'pretty'),
    });
  });

  it('is kept once, however often the same tokens come', async () => {
    const { kept } = await keptIn(await temporaryFolder());
    const first = await kept.keep(ofAda('file'));
    const later = chatgptRecord({ members: { last_refresh: '2026-02-01T00:00:00Z' } });
    expect(await kept.keep({ ...ofAda('file'), record: later })).toEqual({
      ...first,
      isNew: false,
    });
    expect(kept.get()).toHaveLength(1);
  });

  it('of memory alone is not kept', async () => {
    const { kept } = await keptIn(await temporaryFolder());
    expect(await kept.keep(ofAda('ephemeral'))).toBeNull();
  });

  it('names the refresh token that was spent for it by its digest', async () => {
    const { kept } = await keptIn(await temporaryFolder());
    const redeemed = chatgptRecord({ tokens: { refresh_token: 'spent' } });
    await kept.keep({ ...ofAda('file'), redeemed });
    expect(await kept.isSpent('spent')).toBe(true);
    expect(await kept.isSpent('refresh-1')).toBe(false);
  });
});

describe('a kept sign-in of the keyring', () => {
  it('is sealed, with a key that is made once', async () => {
    const home = await temporaryFolder();
    const { kept, keyring, folder } = await keptIn(home);
    await kept.keep(ofAda('keyring'));
    await kept.keep({ ...ofAda('keyring'), record: chatgptRecord({ person: grace }) });
    const keys = [...keyring.items.values()];
    expect(keys).toHaveLength(1);
    for (const name of await readdir(folder)) {
      const text = await readFile(path.join(folder, name), 'utf8');
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
    const { kept: next } = await keptIn(home, keyring);
    expect(next.get()).toMatchObject([{ kind: 'usable' }, { kind: 'usable' }]);
    expect([...keyring.items.values()]).toEqual(keys);
  });

  it.each(['locked', 'no-service', 'failed'] as const)(
    'is not kept, nor a key made, while the keyring is %s',
    async (code) => {
      const { kept, keyring, folder } = await keptIn(await temporaryFolder());
      keyring.refuse(code);
      await expect(kept.keep(ofAda('keyring'))).rejects.toThrow(StoreError);
      keyring.answer();
      expect(keyring.items.size).toBe(0);
      expect(await readdir(folder).catch(() => [])).toEqual([]);
    },
  );

  it('is listed with its reason while the keyring is locked, and as damaged without its key', async () => {
    const home = await temporaryFolder();
    const { kept, keyring } = await keptIn(home);
    await kept.keep(ofAda('keyring'));
    keyring.refuse('locked');
    await kept.reload();
    expect(kept.get()).toMatchObject([{ kind: 'locked', reason: 'sign-in-replaced' }]);
    keyring.answer();
    keyring.items.clear();
    await kept.reload();
    expect(kept.get()).toMatchObject([{ kind: 'unreadable' }]);
    expect(keyring.items.size).toBe(0);
  });
});

describe('what else is in the folder is listed and left alone', () => {
  const future = JSON.stringify({ version: 2, shape: 'unknown' });

  it.each([
    ['a file of a newer version', future, { kind: 'newer' }],
    ['half a file', '{"version": 1, "kept', { kind: 'unreadable' }],
    ['an empty file', '', { kind: 'unreadable' }],
    [
      'a reason that is not known',
      JSON.stringify({ version: 1, reason: 'x' }),
      { kind: 'unreadable' },
    ],
    [
      'a record that is none',
      JSON.stringify({
        version: 1,
        keptAt: '2026-01-22T16:48:43.123Z',
        reason: 'signed-out',
        store: 'file',
        successorOf: null,
        record: '[]',
      }),
      { kind: 'unreadable' },
    ],
    ['nine MiB', ' '.repeat(9 * 1024 * 1024), { kind: 'unreadable' }],
  ])('%s', async (_, content, entry) => {
    const home = await temporaryFolder();
    const folder = path.join(home, 'kept-sign-ins');
    await mkdir(folder, { mode: 0o700 });
    const file = path.join(folder, '20270101T000000.000Z-aaaaaa.json');
    await writeFile(file, content);
    const { kept } = await keptIn(home);
    expect(kept.get()).toMatchObject([{ id: '20270101T000000.000Z-aaaaaa', ...entry }]);
    await kept.keep(ofAda('file'));
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it('a link is not followed, and a folder is no file', async () => {
    const home = await temporaryFolder();
    const folder = path.join(home, 'kept-sign-ins');
    await mkdir(path.join(folder, 'b.json'), { recursive: true });
    await writeFile(path.join(home, 'elsewhere'), future);
    await symlink(path.join(home, 'elsewhere'), path.join(folder, 'a.json'));
    await writeFile(path.join(folder, 'notes.txt'), 'no sign-in');
    const { kept } = await keptIn(home);
    expect(kept.get()).toMatchObject([
      { id: 'a', kind: 'unreadable' },
      { id: 'b', kind: 'unreadable' },
    ]);
  });

  it('a folder that cannot be written refuses, and says which one', async () => {
    const home = await temporaryFolder();
    await writeFile(path.join(home, 'kept-sign-ins'), 'a file in its place');
    const { kept } = await keptIn(home);
    await expect(kept.keep(ofAda('file'))).rejects.toThrow('kept-sign-ins cannot be written');
    await chmod(home, 0o700);
  });
});
