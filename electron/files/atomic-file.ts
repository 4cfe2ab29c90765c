import { constants } from 'node:fs';
import { access, chmod, link, lstat, open, readFile, readlink, realpath } from 'node:fs/promises';
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
  unlinkIfThere,
  writeNewFile,
} from './file-steps.ts';
import { writeInPlace } from './in-place.ts';
import { inFolder, isRoot, refuseForeignLink, unlessSystemForbids } from './ownership.ts';
import { howToReplace, obstacleText } from './replacement.ts';

/**
 * Replaces a file atomically and durably, in place where it must stay the same file, and keeps
 * owner and group. `beforeReplace` is called before the rename; false gives it up. Returns whether
 * it was replaced. Throws a `StoreError`.
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

/** Tests whether a file can be replaced by one of that size; throws where it cannot. */
export async function tryToReplace(file: string, bytes: number): Promise<void> {
  await inFolder(path.dirname(file), async ({ base, owner }) => {
    // What is saved into a mount of one file does not last where its source is replaced.
    if ((await replaceable(file)).isMount) throw obstacle('mount', file);
    const temporary = path.join(base, temporaryNameNow());
    try {
      await writeNewFile(temporary, Buffer.alloc(bytes), 0o600, owner);
    } finally {
      await unlinkIfThere(temporary);
    }
  });
}

/** Tests, without changing anything, whether a file can be removed; throws where it cannot. */
export async function tryToRemove(file: string): Promise<void> {
  const { file: found, folder, userId } = await replacementFacts(file);
  if (found === null) return;
  if (found.mount) throw obstacle('mountToRemove', file);
  if (found.writeRefusal === 'EPERM') throw obstacle('immutable', file);
  await access(path.dirname(file), constants.W_OK);
  const owners = [found.ownerId, folder.ownerId, 0];
  if (folder.isSticky && !owners.includes(userId)) throw obstacle('otherOwner', file);
}

async function replaceable(
  file: string,
): Promise<{ readonly isInPlace: boolean; readonly isMount: boolean }> {
  if (process.platform === 'win32') return { isInPlace: false, isMount: false };
  const how = howToReplace(await replacementFacts(file));
  if (how.kind === 'impossible') throw obstacle(how.because, file);
  const isInPlace = how.kind === 'inPlace';
  return { isInPlace, isMount: isInPlace && how.because === 'mount' };
}

function obstacle(because: Parameters<typeof obstacleText>[0], file: string): StoreError {
  return new StoreError('unwritable', obstacleText(because, file));
}

/** Gives a file a second name, which outlives its replacement. Throws where the name is taken. */
export async function keepUnderSecondName(file: string, secondName: string): Promise<void> {
  await inFolder(path.dirname(secondName), async ({ base, owner }) => {
    const kept = path.join(base, path.basename(secondName));
    // `replacementFacts` counts no other second name as a kept copy.
    const how = howToReplace(await replacementFacts(file));
    // A link needs no right to read the content.
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
  // Who may not open the file may still own it. Root may open it, and must not follow a link.
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

/** Fails on a link, also one that was put there a moment ago. */
function contentOf(file: string): Promise<Uint8Array> {
  return readFile(file, { flag: constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | neverWaiting });
}

const maxLinks = 40;

/**
 * Follows symbolic links to a file that may not exist yet. Throws ELOOP. Root follows no link out
 * of its folder, or to a file of another owner than the link's, who could have planted it.
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

// By the file system, not by the text: "folder/.." leads elsewhere where the folder is a link.
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
