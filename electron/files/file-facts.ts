import { constants } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import path from 'node:path';

import { systemCodeOf } from '../base/system-errors/system-code.ts';
import { nothingThere } from './file-steps.ts';
import { lstat, readdir, readFile, realpath, stat } from './look.ts';
import { mountAt, type Mount, type ReplacedFile, type ReplacementFacts } from './replacement.ts';

/** Opens the file for writing and closes it, unchanged, since nothing else answers as surely. */
export async function replacementFacts(file: string): Promise<ReplacementFacts> {
  const folder = await stat(path.dirname(file)).catch(() => null);
  return {
    file: await replacedFile(file),
    folder: { ownerId: folder?.uid ?? -1, isSticky: ((folder?.mode ?? 0) & 0o1000) !== 0 },
    userId: process.geteuid?.() ?? -1,
  };
}

async function replacedFile(file: string): Promise<ReplacedFile | null> {
  const facts = await lstat(file).catch(nothingThere);
  // A new file replaces the link itself.
  if (facts === null || facts.isSymbolicLink()) return null;
  return {
    isRegular: facts.isFile(),
    ownerId: facts.uid,
    names: facts.nlink <= 1 ? facts.nlink : facts.nlink - (await linkedCopies(file, facts.ino)),
    mount: await ownMount(file, facts.dev),
    writeRefusal: facts.isFile() ? await refusalToWrite(file) : null,
  };
}

async function linkedCopies(file: string, inode: number): Promise<number> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch(() => []);
  const copies = names.filter((name) => name.startsWith(`${path.basename(file)}.kept-`));
  const facts = await Promise.all(
    copies.map((name) => lstat(path.join(folder, name)).catch(() => null)),
  );
  return facts.filter((one) => one?.ino === inode).length;
}

async function refusalToWrite(file: string): Promise<string | null> {
  const { O_WRONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    await (await open(file, O_WRONLY | O_NOFOLLOW | O_NONBLOCK)).close();
    return null;
  } catch (error) {
    return systemCodeOf(error) ?? 'EIO';
  }
}

// <linux/magic.h>: there, a file and its folder differ in st_dev without a mount between them.
const overlay = 0x794c7630;

/** The mount of this file alone. Where mounts are not listed, recognised by its device. */
async function ownMount(file: string, device: number): Promise<Pick<Mount, 'isReadOnly'> | null> {
  const folder = path.dirname(file);
  const real = path.join(await realpath(folder), path.basename(file));
  const mountinfo = await readFile('/proc/self/mountinfo', 'utf8').catch(() => null);
  if (mountinfo !== null) return mountAt(real, mountinfo);
  const isElsewhere = (await stat(folder)).dev !== device;
  return isElsewhere && (await statfs(folder)).type !== overlay ? { isReadOnly: false } : null;
}
