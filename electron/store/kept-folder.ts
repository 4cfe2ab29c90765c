import path from 'node:path';

import { keptIdSchema } from '../../shared/kept-sign-ins.ts';
import { fileTexts } from '../../shared/texts/files.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import { maxEnvelopeBytes, StoreError } from '../auth/credential-store.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { isErrno } from '../base/system-errors/system-code.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { syncToDisk, unlinkIfThere } from '../files/file-steps.ts';
import { lstat, readdir } from '../files/look.ts';
import { folderRefusal } from '../files/private-folder.ts';

export type KeptText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly message: string };

const ending = '.json';

/** The folder `kept-sign-ins` of a Codex home, with mode 0700; its files have mode 0600. */
export class KeptFolder {
  readonly #codexHome: string;
  readonly #folder: string;

  constructor(codexHome: string) {
    this.#codexHome = codexHome;
    this.#folder = path.join(codexHome, 'kept-sign-ins');
  }

  /** File names without ".json", the oldest first. @throws {StoreError} */
  async ids(): Promise<readonly string[]> {
    let names;
    try {
      names = await readdir(this.#folder);
    } catch (error) {
      if (isErrno(error, 'ENOENT', 'ENOTDIR')) return [];
      throw folderRefusal(this.#folder, 'notReadable', error);
    }
    return names
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .filter((id) => keptIdSchema.safeParse(id).success)
      .sort();
  }

  async read(id: string): Promise<KeptText> {
    const unreadable = (reason: string): KeptText => ({
      kind: 'unreadable',
      message: fileTexts.notReadable({ place: this.#fileOf(id), reason }),
    });
    const facts = await lstat(this.#fileOf(id)).catch(() => null);
    if (facts?.isSymbolicLink()) return unreadable(fileTexts.faults.link());
    const found = await readRegularFile(this.#fileOf(id), maxEnvelopeBytes);
    if (found.kind === 'absent') return found;
    return found.kind === 'bytes'
      ? { kind: 'text', text: found.bytes.toString('utf8') }
      : unreadable(found.reason);
  }

  /** Durable when it resolves; replaces nothing. @throws {StoreError} */
  async write(id: string, text: string): Promise<void> {
    if (Buffer.byteLength(text) > maxEnvelopeBytes) {
      throw new StoreError('unwritable', storeTexts.keptSignIns.tooLarge());
    }
    const file = this.#fileOf(id);
    try {
      const isFree = (): Promise<boolean> => isMissing(file);
      if (!(await replaceFile(file, text, isFree))) throw new TypeError(`${id} is taken`);
      // The folder itself may be new.
      await syncToDisk(this.#codexHome);
    } catch (error) {
      throw folderRefusal(this.#folder, 'notWritable', error);
    }
  }

  /** @throws {StoreError} */
  async remove(id: string): Promise<void> {
    const file = this.#fileOf(id);
    try {
      await unlinkIfThere(file);
    } catch (error) {
      throw folderRefusal(this.#folder, 'notChangeable', error);
    }
  }

  #fileOf(id: string): string {
    return path.join(this.#folder, `${id}${ending}`);
  }
}

async function isMissing(file: string): Promise<boolean> {
  return lstat(file).then(
    () => false,
    () => true,
  );
}
