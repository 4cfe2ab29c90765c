import { chmod, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { codexHomeInTest, temporaryFolder } from '../testing/codex-home.ts';
import { chatgptDocument, chatgptRecord, hourMs, testNow } from '../testing/credentials.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { putInto } from '../testing/stored.ts';
import { PlainFile } from '../store/locations/plain-file.ts';
import { KeyringItemLocation } from '../store/locations/keyring-item.ts';
import type { OtherAccess } from '../files/access-list.ts';
import { inspectPlace, makePrivate, modeAccess, protectionOf } from './location-protection.ts';

const now = () => testNow;

async function fileWith(content?: Parameters<typeof codexHomeInTest>[0]) {
  const home = await codexHomeInTest(content);
  if (content !== undefined) await chmod(home.authFile, 0o600);
  return { home, inspect: () => inspectPlace(new PlainFile(home.folder, now), 'linux') };
}

describe('looking at auth.json', () => {
  it('tells that it holds a credential, and when that was written', async () => {
    const { home, inspect } = await fileWith(chatgptDocument());
    await utimes(home.authFile, testNow / 1000, testNow / 1000);
    expect(await inspect()).toEqual({
      kind: 'file',
      location: home.authFile,
      holds: 'credential',
      problem: null,
      writtenAt: testNow,
      protection: 'userOnly',
    });
  });

  it('tells that there is nothing', async () => {
    const { inspect } = await fileWith();
    expect(await inspect()).toMatchObject({ holds: 'nothing', problem: null, writtenAt: null });
  });

  it('tells what is no credential apart from nothing', async () => {
    const { inspect } = await fileWith('{"tokens": ');
    const { holds, problem } = await inspect();
    expect([holds, problem?.code]).toEqual(['unreadable', 'record-invalid']);
  });

  it.each([0o640, 0o604, 0o620, 0o601])('calls mode %o what it is', async (mode) => {
    const { home, inspect } = await fileWith(chatgptDocument());
    await chmod(home.authFile, mode);
    expect((await inspect()).protection).toBe('readableByOthers');
  });

  it('judges the target of a link, whose own mode says nothing', async () => {
    const { home, inspect } = await fileWith();
    const target = path.join(await temporaryFolder(), 'elsewhere.json');
    await writeFile(target, JSON.stringify(chatgptDocument()));
    await symlink(target, home.authFile);
    await chmod(target, 0o600);
    expect((await inspect()).protection).toBe('userOnly');
    await chmod(target, 0o644);
    expect((await inspect()).protection).toBe('readableByOthers');
  });

  it('claims nothing of a file whose mode cannot be seen', () => {
    expect(protectionOf('file', modeAccess(undefined))).toEqual({ protection: 'unknown' });
  });
});

describe('on Windows, where the access list tells it', () => {
  const answering = (others: OtherAccess | 'nobody' | null, isTaken = true) => {
    const asked: string[] = [];
    return {
      asked,
      otherAccessTo: () => Promise.resolve(others),
      takeFromOthers: (file: string) => {
        asked.push(file);
        return Promise.resolve(isTaken);
      },
    };
  };

  it.each([
    [null, { protection: 'unknown' }],
    ['nobody', { protection: 'userOnly' }],
    [
      { names: ['Everyone', 'Users'], isInherited: true },
      { protection: 'readableByOthers', sharedWith: 'Everyone, Users (from its folder)' },
    ],
    [
      { names: ['Users'], isInherited: false },
      { protection: 'readableByOthers', sharedWith: 'Users' },
    ],
  ] as const)('%j is %j', async (others, expected) => {
    const { home } = await fileWith(chatgptDocument());
    await chmod(home.authFile, 0o666);
    const place = new PlainFile(home.folder, now);
    expect(await inspectPlace(place, 'win32', answering(others))).toMatchObject(expected);
  });

  it('calls an encrypted file encrypted, whoever may read it', () => {
    expect(protectionOf('encryptedFile', 'others')).toEqual({ protection: 'encrypted' });
  });

  it('takes a file from others, links followed', async () => {
    const { home } = await fileWith();
    const target = path.join(await temporaryFolder(), 'elsewhere.json');
    await writeFile(target, '{}');
    await symlink(target, home.authFile);
    const access = answering('nobody');
    expect(await makePrivate(home.authFile, 'win32', access)).toBe(true);
    expect(access.asked).toEqual([target]);
  });

  it('says where that is not possible, and where there is no file', async () => {
    const { home } = await fileWith(chatgptDocument());
    await expect(makePrivate(home.authFile, 'win32', answering(null, false))).rejects.toThrow(
      /cannot be changed/,
    );
    const { home: empty } = await fileWith();
    expect(await makePrivate(empty.authFile, 'win32', answering(null))).toBe(false);
  });
});

describe('looking into the keyring', () => {
  it('knows of a record only when it was refreshed last', async () => {
    const place = new KeyringItemLocation(memoryKeyring(), '/home/ada/.codex', now);
    await putInto(place, chatgptRecord());
    expect(await inspectPlace(place, 'linux')).toMatchObject({
      kind: 'keyringItem',
      holds: 'credential',
      writtenAt: testNow - hourMs,
      protection: 'keyring',
    });
  });

  it('tells a locked keyring apart from an empty one', async () => {
    const keyring = memoryKeyring();
    keyring.refuse('locked');
    const place = new KeyringItemLocation(keyring, '/home/ada/.codex', now);
    const { holds, problem } = await inspectPlace(place, 'linux');
    expect([holds, problem?.code]).toEqual(['unreadable', 'keyring-locked']);
  });
});
