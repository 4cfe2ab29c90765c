import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { writeInPlace } from './atomic-file.ts';
import { finishWriteInPlace, isBetween, unfinishedSuffix } from './in-place.ts';

const before = Buffer.from('{"old": "content of some length"}');
const after = Buffer.from('{"new": "and longer content than the old one"}');
const name = 'auth.json';

async function place(content: Buffer | string = before) {
  const base = await temporaryFolder();
  const file = path.join(base, name);
  await writeFile(file, content);
  return { file, base, folder: { base, owner: null } };
}

const options = {
  isWhole: (content: Buffer) => content.toString().endsWith('}'),
  keptCopyName: `${name}.kept-20260122T164843.123Z`,
};

type Place = Awaited<ReturnType<typeof place>>;

/** As a program that was killed leaves it. */
async function leaveUnfinished({ file }: Place, old = before, next = after): Promise<void> {
  const content = {
    version: 1,
    before: old.toString('base64'),
    after: next.toString('base64'),
  };
  await writeFile(`${file}${unfinishedSuffix}`, JSON.stringify(content));
}

describe('writing in place', () => {
  it.each([
    ['longer', before, after],
    ['shorter', after, before],
    ['empty', after, Buffer.alloc(0)],
  ])('replaces the content of the same file by %s content', async (_, old, next) => {
    const here = await place(old);
    const { ino } = await stat(here.file);
    const rewrite = { folder: here.folder, name, content: next, mode: 0o600 };
    expect(await writeInPlace({ ...rewrite, beforeReplace: () => Promise.resolve(true) })).toBe(
      true,
    );
    expect(await readFile(here.file)).toEqual(next);
    expect((await stat(here.file)).ino).toBe(ino);
    expect(await readdir(here.base)).toEqual([name]);
  });

  it('has both contents on disk before it touches the file, and gives it up', async () => {
    const here = await place();
    const beforeReplace = async () => {
      expect((await readdir(here.base)).sort()).toEqual([name, `${name}${unfinishedSuffix}`]);
      expect((await stat(`${here.file}${unfinishedSuffix}`)).mode & 0o777).toBe(0o600);
      expect(await readFile(here.file)).toEqual(before);
      return false;
    };
    const rewrite = { folder: here.folder, name, content: after, mode: 0o600, beforeReplace };
    expect(await writeInPlace(rewrite)).toBe(false);
    expect(await readFile(here.file)).toEqual(before);
    expect(await readdir(here.base)).toEqual([name]);
  });
});

describe('finishing what a killed program has begun', () => {
  const killedAfter = Array.from({ length: after.length + 1 }, (_, bytes) => bytes);

  it.each(killedAfter)('completes the file when %i bytes were written', async (bytes) => {
    const here = await place(Buffer.concat([after.subarray(0, bytes), before.subarray(bytes)]));
    await leaveUnfinished(here);
    expect(await finishWriteInPlace(here.folder, name, options)).toBe('finished');
    expect(await readFile(here.file)).toEqual(after);
    expect(await readdir(here.base)).toEqual([name]);
  });

  it('completes it where the old content was longer and is not cut off yet', async () => {
    const here = await place(Buffer.concat([before, after.subarray(before.length)]));
    await leaveUnfinished(here, after, before);
    expect(await finishWriteInPlace(here.folder, name, options)).toBe('finished');
    expect(await readFile(here.file)).toEqual(before);
  });

  it('completes it where a machine that lost its power left blocks of zeros', async () => {
    const here = await place(Buffer.alloc(64));
    await leaveUnfinished(here);
    expect(await finishWriteInPlace(here.folder, name, options)).toBe('finished');
    expect(await readFile(here.file)).toEqual(after);
  });

  it.each([
    ['is another whole content', Buffer.from('{"by": "codex login"}')],
    ['is gone', null],
  ])('leaves the file that %s, and keeps what was not written', async (_, theirs) => {
    const here = await place(theirs ?? '');
    const { rm } = await import('node:fs/promises');
    if (theirs === null) await rm(here.file);
    await leaveUnfinished(here);
    expect(await finishWriteInPlace(here.folder, name, options)).toBe('superseded');
    if (theirs !== null) expect(await readFile(here.file)).toEqual(theirs);
    expect(await readFile(path.join(here.base, options.keptCopyName))).toEqual(after);
    expect(await readdir(here.base)).not.toContain(`${name}${unfinishedSuffix}`);
  });

  it.each([
    ['of a newer version', JSON.stringify({ version: 2, anything: true })],
    ['that is damaged', '{'],
  ])('leaves notes %s alone', async (_, notes) => {
    const here = await place();
    await writeFile(`${here.file}${unfinishedSuffix}`, notes);
    expect(await finishWriteInPlace(here.folder, name, options)).toBe('nothing');
    expect(await readFile(`${here.file}${unfinishedSuffix}`, 'utf8')).toBe(notes);
  });

  it('does nothing where nothing was begun', async () => {
    const here = await place();
    expect(await finishWriteInPlace(here.folder, name, options)).toBe('nothing');
  });
});

it.each([
  ['the old content', before, true],
  ['the new content', after, true],
  ['another content', Buffer.from('{"by": "codex login"}'), false],
  ['half of the old content', before.subarray(0, 9), false],
  ['nothing', Buffer.alloc(0), false],
])('%s is between the two: %s', (_, found, expected) => {
  expect(isBetween(found as Buffer, { before, after })).toBe(expected);
});
