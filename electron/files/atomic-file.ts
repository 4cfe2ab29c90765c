import { constants } from 'node:fs';
import { access, chmod, link, lstat, open, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';

import { neverWaiting } from './regular-file.ts';
import { StoreError } from '../auth/credential-store.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { replacementFacts } from './file-facts.ts';
import {
  abandonedAfterMs,
  nothingThere,
  removeTemporaryFiles,
  replaceByRename,
  syncToDisk,
  temporaryNameNow,
  unlessSystemForbids,
  unlinkIfThere,
  writeNewFile,
} from './file-steps.ts';
import { writeInPlace } from './in-place.ts';
import { inFolder, isRoot, refuseForeignLink } from './ownership.ts';
import { howToReplace, obstacleText } from './replacement.ts';

/**
 * Replaces a file so that every reader, and a crash at any moment, sees the old
 * or the new content whole: a temporary file in the same folder, fsync, rename,
 * fsync of the folder. What cannot be renamed over without becoming another file, such as
 * a mount of it alone, is written in place, and finished after a crash by
 * {@link finishWriteInPlace}.
 *
 * The file has mode 0600 afterwards, unless told otherwise, and missing parent
 * folders are made with 0700. Its owner and group stay; a new one belongs to the owner of
 * its folder where root writes it. What an earlier program left that was killed at this is
 * removed. Upstream truncated and wrote in place until 2026, kept the mode of an
 * existing file, and Codex CLI 0.169.0 still does not sync the folder.
 *
 * @param file absolute, and no link.
 * @param beforeReplace asked when the new content is on disk and only the rename
 * is left; false gives the replacement up.
 * @returns whether the file was replaced.
 * @throws {StoreError} where it cannot be replaced for what it is, with the cause.
 */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  beforeReplace: () => Promise<boolean>,
  mode = 0o600,
): Promise<boolean> {
  return inFolder(path.dirname(file), async (folder) => {
    const { isInPlace } = await replaceable(file);
    const name = path.basename(file);
    const rewrite = { folder, name, content, beforeReplace, mode };
    const replaced = await (isInPlace ? writeInPlace(rewrite) : replaceByRename(rewrite));
    if (!replaced) return false;
    await removeTemporaryFiles(folder.base, Date.now() - abandonedAfterMs);
    return true;
  });
}

/**
 * Asks whether a file can be replaced by another one, without changing it (a mount of it
 * alone can only be written in place): the right to make a file of
 * that size in its folder and to remove it is tried.
 *
 * @param bytes how much has to fit on the disk beside the old content.
 * @throws {StoreError} where it cannot be replaced for what it is; an error of the system
 * where its folder does not let it be.
 */
export async function tryToReplace(file: string, bytes: number): Promise<void> {
  await inFolder(path.dirname(file), async ({ base, owner }) => {
    // Nobody who mounts the one file would get what a refresh saves here.
    if ((await replaceable(file)).isMount) throw obstacle('mount', file);
    const temporary = path.join(base, temporaryNameNow());
    try {
      await writeNewFile(temporary, Buffer.alloc(bytes), 0o600, owner);
    } finally {
      await unlinkIfThere(temporary);
    }
  });
}

/**
 * Asks whether a file can be removed, without changing it: whether it is a mount of its
 * own, which cannot, or protected.
 *
 * @throws {StoreError} with the cause; an error of the system where its folder does not let it.
 */
export async function tryToRemove(file: string): Promise<void> {
  const { file: found, folder, userId } = await replacementFacts(file);
  if (found === null) return;
  if (found.mount) throw obstacle('mountToRemove', file);
  if (found.writeRefusal === 'EPERM') throw obstacle('immutable', file);
  await access(path.dirname(file), constants.W_OK);
  const owners = [found.ownerId, folder.ownerId, 0];
  if (folder.isSticky && !owners.includes(userId)) throw obstacle('otherOwner', file);
}

