import fs, { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

import { fileTexts as texts } from '../../shared/texts/files.ts';
import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno, systemCodeOf } from '../base/system-errors/system-code.ts';
import { looksDirectly, stat } from './look.ts';

export type FileRead =
  | { readonly kind: 'bytes'; readonly bytes: Buffer<ArrayBuffer>; readonly facts: Stats }
  | { readonly kind: 'absent' }
  | Unread;

/** `reason` ends a sentence: "... cannot be read: ". */
type Unread =
  | { readonly kind: 'notRegular'; readonly reason: string; readonly facts: Stats }
  | {
      readonly kind: 'tooLarge';
      readonly reason: string;
      readonly facts: Stats;
      /** One byte more than the limit. */
      readonly start: Buffer<ArrayBuffer>;
    }
  /** With a code such as "EACCES". */
  | { readonly kind: 'failed'; readonly reason: string; readonly code: string };

/**
 * Reads a regular file, links followed, up to the limit, and nothing else: opening a pipe may
 * block, a device may have no end. Never rejects.
 */
export async function readRegularFile(file: string, maxBytes: number): Promise<FileRead> {
  if (looksDirectly()) return readRegularFileSync(file, maxBytes);
  try {
    // Checked before it is opened, and again afterwards, in case it was replaced meanwhile.
    const before = await stat(file);
    if (!before.isFile()) return notRegularAt(before);
    const handle = await open(file, withoutWaiting);
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) return notRegularAt(facts);
      return contentOf(facts, await readUpTo(handle, maxBytes), maxBytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failed(error);
  }
}

export function readRegularFileSync(file: string, maxBytes: number): FileRead {
  try {
    const before = fs.statSync(file);
    if (!before.isFile()) return notRegularAt(before);
    const descriptor = fs.openSync(file, withoutWaiting);
    try {
      const facts = fs.fstatSync(descriptor);
      if (!facts.isFile()) return notRegularAt(facts);
      return contentOf(facts, readUpToSync(descriptor, maxBytes), maxBytes);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    return failed(error);
  }
}

const { O_NONBLOCK = 0, O_NOCTTY = 0 } = constants as Partial<typeof constants>;

/** Flags to open a file without waiting for a pipe or taking over a terminal. 0 on Windows. */
export const neverWaiting = O_NONBLOCK | O_NOCTTY;

const withoutWaiting = constants.O_RDONLY | neverWaiting;

function notRegularAt(facts: Stats): FileRead {
  return { kind: 'notRegular', reason: texts.faults.notRegular(), facts };
}

function contentOf(facts: Stats, bytes: Buffer<ArrayBuffer>, maxBytes: number): FileRead {
  if (bytes.length <= maxBytes) return { kind: 'bytes', bytes, facts };
  return { kind: 'tooLarge', reason: largerThan(maxBytes), facts, start: bytes };
}

function failed(error: unknown): FileRead {
  if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' };
  return { kind: 'failed', reason: fileReason(error), code: systemCodeOf(error) ?? 'unknown' };
}

function largerThan(bytes: number): string {
  const mebibyte = 1024 * 1024;
  return bytes % mebibyte === 0
    ? texts.faults.largerThanMebibytes({ count: bytes / mebibyte })
    : texts.faults.largerThanKibibytes({ count: Math.ceil(bytes / 1024) });
}

/** Room for the rest of at most one byte more than the limit, which shows that there is more. */
function nextChunk(maxBytes: number, length: number): Buffer<ArrayBuffer> {
  return Buffer.alloc(Math.min(maxBytes + 1 - length, 64 * 1024));
}

async function readUpTo(handle: FileHandle, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer<ArrayBuffer>[] = [];
  for (let length = 0; length <= maxBytes;) {
    const chunk = nextChunk(maxBytes, length);
    const { bytesRead } = await handle.read(chunk);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}

function readUpToSync(descriptor: number, maxBytes: number): Buffer<ArrayBuffer> {
  const chunks: Buffer<ArrayBuffer>[] = [];
  for (let length = 0; length <= maxBytes;) {
    const chunk = nextChunk(maxBytes, length);
    const bytesRead = fs.readSync(descriptor, chunk);
    if (bytesRead === 0) break;
    chunks.push(chunk.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}
