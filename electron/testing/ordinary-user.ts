import { chown } from 'node:fs/promises';

// "nobody" on Debian; any user without special rights will do.
const ordinaryUser = 65534;

const isRoot = process.geteuid?.() === 0;

/** Makes a file or folder belong to the user that {@link asOrdinaryUser} acts as. */
export async function giveToOrdinaryUser(fileOrFolder: string): Promise<void> {
  if (isRoot) await chown(fileOrFolder, ordinaryUser, ordinaryUser);
}

/** Acts without the rights of root, to whom no permission is ever denied. */
export async function asOrdinaryUser<T>(act: () => Promise<T>): Promise<T> {
  if (!isRoot) return act();
  process.seteuid?.(ordinaryUser);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}
