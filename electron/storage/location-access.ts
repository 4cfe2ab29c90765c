import path from 'node:path';

import { lstat, readlink } from '../files/look.ts';

export interface PathEntry {
  readonly path: string;
  readonly kind: 'folder' | 'link' | 'file';
  readonly ownerId: number;
  readonly groupId: number;
  /** With the sticky bit. */
  readonly mode: number;
}

/** Where somebody else can replace a file. */
export interface Intruder {
  readonly path: string;
  readonly because: 'writableByOthers' | 'otherOwner';
  readonly ownerId: number;
}

export interface Person {
  readonly userId: number;
  /** A group of their own, which may write their files. */
  readonly groupId: number;
}

/**
 * Where others can first replace the file; null for nowhere. A sticky folder lets them add only.
 */
export function whoElseCanReplace(
  entries: readonly PathEntry[],
  { userId, groupId }: Person,
): Intruder | null {
  for (const { path, kind, ownerId, groupId: group, mode } of entries) {
    if (ownerId !== 0 && ownerId !== userId) return { path, because: 'otherOwner', ownerId };
    if (kind !== 'folder') continue;
    const isSticky = (mode & 0o1000) !== 0;
    const byGroup = (mode & 0o020) !== 0 && group !== groupId && group !== 0;
    const byOthers = (mode & 0o002) !== 0;
    if (!isSticky && (byGroup || byOthers)) return { path, because: 'writableByOthers', ownerId };
  }
  // Root's own file in a person's folder is not theirs.
  const file = entries.at(-1);
  const isRoots = file?.kind === 'file' && file.ownerId === 0 && userId !== 0;
  return isRoots ? { path: file.path, because: 'otherOwner', ownerId: 0 } : null;
}

const maxLinks = 40;

/**
 * All on the way to an absolute file, itself and links with their targets included, as far as seen.
 */
export async function entriesOnTheWayTo(file: string): Promise<readonly PathEntry[]> {
  const entries: PathEntry[] = [];
  const { root } = path.parse(file);
  let at = root;
  let rest = namesIn(file.slice(root.length));
  for (let links = 0; ;) {
    const facts = await lstat(at).catch(() => null);
    if (facts === null) return entries;
    const { uid, gid, mode } = facts;
    const kind = facts.isSymbolicLink() ? 'link' : facts.isDirectory() ? 'folder' : 'file';
    entries.push({ path: at, kind, ownerId: uid, groupId: gid, mode: mode & 0o7777 });
    if (kind === 'link') {
      if ((links += 1) > maxLinks) return entries;
      const target = await readlink(at);
      rest = [...namesIn(target), ...rest];
      at = path.isAbsolute(target) ? root : path.dirname(at);
    }
    const [next, ...others] = rest;
    if (next === undefined) return entries;
    at = path.join(at, next);
    rest = others;
  }
}

function namesIn(text: string): string[] {
  return text.split(path.sep).filter((name) => name !== '' && name !== '.');
}
