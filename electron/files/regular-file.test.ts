import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { asOrdinaryUser, giveToOrdinaryUser } from '../testing/ordinary-user.ts';
import { readRegularFile, readRegularFileSync } from './regular-file.ts';

const limit = 64 * 1024;

const readers = [
  ['within a promise', readRegularFile],
  [
    'within the call',
    (file: string, max: number) => Promise.resolve(readRegularFileSync(file, max)),
  ],
] as const;

/** A place for a file, in a folder that ends with the test. */
async function place(): Promise<string> {
  return path.join(await temporaryFolder(), 'file');
}

async function pipe(file: string): Promise<void> {
  await Promise.resolve(execFileSync('mkfifo', [file]));
}

async function socket(file: string): Promise<void> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(file, resolve));
  onTestFinished(() => void server.close());
}

describe.each(readers)('a regular file, read %s', (_, read) => {
  it.each([0, 1, 4096, 4097, limit - 1, limit])('is read whole with %i bytes', async (size) => {
    const file = await place();
    const content = Buffer.alloc(size, 'x');
    await writeFile(file, content);
    const found = await read(file, limit);
    expect(found).toMatchObject({ kind: 'bytes', facts: { size } });
    expect(found.kind === 'bytes' && found.bytes.equals(content)).toBe(true);
  });

  it('is read through links, and keeps memory of its own', async () => {
    const file = await place();
    await writeFile(file, 'text');
    await symlink('file', `${file}.link`);
    await symlink('file.link', `${file}.second`);
    const found = await read(`${file}.second`, limit);
    expect(found.kind === 'bytes' && found.bytes.toString()).toBe('text');
  });

  it('is too large with one byte more, and by any size', async () => {
    const file = await place();
    await writeFile(file, Buffer.alloc(limit + 1));
    const refusal = { kind: 'tooLarge', reason: 'it is larger than 64 KiB' };
    expect(await read(file, limit)).toMatchObject(refusal);
    execFileSync('truncate', ['--size=4T', file]);
    expect(await read(file, limit)).toMatchObject(refusal);
  });

  it('may be missing: there, in a folder that is none, and behind a dead link', async () => {
    const file = await place();
    await writeFile(file, '');
    await symlink('nowhere', `${file}.dead`);
    for (const missing of [`${file}.x`, `${file}/x`, `${file}.dead`]) {
      expect(await read(missing, limit)).toEqual({ kind: 'absent' });
    }
  });

  it('is refused in words where the system refuses it', async () => {
    const file = await place();
    await writeFile(file, 'secret');
    await chmod(path.dirname(file), 0o755);
    await chmod(file, 0o000);
    await giveToOrdinaryUser(file);
    expect(await asOrdinaryUser(() => read(file, limit))).toEqual({
      kind: 'failed',
      reason: 'permission is denied',
      code: 'EACCES',
    });
    await symlink('loop', path.join(path.dirname(file), 'loop'));
    expect(await read(path.join(path.dirname(file), 'loop'), limit)).toMatchObject({
      kind: 'failed',
      code: 'ELOOP',
    });
  });

  it.runIf(process.platform === 'linux').each([
    ['a pipe', pipe],
    ['a folder', mkdir],
    ['a socket', socket],
    ['a device without an end', (file: string) => symlink('/dev/zero', file)],
    ['a device that has nothing', (file: string) => symlink('/dev/null', file)],
    ['the terminal', (file: string) => symlink('/dev/tty', file)],
    [
      'a link to a pipe',
      async (file: string) => {
        await pipe(`${file}.pipe`);
        await symlink('file.pipe', file);
      },
    ],
    ['standard input', (file: string) => symlink('/proc/self/fd/0', file)],
  ])('is not %s', async (_name, make) => {
    const file = await place();
    await make(file);
    const found = await read(file, limit);
    expect(found).toMatchObject({ kind: 'notRegular', reason: 'it is not a regular file' });
  });

  it.runIf(process.platform === 'linux')('is read to its end where it names no size', async () => {
    const found = await read('/proc/self/status', limit);
    expect(found.kind === 'bytes' && found.bytes.toString()).toContain('Name:');
  });
});

it('is of one file, also where another one takes its name', async () => {
  const file = await place();
  await writeFile(file, 'old');
  const reads = Array.from({ length: 50 }, () => readRegularFile(file, limit));
  await writeFile(`${file}.new`, 'another');
  await rename(`${file}.new`, file);
  await appendFile(file, '');
  for (const found of await Promise.all(reads)) {
    expect(['old', 'another']).toContain(found.kind === 'bytes' && found.bytes.toString());
  }
});
