import fs, { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';

import { fileReason } from '../base/system-errors/file-reason.ts';
import { isErrno, systemCodeOf } from '../base/system-errors/system-code.ts';

export type FileRead =
  | { readonly kind: 'bytes'; readonly bytes: Buffer<ArrayBuffer>; readonly facts: Stats }
  /** Also for a link to nothing. */
  | { readonly kind: 'absent' }
  | FileRefusal;

/** `reason` ends a sentence: "... cannot be read: ". */
type FileRefusal =
  /** A folder, pipe, device or socket. */
  | { readonly kind: 'notRegular'; readonly reason: string; readonly facts: Stats }
  | {
      readonly kind: 'tooLarge';
      readonly reason: string;
      readonly facts: Stats;
      /** One byte more than the limit. */
      readonly start: Buffer<ArrayBuffer>;
    }
  /** With a code such as "EACCES". */
  | { readonly kind: 'refused'; readonly reason: string; readonly code: string };

export const notRegular = 'it is not a regular file';

/**
 * Reads a regular file, links followed, and nothing else: opening a pipe may block, a device may
 * have no end. Reads a file that grows up to the limit, and one without a size, as in /proc, to its
 * end. Never rejects.
 */
export async function readRegularFile(file: string, maxBytes: number): Promise<FileRead> {
  try {
    // Checked before it is opened, and again afterwards, in case it was replaced meanwhile.
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

/** {@link readRegularFile} without waiting. */
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

const { O_NONBLOCK = 0, O_NOCTTY = 0 } = constants as Partial<typeof constants>;

/** Flags to open a file without waiting for a pipe or taking over a terminal. 0 on Windows. */
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

function sizeInWords(bytes: number): string {
  const mebibyte = 1024 * 1024;
  return bytes % mebibyte === 0 ? `${bytes / mebibyte} MiB` : `${Math.ceil(bytes / 1024)} KiB`;
}

/** One byte more than the limit shows that there is more. */
function firstRoom({ size }: Stats, maxBytes: number): Buffer<ArrayBuffer> {
  return Buffer.alloc(Math.min(Math.max(size, 4096), maxBytes) + 1);
}

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
