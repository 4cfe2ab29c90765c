import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Keyring, KeyringItem } from '../store/keyring.ts';

/** A keyring of plain files, one an item, which several processes can share and outlive. */
export function folderKeyring(folder: string): Keyring {
  const fileOf = ({ service, account }: KeyringItem): string =>
    path.join(folder, createHash('sha256').update(`${service} ${account}`).digest('hex'));
  return {
    get: (item) => readFile(fileOf(item), 'utf8').catch(() => null),
    async set(item, value) {
      await mkdir(folder, { recursive: true });
      await writeFile(`${fileOf(item)}.new`, value);
      await rename(`${fileOf(item)}.new`, fileOf(item));
    },
    isSurelyAbsent: () => Promise.resolve(false),
    list: () => Promise.resolve([]),
    removeOne: () => Promise.resolve(false),
    state: () => Promise.resolve({ mayHideItems: false, keepsDeleted: false, mark: '' }),
    delete: (item) =>
      rm(fileOf(item)).then(
        () => true,
        () => false,
      ),
  };
}
