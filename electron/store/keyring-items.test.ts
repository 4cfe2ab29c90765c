import { mkdir, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { folderDigest, keyringItemsOf, verbatimPath } from './keyring-items.ts';

describe('the keyring items of a folder of Codex', () => {
  it.each([
    ['/home/alice/.codex', '186293cbcd01a1e8'],
    ['/Users/alice/.codex', '576cf2d09fac729f'],
  ])('are known by the digest of its path, as the Codex CLI has it: %s', async (folder, digest) => {
    expect(folderDigest(folder)).toBe(digest);
    expect(await keyringItemsOf(folder)).toEqual({
      record: { service: 'Codex Auth', account: `cli|${digest}` },
      passphrase: { service: 'codex', account: `secrets|${digest}` },
      journal: { service: 'Gatehouse', account: `refresh-journal|${digest}` },
      keptCopies: { service: 'Gatehouse', account: `kept-copies|${digest}` },
      keptSignIns: { service: 'Gatehouse', account: `kept-sign-ins|${digest}` },
      probe: { service: 'Gatehouse', account: `probe|${digest}` },
    });
  });

  it.each([
    ['C:\\Users\\ada\\.codex', '\\\\?\\C:\\Users\\ada\\.codex'],
    ['\\\\server\\home\\.codex', '\\\\?\\UNC\\server\\home\\.codex'],
    ['\\\\?\\C:\\.codex', '\\\\?\\C:\\.codex'],
  ])('have the path as Rust has it on Windows: %s', (given, verbatim) => {
    expect(verbatimPath(given)).toBe(verbatim);
  });

  it('are the same by whichever link the folder is reached', async () => {
    const parent = await realpath(await temporaryFolder());
    const folder = path.join(parent, 'folder');
    const link = path.join(parent, 'link');
    await mkdir(folder);
    await symlink('folder', link);
    expect(await keyringItemsOf(link)).toEqual(await keyringItemsOf(folder));
    expect((await keyringItemsOf(link)).record.account).toBe(`cli|${folderDigest(folder)}`);
  });

  it('are asked for anew, since making the folder can change its path', async () => {
    const parent = await realpath(await temporaryFolder());
    const link = path.join(parent, 'link');
    await symlink('folder', link);
    expect((await keyringItemsOf(link)).record.account).toBe(`cli|${folderDigest(link)}`);
    const folder = path.join(parent, 'folder');
    await mkdir(folder);
    expect((await keyringItemsOf(link)).record.account).toBe(`cli|${folderDigest(folder)}`);
  });
});
