import { chmod, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { codexHomeInTest, temporaryFolder } from '../testing/codex-home.ts';
import { chatgptDocument, chatgptRecord, hourMs, testNow } from '../testing/credentials.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { putInto } from '../testing/stored.ts';
import { PlainFile } from '../store/locations/plain-file.ts';
import { KeyringItemLocation } from '../store/locations/keyring-item.ts';
import { inspectPlace, protectionOf } from './location-protection.ts';

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

  it.each([0o600, 0o666])('claims nothing on Windows, where mode %o says nothing', (mode) => {
    expect(protectionOf('file', mode, 'win32')).toBe('unknown');
    expect(protectionOf('encryptedFile', mode, 'win32')).toBe('encrypted');
  });

  it('claims nothing of a file whose mode cannot be seen', () => {
    expect(protectionOf('file', null, 'linux')).toBe('unknown');
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
