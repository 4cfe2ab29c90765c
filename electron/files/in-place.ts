import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod/mini';

import { parseJson } from '../base/json.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { nothingThere, syncToDisk, unlinkIfThere, writeNewFile } from './file-steps.ts';
import type { WorkFolder } from './ownership.ts';

export const unfinishedSuffix = '.unfinished-write';

interface Contents {
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Writes the new content; the old one again where that fails. `beside` holds both. */
export async function overwrite(
  handle: FileHandle,
  { before, after }: Contents,
  beside: string,
): Promise<void> {
  try {
    await writeAll(handle, after);
  } catch (error) {
    // The blocks of the old content are still allocated. If this fails, the copy beside it stays.
    await writeAll(handle, before);
    await unlinkIfThere(beside);
    throw error;
  }
}

/** Without truncating first, so that less is lost at any moment. */
async function writeAll(handle: FileHandle, content: Buffer): Promise<void> {
  let written = 0;
  while (written < content.length) {
    written += (await handle.write(content, written, content.length - written, written))
      .bytesWritten;
  }
  await handle.truncate(content.length);
  await handle.sync();
}

export type Finished =
  | 'nothing'
  | 'finished'
  /** Another program has written it since; the new content is kept under `keptCopyName`. */
  | 'superseded';

/**
 * Completes `writeInPlace` of a program that has ended, while nobody else writes the file.
 */
export async function finishWriteInPlace(
  folder: WorkFolder,
  name: string,
  {
    isWhole,
    keptCopyName,
  }: { readonly isWhole: (content: Buffer) => boolean; readonly keptCopyName: string },
): Promise<Finished> {
  const beside = path.join(folder.base, `${name}${unfinishedSuffix}`);
  const contents = await unfinishedAt(beside);
  if (contents === null) return 'nothing';
  const handle = await openToRewrite(path.join(folder.base, name)).catch(nothingThere);
  try {
    const found = handle === null ? null : await readAll(handle);
    const isTorn = found !== null && (isBetween(found, contents) || !isWhole(found));
    if (handle !== null && isTorn) await writeAll(handle, contents.after);
    else {
      await writeNewFile(path.join(folder.base, keptCopyName), contents.after, 0o600, folder.owner);
    }
    await unlinkIfThere(beside);
    await syncToDisk(folder.base);
    return isTorn ? 'finished' : 'superseded';
  } finally {
    await handle?.close();
  }
}

/** Whether it is the new content up to some byte and the old one from there on. */
export function isBetween(found: Buffer, { before, after }: Contents): boolean {
  const length = Math.min(found.length, after.length);
  let same = 0;
  while (same < length && found[same] === after[same]) same += 1;
  return found.subarray(same).equals(before.subarray(same));
}

export async function openToRewrite(file: string): Promise<FileHandle> {
  const { O_RDWR, O_NOFOLLOW } = constants;
  return open(file, O_RDWR | O_NOFOLLOW);
}

export async function readAll(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const content = Buffer.alloc(size);
  const { bytesRead } = await handle.read(content, 0, size, 0);
  return content.subarray(0, bytesRead);
}

const unfinishedSchema = z.object({ version: z.literal(1), before: z.base64(), after: z.base64() });

/** What is saved beside a file that is written in place. */
export function unfinishedWrite({ before, after }: Contents): string {
  const document: z.infer<typeof unfinishedSchema> = {
    version: 1,
    before: before.toString('base64'),
    after: after.toString('base64'),
  };
  return JSON.stringify(document);
}

/** Null also for the format of a newer version, which is left alone. */
async function unfinishedAt(file: string): Promise<Contents | null> {
  let handle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES')) return null;
    throw error;
  }
  try {
    const parsed = unfinishedSchema.safeParse(parseJson((await readAll(handle)).toString()));
    if (!parsed.success) return null;
    const { before, after } = parsed.data;
    return { before: Buffer.from(before, 'base64'), after: Buffer.from(after, 'base64') };
  } finally {
    await handle.close();
  }
}
