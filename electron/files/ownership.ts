import { constants } from 'node:fs';
import {
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  realpath,
  stat,
  type FileHandle,
} from 'node:fs/promises';
import path from 'node:path';

import { makeFolder } from './make-folder.ts';
import { isErrno } from '../base/system-errors/system-code.ts';

/** Numbers of a user and a group. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A folder to work in. */
export interface WorkFolder {
  /** The path to use for what is done in it. */
  readonly base: string;
  /**
   * Whom new files are for, where that is not the user of this program: root at work in a
   * person's folder, as under sudo. Null where they are our own.
   */
  readonly owner: Owner | null;
}

/**
 * Runs work in a folder, which is made with mode 0700 where it is missing.
 *
 * Root works in it by an open descriptor, so that the folder's owner cannot put a link in
 * its place meanwhile, and follows no link on the way to it that leads to what its owner
 * does not own.
 *
 * @param folder absolute.
 * @throws {Error} with the code {@link foreignLink}, and those of the system.
 */
export async function inFolder<T>(
  folder: string,
  work: (folder: WorkFolder) => Promise<T>,
): Promise<T> {
  if (!isRoot()) {
    makeFolder(folder);
    return work({ base: folder, owner: null });
  }
  const vetted = await withoutForeignLinks(folder);
  await makeOwnedFolder(vetted);
  const handle = await openFolder(vetted);
  try {
    const { uid, gid } = await handle.stat();
    const owner = uid === 0 ? null : { uid, gid };
    return await work({ base: (await pathOf(handle)) ?? vetted, owner });
  } finally {
    await handle.close();
  }
}

/** Makes an opened file belong to an owner, where the file system has owners. */
export async function giveTo(handle: FileHandle, owner: Owner | null): Promise<void> {
  if (owner === null) return;
  try {
    await handle.chown(owner.uid, owner.gid);
  } catch (error) {
    if (!isErrno(error, 'EPERM', 'EINVAL', 'ENOTSUP', 'ENOSYS')) throw error;
  }
}

/** The code of the error where root refuses to follow a link. */
const foreignLink = 'EFOREIGNLINK';

/** Root does what a link says only where the owner of the link could do it too. */
export function refuseForeignLink(): never {
  throw Object.assign(new Error('the link is not followed as root'), { code: foreignLink });
}

/**
 * The path without its links, as they are at this moment; the path itself where this
 * program is not root, to whom alone a planted link is a danger.
 *
 * @param file absolute; what is missing of it is left as it is.
 * @throws {Error} with the code {@link foreignLink}.
 */
async function withoutForeignLinks(file: string): Promise<string> {
  if (!isRoot()) return file;
  let rest = namesIn(file);
  let at: string = path.sep;
  for (let links = 0; rest.length > 0;) {
    const [name = '', ...others] = rest;
    const next = path.join(at, name);
    const facts = await lstat(next).catch(() => null);
    if (!facts?.isSymbolicLink()) {
      at = next;
      rest = others;
      continue;
    }
    if ((links += 1) > maxLinks) refuseForeignLink();
    const owner = await ownerOfTarget(next);
    if (facts.uid !== 0 && owner !== facts.uid) refuseForeignLink();
    const link = await readlink(next);
    if (path.isAbsolute(link)) at = path.sep;
    rest = [...namesIn(link), ...others];
  }
  return at;
}

const maxLinks = 40;

export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

function namesIn(file: string): string[] {
  return file.split(path.sep).filter((name) => name !== '' && name !== '.');
}

/** Who owns what a link leads to, or could make it there where it is missing. */
async function ownerOfTarget(link: string): Promise<number | null> {
  try {
    return (await stat(link)).uid;
  } catch {
    const target = path.resolve(path.dirname(link), await readlink(link));
    return stat(path.dirname(target)).then(
      ({ uid }) => uid,
      () => null,
    );
  }
}

/** Makes a missing folder and those above it, for the owner of the one that is there. */
async function makeOwnedFolder(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  const above = path.dirname(folder);
  await makeOwnedFolder(above);
  const { uid, gid } = await stat(above);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (!isErrno(error, 'EEXIST')) throw error;
  });
  const handle = await openFolder(folder);
  try {
    // What is not ours or not empty is not the one just made.
    const made = await handle.stat();
    const held = (await pathOf(handle)) ?? folder;
    if (made.uid === 0 && (await readdir(held)).length === 0) await giveTo(handle, { uid, gid });
  } finally {
    await handle.close();
  }
}

/** Whether something is there, links followed. @throws where that cannot be seen. */
export function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: unknown) => {
      if (isErrno(error, 'ENOENT')) return false;
      throw error;
    },
  );
}

/** @param vetted without links: what is opened must be what stands there. */
async function openFolder(vetted: string): Promise<FileHandle> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const handle = await open(vetted, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  const held = await pathOf(handle);
  if (held === null || (await realpath(held)) === vetted) return handle;
  await handle.close();
  return refuseForeignLink();
}

/** A path that leads to an open folder whatever becomes of its name; null without /proc. */
async function pathOf(handle: FileHandle): Promise<string | null> {
  const held = `/proc/self/fd/${handle.fd}`;
  return (await isThere(held)) ? held : null;
}
