import { lstat, unlink } from 'node:fs/promises';
import path from 'node:path';

import { replaceFile } from '../files/atomic-file.ts';

/**
 * Whether the keyring item of a folder of Codex held a credential when it was last seen,
 * for the time when there is no keyring to ask. The note is a file without a secret
 * (`auth.json.in-keyring`, mode 0600), and where it cannot be written, this program alone
 * knows. Nothing here throws.
 */
export class KeyringNote {
  readonly #file: string;
  #held = false;

  /** @param codexHome absolute. */
  constructor(codexHome: string) {
    this.#file = path.join(codexHome, 'auth.json.in-keyring');
  }

  async heldOne(): Promise<boolean> {
    return this.#held || (await this.#isThere());
  }

  /** Notes what the keyring has answered. */
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
