import fs, { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno, systemCodeOf } from '../base/system-errors/system-code.ts';

/** What was found where a regular file was looked for. */
export type FileRead =
  | { readonly kind: 'bytes'; readonly bytes: Buffer<ArrayBuffer>; readonly facts: Stats }
  /** Nothing is there, or a link to nothing. */
  | { readonly kind: 'absent' }
  | FileRefusal;

/** Something is there that is not read. `reason` is the end of a sentence: "... cannot be read: ". */
type FileRefusal =
  /** A folder, a pipe, a device or a socket. */
  | { readonly kind: 'notRegular'; readonly reason: string; readonly facts: Stats }
  | {
      readonly kind: 'tooLarge';
      readonly reason: string;
      readonly facts: Stats;
      /** One byte more than the limit. */
      readonly start: Buffer<ArrayBuffer>;
    }
  /** The system refuses it. `code` is the system's own, such as "EACCES". */
  | { readonly kind: 'refused'; readonly reason: string; readonly code: string };

/** What is said of a folder, a pipe, a device or a socket. */
export const notRegular = 'it is not a regular file';

/**
 * Reads a regular file, followed where it is a link, and nothing else: a pipe would be waited
 * for, a device may have no end, and to open one can do something already. A file that grows
 * meanwhile is read up to the limit, and one without a size, as in /proc, to its end.
 *
 * @param maxBytes what is larger is not read.
 * @returns what was found; it never rejects.
 */
export async function readRegularFile(file: string, maxBytes: number): Promise<FileRead> {
  try {
    // Asked before it is opened, and again of what was opened: it may be another one by then.
    const before = await stat(file);
    if (!before.isFile()) return notRegularAt(before);
    const handle = await open(file, withoutWaiting);
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) return notRegularAt(facts);
      return contentOf(facts, await readUpTo(handle, facts, maxBytes), maxBytes);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failed(error);
  }
}

/** The same within the call. */
export function readRegularFileSync(file: string, maxBytes: number): FileRead {
  try {
    const before = fs.statSync(file);
    if (!before.isFile()) return notRegularAt(before);
    const descriptor = fs.openSync(file, withoutWaiting);
    try {
      const facts = fs.fstatSync(descriptor);
      if (!facts.isFile()) return notRegularAt(facts);
      return contentOf(facts, readUpToSync(descriptor, facts, maxBytes), maxBytes);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    return failed(error);
  }
}

// Windows has neither of them, and no such pipes.
const { O_NONBLOCK = 0, O_NOCTTY = 0 } = constants as Partial<typeof constants>;

/** Added to the mode in which a file is opened: no pipe is waited for, no terminal taken over. */
export const neverWaiting = O_NONBLOCK | O_NOCTTY;

const withoutWaiting = constants.O_RDONLY | neverWaiting;

function notRegularAt(facts: Stats): FileRead {
  return { kind: 'notRegular', reason: notRegular, facts };
}

function contentOf(facts: Stats, bytes: Buffer<ArrayBuffer>, maxBytes: number): FileRead {
  if (bytes.length <= maxBytes) return { kind: 'bytes', bytes, facts };
  const reason = `it is larger than ${sizeInWords(maxBytes)}`;
  return { kind: 'tooLarge', reason, facts, start: bytes };
}

function failed(error: unknown): FileRead {
  if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { kind: 'absent' };
  return { kind: 'refused', reason: fileReason(error), code: systemCodeOf(error) ?? 'unknown' };
}

/** Such as "1 MiB". */
function sizeInWords(bytes: number): string {
  const mebibyte = 1024 * 1024;
  return bytes % mebibyte === 0 ? `${bytes / mebibyte} MiB` : `${Math.ceil(bytes / 1024)} KiB`;
}

/** Room for what a file holds, and for one byte more, which tells that there is more. */
function firstRoom({ size }: Stats, maxBytes: number): Buffer<ArrayBuffer> {
  return Buffer.alloc(Math.min(Math.max(size, 4096), maxBytes) + 1);
}

/** @returns at most one byte more than the limit. */
async function readUpTo(
  handle: FileHandle,
  facts: Stats,
  maxBytes: number,
): Promise<Buffer<ArrayBuffer>> {
  let room = firstRoom(facts, maxBytes);
  let length = 0;
  while (length <= maxBytes) {
    const { bytesRead } = await handle.read(room, length, room.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
    if (length === room.length) room = grown(room, maxBytes);
  }
  return room.subarray(0, length);
}

function readUpToSync(descriptor: number, facts: Stats, maxBytes: number): Buffer<ArrayBuffer> {
  let room = firstRoom(facts, maxBytes);
  let length = 0;
  while (length <= maxBytes) {
    const bytesRead = fs.readSync(descriptor, room, length, room.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
    if (length === room.length) room = grown(room, maxBytes);
  }
  return room.subarray(0, length);
}

function grown(room: Buffer<ArrayBuffer>, maxBytes: number): Buffer<ArrayBuffer> {
  if (room.length > maxBytes) return room;
  const larger = Buffer.alloc(Math.min(room.length * 2, maxBytes + 1));
  room.copy(larger);
  return larger;
}
