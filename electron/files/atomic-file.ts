import { constants, type Stats } from 'node:fs';
import { unlink } from 'node:fs/promises';
import path from 'node:path';

import { StoreError } from '../auth/credential-store.ts';
import { replacementFacts } from './file-facts.ts';
import {
  abandonedAfterMs,
  nothingThere,
  removeTemporaryFiles,
  syncToDisk,
  temporaryNameNow,
  unlinkIfThere,
  writeNewFile,
} from './file-steps.ts';
import {
  openToRewrite,
  overwrite,
  readAll,
  unfinishedSuffix,
  unfinishedWrite,
} from './in-place.ts';
import { access, lstat, readlink, realpath } from './look.ts';
import {
  inFolder,
  isRoot,
  refuseForeignLink,
  unlessSystemForbids,
  type Owner,
  type WorkFolder,
} from './ownership.ts';
import { renameOver } from './rename-over.ts';
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

interface Rewrite {
  readonly folder: WorkFolder;
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Called when the new content is on disk; false gives the replacement up. */
  readonly beforeReplace: () => Promise<boolean>;
  readonly mode: number;
}

/** Replaces a file by a new one with the same owner and group. Returns whether it was replaced. */
async function replaceByRename({
  folder,
  name,
  content,
  beforeReplace,
  mode,
}: Rewrite): Promise<boolean> {
  const file = path.join(folder.base, name);
  const temporary = path.join(folder.base, temporaryNameNow());
  try {
    const owner = await ownerOfReplaced(file, folder.owner);
    await writeNewFile(temporary, content, mode, owner, file);
    if (!(await beforeReplace())) {
      await unlink(temporary);
      return false;
    }
    await renameOver(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncToDisk(folder.base);
  return true;
}

/** Only root can give a file to another user; everybody, to a group of their own. */
async function ownerOfReplaced(file: string, folderOwner: Owner | null): Promise<Owner | null> {
  const found = await lstat(file).catch(nothingThere);
  if (found === null || process.platform === 'win32') return folderOwner;
  if (isRoot() || found.uid === process.geteuid?.()) return { uid: found.uid, gid: found.gid };
  return folderOwner;
}

/**
 * Writes into a file that has to stay the same file, such as a mount. Both contents are saved
 * beside it first, so that `finishWriteInPlace` can complete it after a crash.
 */
export async function writeInPlace(rewrite: Rewrite): Promise<boolean> {
  const { folder, name, beforeReplace, mode } = rewrite;
  const handle = await openToRewrite(path.join(folder.base, name));
  try {
    const contents = { before: await readAll(handle), after: Buffer.from(rewrite.content) };
    const nameBeside = `${name}${unfinishedSuffix}`;
    const beside = path.join(folder.base, nameBeside);
    await replaceByRename({
      folder,
      name: nameBeside,
      content: unfinishedWrite(contents),
      beforeReplace: () => Promise.resolve(true),
      mode: 0o600,
    });
    const isWanted = await beforeReplace();
    if (isWanted) {
      await handle.chmod(mode).catch(unlessSystemForbids);
      await overwrite(handle, contents, beside);
    }
    await unlinkIfThere(beside);
    return isWanted;
  } finally {
    await handle.close();
  }
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
      // Not synced: it holds nothing, and what a crash leaves is removed later.
      await unlink(temporary).catch(nothingThere);
    }
  });
}

/** Tests, without changing anything, whether a file can be removed; throws where it cannot. */
export async function tryToRemove(file: string): Promise<void> {
  // A file that is read-only there is removed all the same, by Node.
  if (process.platform === 'win32') return;
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
  if (process.platform === 'win32') {
    if (isReadOnly(await lstat(file).catch(nothingThere))) throw obstacle('readOnly', file);
    return { isInPlace: false, isMount: false };
  }
  const how = howToReplace(await replacementFacts(file));
  if (how.kind === 'impossible') throw obstacle(how.because, file);
  const isInPlace = how.kind === 'inPlace';
  return { isInPlace, isMount: isInPlace && how.because === 'mount' };
}

/** By the attribute of Windows, which Node shows as missing rights to write. */
function isReadOnly(facts: Stats | null): boolean {
  return facts !== null && facts.isFile() && (facts.mode & 0o222) === 0;
}

function obstacle(because: Parameters<typeof obstacleText>[0], file: string): StoreError {
  return new StoreError('unwritable', obstacleText(because, file, process.platform));
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
