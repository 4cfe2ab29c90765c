import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { maxEnvelopeBytes } from '../auth/credential-store.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { asOrdinaryUser, giveToOrdinaryUser } from '../testing/ordinary-user.ts';
import { privateFolder } from './private-folder.ts';

async function scene() {
  const parent = await temporaryFolder();
  const where = path.join(parent, 'data', 'accounts');
  const folder = privateFolder(where);
  const at = (name: string): string => path.join(where, name);
  const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
  return { parent, where, folder, at, modeOf };
}

const textOf = async (folder: ReturnType<typeof privateFolder>, name: string) => {
  const content = await folder.read(name);
  return content.kind === 'bytes' ? new TextDecoder().decode(content.bytes) : content;
};

describe('a private folder', () => {
  it('is made with its first file, both for their owner alone', async () => {
    const { folder, where, at, modeOf } = await scene();
    await folder.replace('one', 'text');
    expect(await modeOf(where)).toBe('700');
    expect(await modeOf(path.dirname(where))).toBe('700');
    expect(await modeOf(at('one'))).toBe('600');
    expect(await textOf(folder, 'one')).toBe('text');
  });

  it('is empty where it is missing, and is not made by looking', async () => {
    const { folder, where } = await scene();
    expect(await folder.names()).toEqual([]);
    expect(await folder.read('one')).toEqual({ kind: 'absent' });
    await folder.remove('one');
    await expect(stat(where)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('holds bytes as they are, and names in order', async () => {
    const { folder } = await scene();
    const bytes = Uint8Array.of(0, 255, 10, 13, 0);
    await folder.replace('two', bytes);
    await folder.replace('one', '');
    expect(await folder.read('two')).toMatchObject({ kind: 'bytes' });
    const read = await folder.read('two');
    expect(read.kind === 'bytes' && [...read.bytes]).toEqual([...bytes]);
    expect(await folder.names()).toEqual(['one', 'two']);
  });

  it('replaces a file as a whole, closes it to others, and leaves nothing beside it', async () => {
    const { folder, at, modeOf } = await scene();
    await folder.replace('one', 'a longer text');
    await chmod(at('one'), 0o644);
    await folder.replace('one', 'text');
    expect(await textOf(folder, 'one')).toBe('text');
    expect(await modeOf(at('one'))).toBe('600');
    expect(await folder.names()).toEqual(['one']);
  });

  it('removes a file, and is content where it is gone already', async () => {
    const { folder } = await scene();
    await folder.replace('one', 'text');
    await folder.remove('one');
    await folder.remove('one');
    expect(await folder.names()).toEqual([]);
  });

  it('keeps a file under a second name, which outlives its replacement', async () => {
    const { folder, at, modeOf } = await scene();
    await folder.replace('one', 'text');
    await folder.keep('one', 'one.kept-20260122T164843.123Z');
    await folder.replace('one', 'another');
    expect(await textOf(folder, 'one.kept-20260122T164843.123Z')).toBe('text');
    expect(await modeOf(at('one.kept-20260122T164843.123Z'))).toBe('600');
    expect(await textOf(folder, 'one')).toBe('another');
  });

  it('replaces no kept one', async () => {
    const { folder } = await scene();
    await folder.replace('one', 'text');
    await folder.keep('one', 'one.kept-1');
    await folder.replace('one', 'another');
    await expect(folder.keep('one', 'one.kept-1')).rejects.toMatchObject({ code: 'unwritable' });
    expect(await textOf(folder, 'one.kept-1')).toBe('text');
  });

  it('refuses what could not be read again, and leaves the old one', async () => {
    const { folder, at } = await scene();
    await folder.replace('one', 'text');
    const large = new Uint8Array(maxEnvelopeBytes + 1);
    await expect(folder.replace('one', large)).rejects.toMatchObject({
      code: 'unwritable',
      message: expect.stringContaining(at('one')) as string,
    });
    expect(await textOf(folder, 'one')).toBe('text');
  });
});

describe('a file of a private folder', () => {
  it('that is a link is not read', async () => {
    const { folder, parent, at } = await scene();
    await folder.replace('one', 'text');
    const outside = path.join(parent, 'outside');
    await writeFile(outside, 'of another');
    await symlink(outside, at('two'));
    expect(await folder.read('two')).toEqual({
      kind: 'unreadable',
      message: `${at('two')} cannot be read: it is a link.`,
    });
  });

  it('that is a link is removed without what it leads to', async () => {
    const { folder, parent, at } = await scene();
    await folder.replace('one', 'text');
    const outside = path.join(parent, 'outside');
    await writeFile(outside, 'of another');
    await symlink(outside, at('two'));
    await folder.remove('two');
    expect(await readFile(outside, 'utf8')).toBe('of another');
    await expect(lstat(at('two'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that is a folder, or too large, is unreadable and never absent', async () => {
    const { folder, at } = await scene();
    await folder.replace('one', 'text');
    await mkdir(at('two'));
    await writeFile(at('three'), new Uint8Array(maxEnvelopeBytes + 1));
    for (const name of ['two', 'three']) {
      expect(await folder.read(name)).toMatchObject({ kind: 'unreadable' });
    }
  });

  it('that may not be read is unreadable and never absent', async () => {
    const { folder, where, at } = await scene();
    await folder.replace('one', 'text');
    await chmod(at('one'), 0o000);
    for (const one of [path.dirname(path.dirname(where)), path.dirname(where), where, at('one')]) {
      await giveToOrdinaryUser(one);
    }
    await asOrdinaryUser(async () => {
      expect(await folder.read('one')).toMatchObject({ kind: 'unreadable' });
    });
  });
});

describe('a private folder that may not be changed', () => {
  it('says so, and leaves what it holds', async () => {
    const { folder, where, at } = await scene();
    await folder.replace('one', 'text');
    for (const one of [path.dirname(path.dirname(where)), path.dirname(where), where, at('one')]) {
      await giveToOrdinaryUser(one);
    }
    await chmod(where, 0o500);
    await asOrdinaryUser(async () => {
      const refusal = {
        code: 'unwritable',
        message: expect.stringContaining(`${where} cannot be`) as string,
      };
      await expect(folder.replace('one', 'another')).rejects.toMatchObject(refusal);
      await expect(folder.replace('two', 'another')).rejects.toMatchObject(refusal);
      await expect(folder.remove('one')).rejects.toMatchObject(refusal);
      await expect(folder.keep('one', 'one.kept-1')).rejects.toMatchObject(refusal);
    });
    expect(await textOf(folder, 'one')).toBe('text');
    expect(await readdir(where)).toEqual(['one']);
  });

  it('that may not be looked into is no empty one', async () => {
    const { folder, where } = await scene();
    await folder.replace('one', 'text');
    for (const one of [path.dirname(path.dirname(where)), path.dirname(where), where]) {
      await giveToOrdinaryUser(one);
    }
    await chmod(where, 0o000);
    await asOrdinaryUser(async () => {
      await expect(folder.names()).rejects.toMatchObject({ code: 'unreadable' });
      expect(await folder.read('one')).toMatchObject({ kind: 'unreadable' });
    });
  });
});

describe('without a folder', () => {
  const folder = privateFolder(null);

  it('there are no files', async () => {
    expect(await folder.names()).toEqual([]);
    expect(await folder.read('one')).toEqual({ kind: 'absent' });
    await folder.remove('one');
  });

  it('none can be made', async () => {
    const refusal = { code: 'unwritable', message: expect.stringContaining('HOME') as string };
    await expect(folder.replace('one', 'text')).rejects.toMatchObject(refusal);
    await expect(folder.keep('one', 'two')).rejects.toMatchObject(refusal);
  });
});
