import { unlink } from 'node:fs/promises';
import path from 'node:path';

import { replaceFile } from '../files/atomic-file.ts';
import { lstat } from '../files/look.ts';

/**
 * Whether the keyring item held a credential when last seen, for when the keyring does not answer:
 * a file without a secret (mode 0600), or memory where it cannot be written. Nothing throws.
 */
export class KeyringNote {
  readonly #file: string;
  #held = false;

  constructor(codexHome: string) {
    this.#file = path.join(codexHome, 'auth.json.in-keyring');
  }

  async heldOne(): Promise<boolean> {
    return this.#held || (await this.#isThere());
  }

  async note(holdsOne: boolean): Promise<void> {
    this.#held = holdsOne;
    if (holdsOne === (await this.#isThere())) return;
    const change = holdsOne
      ? replaceFile(this.#file, '{"version":1}\n', () => Promise.resolve(true))
      : unlink(this.#file);
    await change.catch(() => undefined);
  }

  #isThere(): Promise<boolean> {
    return lstat(this.#file).then(
      () => true,
      () => false,
    );
  }
}
