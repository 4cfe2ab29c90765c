import { createHash } from 'node:crypto';
import { unlink } from 'node:fs/promises';

import {
  parseRefusalNote,
  serializeRefusalNote,
  type RefusalNote,
  type RefusalNotes,
} from '../auth/refusal-note.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { followLinks, replaceFile } from './atomic-file.ts';

// A note is some three hundred bytes.
const maxBytes = 16 * 1024;

/**
 * The note of a refusal beside the file of a credential (`auth.json.refresh-refusal`, mode
 * 0600), for every store alike: it holds no secret. A linked credential has it beside its
 * target, where every folder that shares it looks. Nothing here throws.
 */
export class RefusalFile implements RefusalNotes {
  readonly #credentialFile: string;

  /** @param credentialFile absolute; it need not exist. */
  constructor(credentialFile: string) {
    this.#credentialFile = credentialFile;
  }

  digestOf(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }

  async read(): Promise<RefusalNote | null> {
    const found = await this.#find();
    return found === 'newer' ? null : found;
  }

  async write(note: RefusalNote): Promise<boolean> {
    if ((await this.#find()) === 'newer') return false;
    return this.#file()
      .then((file) => replaceFile(file, serializeRefusalNote(note), () => Promise.resolve(true)))
      .catch(() => false);
  }

  async clear(): Promise<void> {
    if ((await this.#find()) === 'newer') return;
    await this.#file()
      .then(unlink)
      .catch(() => undefined);
  }

  async #find(): Promise<RefusalNote | 'newer' | null> {
    const file = await this.#file().catch(() => null);
    const found = file === null ? null : await readRegularFile(file, maxBytes);
    return found?.kind === 'bytes' ? parseRefusalNote(found.bytes.toString('utf8')) : null;
  }

  async #file(): Promise<string> {
    return refusalFileOf(await followLinks(this.#credentialFile));
  }
}

/** Where the note of a credential file is. */
export function refusalFileOf(credentialFile: string): string {
  return `${credentialFile}.refresh-refusal`;
}
