import { constants } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { makeFolder } from './make-folder.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { lstat, readdir, readlink, realpath, stat } from './look.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface WorkFolder {
  readonly base: string;
  /** Owner of new files where root works in a person's folder, as under sudo; else null. */
  readonly owner: Owner | null;
}

/**
 * Runs work in a folder, made with mode 0700 where it is missing. Root uses an open descriptor,
 * which nobody can replace by a link, and refuses links to what their owner does not own.
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

export async function giveTo(handle: FileHandle, owner: Owner | null): Promise<void> {
  if (owner !== null) await handle.chown(owner.uid, owner.gid).catch(unlessSystemForbids);
}

/** For a file of another user, or a file system without modes and owners. */
export function unlessSystemForbids(error: unknown): void {
  if (!isErrno(error, 'EPERM', 'EINVAL', 'ENOTSUP', 'ENOSYS')) throw error;
}

/** Root follows a link only where its owner could do the same. */
export function refuseForeignLink(): never {
  throw Object.assign(new Error('the link is not followed as root'), { code: 'EFOREIGNLINK' });
}

/** Resolves links for root, the only user to whom a planted link is a danger. */
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

/** The owner of what a link leads to, else of the folder where it could be created. */
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
    // What is not ours or not empty is not the folder just made.
    const made = await handle.stat();
    const held = (await pathOf(handle)) ?? folder;
    if (made.uid === 0 && (await readdir(held)).length === 0) await giveTo(handle, { uid, gid });
  } finally {
    await handle.close();
  }
}

/** Whether a file is there, links followed. Throws where that cannot be seen. */
export function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: unknown) => {
      if (isErrno(error, 'ENOENT')) return false;
      throw error;
    },
  );
}

/** Throws where the path has links by now. */
async function openFolder(vetted: string): Promise<FileHandle> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const handle = await open(vetted, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  const held = await pathOf(handle);
  if (held === null || (await realpath(held)) === vetted) return handle;
  await handle.close();
  return refuseForeignLink();
}

/** A path to an open folder that survives renaming; null without /proc. */
async function pathOf(handle: FileHandle): Promise<string | null> {
  const held = `/proc/self/fd/${handle.fd}`;
  return (await isThere(held)) ? held : null;
}
