import { z } from 'zod';

import { parseJson } from '../base/json.ts';
import type { Now } from '../ports.ts';
import { keptCopyName } from './kept-copies.ts';
import type { Keyring, KeyringItem } from './keyring.ts';

/**
 * Copies of a keyring item under dated accounts. A keyring is asked for one item at a time, so that
 * these accounts are listed in an item of their own. All throw what the keyring throws.
 */
export class KeptItems {
  readonly #keyring: Keyring;
  readonly #index: KeyringItem;

  constructor(keyring: Keyring, index: KeyringItem) {
    this.#keyring = keyring;
    this.#index = index;
  }

  /** Copies what is there, and resolves to the account of the copy; null where nothing is there. */
  async keep(item: KeyringItem, now: Now): Promise<string | null> {
    const value = await this.#keyring.get(item);
    if (value === null) return null;
    const account = keptCopyName(item.account, now());
    await this.#keyring.set({ ...item, account }, value);
    await this.#set([...(await this.accounts()), account]);
    return account;
  }

  async accounts(): Promise<readonly string[]> {
    const shaped = z
      .array(z.string())
      .safeParse(parseJson((await this.#keyring.get(this.#index)) ?? ''));
    return shaped.data ?? [];
  }

  async remove(item: KeyringItem, account: string): Promise<void> {
    const kept = await this.accounts();
    if (!kept.includes(account)) return;
    await this.#keyring.delete({ ...item, account });
    await this.#set(kept.filter((one) => one !== account));
  }

  async #set(accounts: readonly string[]): Promise<void> {
    if (accounts.length === 0) await this.#keyring.delete(this.#index);
    else await this.#keyring.set(this.#index, JSON.stringify(accounts));
  }
}