/** @throws {StoreError} where the file cannot be replaced for what it is. */
async function replaceable(
  file: string,
): Promise<{ readonly isInPlace: boolean; readonly isMount: boolean }> {
  if (process.platform === 'win32') return { isInPlace: false, isMount: false };
  const how = howToReplace(await replacementFacts(file));
  if (how.kind === 'refused') throw obstacle(how.because, file);
  const isInPlace = how.kind === 'inPlace';
  return { isInPlace, isMount: isInPlace && how.because === 'mount' };
}

function obstacle(because: Parameters<typeof obstacleText>[0], file: string): StoreError {
  return new StoreError('unwritable', obstacleText(because, file));
}

/**
 * Gives a file a second name in a folder, which outlives its replacement: a hard link,
 * which needs no right to read the content, or a copy where the file system has none or
 * the file will be written in place. The kept file has mode 0600, where it is ours.
 *
 * @throws where the second name is taken or the content cannot be kept.
 */
export async function keepUnderSecondName(file: string, secondName: string): Promise<void> {
  await inFolder(path.dirname(secondName), async ({ base, owner }) => {
    const kept = path.join(base, path.basename(secondName));
    // Another name would not be known for a copy of ours when the file is replaced.
    const how = howToReplace(await replacementFacts(file));
    const needsCopy = how.kind === 'inPlace' || !secondName.startsWith(`${file}.kept-`);
    const content = needsCopy ? await contentOf(file).catch(unlessForbidden) : null;
    if (content !== null || !(await isLinked(file, kept))) {
      await writeNewFile(kept, content ?? (await contentOf(file)), 0o600, owner);
    }
    await syncToDisk(base);
  });
}

async function isLinked(file: string, kept: string): Promise<boolean> {
  try {
    await link(file, kept);
  } catch (error) {
    if (!isErrno(error, 'EPERM', 'EXDEV', 'ENOTSUP', 'EMLINK')) throw error;
    return false;
  }
  await makeOwnersAlone(kept);
  await syncToDisk(kept);
  return true;
}

async function makeOwnersAlone(kept: string): Promise<void> {
  // Whoever may not open it can still be its owner. Root may, and follows no link here.
  if (!isRoot()) return chmod(kept, 0o600).catch(unlessSystemForbids);
  const handle = await open(kept, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    await handle.chmod(0o600).catch(unlessSystemForbids);
  } finally {
    await handle.close();
  }
}

function unlessForbidden(error: unknown): null {
  if (isErrno(error, 'EACCES')) return null;
  throw error;
}

/** Of a file that is no link, not even one that was put there a moment ago. */
async function contentOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | neverWaiting);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

const maxLinks = 40;

/**
 * The file that a path stands for, following symbolic links also where the last
 * one points to nothing yet. A path without links is returned as it is.
 *
 * Root follows no link that leads out of its folder, or to a file that is not the
 * owner's of the link: that owner could have planted it.
 *
 * @throws {Error} with code ELOOP where the links go round in circles, and `foreignLink`.
 */
export async function followLinks(file: string): Promise<string> {
  let current = file;
  let planter: number | null = null;
  for (let followed = 0; followed < maxLinks; followed += 1) {
    const facts = await lstat(current).catch(nothingThere);
    if (!facts?.isSymbolicLink()) {
      if (planter !== null)
        await refuseForeignTarget(file, current, facts?.uid ?? planter, planter);
      return current;
    }
    if (isRoot() && facts.uid !== 0) planter = facts.uid;
    const link = await readlink(current);
    current = await inRealFolder(
      path.isAbsolute(link) ? link : `${path.dirname(current)}${path.sep}${link}`,
    );
  }
  throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
}

// By the system and not by its letters: "folder/.." leads elsewhere where the folder is a link.
async function inRealFolder(file: string): Promise<string> {
  const folder = path.dirname(file);
  const realFolder = await realpath(folder).catch(nothingThere);
  return path.join(realFolder ?? folder, path.basename(file));
}

async function refuseForeignTarget(
  file: string,
  target: string,
  owner: number,
  planter: number,
): Promise<void> {
  const home = await realpath(path.dirname(file));
  const isOutside = !target.startsWith(`${home}${path.sep}`);
  if (isOutside || owner !== planter) refuseForeignLink();
}
