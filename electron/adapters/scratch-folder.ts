import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { lstat, readdir } from '../files/look.ts';

const prefix = 'gatehouse-codex-';

/** As `mkdtemp` ends a name. */
const scratchName = new RegExp(`^${prefix}[A-Za-z0-9]{6}$`);

/** No question to Codex takes nearly as long. */
const leftAfterMs = 60 * 60 * 1000;

/**
 * Does work in a new folder of the temporary directory that only this user can read, and removes it
 * afterwards. First it removes those that are left of programs that were killed: with this prefix,
 * of this user, and older than an hour. Rejects where no folder can be made, and as the work does.
 */
export async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const base = os.tmpdir();
  await removeLeftFolders(base);
  const folder = await mkdtemp(path.join(base, prefix));
  try {
    return await work(folder);
  } finally {
    await remove(folder);
  }
}

async function removeLeftFolders(base: string): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names) {
    const folder = path.join(base, name);
    if (scratchName.test(name) && (await isLeft(folder))) await remove(folder);
  }
}

async function isLeft(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  if (found === null || !found.isDirectory()) return false;
  // Windows has a temporary directory for each user, and no user numbers.
  const isOwn = process.getuid === undefined || found.uid === process.getuid();
  return isOwn && Date.now() - found.mtimeMs > leftAfterMs;
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
