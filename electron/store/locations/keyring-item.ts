import { z } from 'zod';

import { parseAuthRecord, type AuthRecord } from '../../auth/auth-record.ts';
import {
  oversizeOf,
  storableText,
  StoreError,
  type Meant,
  type StoredCredential,
} from '../../auth/credential-store.ts';
import type { Now } from '../../ports.ts';
import { parseJson } from '../../base/json.ts';
import { isMeant, sameContent } from '../../auth/meant-credential.ts';
import type { CredentialPlace, PutOutcome, RemoveOutcome } from './credential-location.ts';
import { JournalItem } from '../journals.ts';
import { keptName } from '../kept-copies.ts';
import type { Keyring, KeyringItem } from '../keyring.ts';
import { unreadableKeyring, unwritableKeyring } from '../keyring-failure.ts';
import { keyringItemsOf } from '../keyring-items.ts';

/**
 * The credential as one compact JSON text in an item of the keyring.
 *
 * Source: codex-rs/login/src/auth/storage.rs; seen with Codex CLI 0.169.0.
 */
export class KeyringItemLocation implements CredentialPlace {
  readonly kind = 'keyringItem';
  readonly location = 'the keyring (item "Codex Auth")';
  readonly journal: JournalItem;
  readonly #keyring: Keyring;
  readonly #codexHome: string;
  readonly #now: Now;

  /** @param codexHome absolute. */
  constructor(keyring: Keyring, codexHome: string, now: Now) {
    this.journal = new JournalItem(keyring, async () => (await keyringItemsOf(codexHome)).journal);
    this.#keyring = keyring;
    this.#codexHome = codexHome;
    this.#now = now;
  }

  async load(): Promise<StoredCredential> {
    try {
      return interpret(await this.#keyring.get(await this.#item()));
    } catch (error) {
      return unreadableKeyring(error);
    }
  }

  async put(record: AuthRecord, seen: StoredCredential): Promise<PutOutcome> {
    const value = storableText(record, 'compact');
    const found = await this.load();
    if (!sameContent(found, seen)) return { kind: 'changed', found };
    try {
      await this.#keyring.set(await this.#item(), value);
      return { kind: 'put' };
    } catch (error) {
      throw unwritableKeyring(error);
    }
  }

  /** The journal is kept in the keyring too: to write it is the trial. */
  canPut(): Promise<void> {
    return Promise.resolve();
  }

  /** Where the keyring does not answer, nothing is changed. */
  canRemove(): Promise<void> {
    return Promise.resolve();
  }

  async remove(meant: Meant): Promise<RemoveOutcome> {
    try {
      const item = await this.#item();
      const was = interpret(await this.#keyring.get(item));
      if (!isMeant(meant, was)) return { kind: 'changed', found: was };
      const isRemoved = await this.#keyring.delete(item);
      await this.journal.remove();
      return isRemoved ? { kind: 'removed', was } : { kind: 'absent' };
    } catch (error) {
      throw error instanceof StoreError ? error : unwritableKeyring(error);
    }
  }

  /** Keeps the value in the keyring under a dated account, since a file would bare it. */
  async keepAside(): Promise<string | null> {
    try {
      const item = await this.#item();
      const value = await this.#keyring.get(item);
      if (value === null) return null;
      const account = keptName(item.account, this.#now());
      await this.#keyring.set({ ...item, account }, value);
      await this.#setKept([...(await this.#kept()), account]);
      return placeOf(account, item);
    } catch (error) {
      throw unwritableKeyring(error);
    }
  }

  async keptCopies(): Promise<readonly string[]> {
    try {
      const item = await this.#item();
      return (await this.#kept()).map((account) => placeOf(account, item));
    } catch (error) {
      throw unwritableKeyring(error);
    }
  }

  async removeKeptCopy(copy: string): Promise<void> {
    try {
      const item = await this.#item();
      const kept = await this.#kept();
      const account = kept.find((one) => placeOf(one, item) === copy);
      if (account === undefined) return;
      await this.#keyring.delete({ ...item, account });
      await this.#setKept(kept.filter((one) => one !== account));
    } catch (error) {
      throw unwritableKeyring(error);
    }
  }

  /** A keyring is asked for one item at a time, so that the accounts are kept in one of their own. */
  async #kept(): Promise<readonly string[]> {
    const text = await this.#keyring.get((await keyringItemsOf(this.#codexHome)).keptCopies);
    const shaped = z.array(z.string()).safeParse(parseJson(text ?? ''));
    return shaped.success ? shaped.data : [];
  }

  async #setKept(accounts: readonly string[]): Promise<void> {
    const { keptCopies } = await keyringItemsOf(this.#codexHome);
    if (accounts.length === 0) await this.#keyring.delete(keptCopies);
    else await this.#keyring.set(keptCopies, JSON.stringify(accounts));
  }

  async #item(): Promise<KeyringItem> {
    return (await keyringItemsOf(this.#codexHome)).record;
  }
}

function interpret(value: string | null): StoredCredential {
  if (value === null) return { kind: 'absent' };
  const oversize = oversizeOf(value);
  if (oversize !== null) return { kind: 'invalid', message: oversize };
  const parsed = parseAuthRecord(value);
  return parsed.ok
    ? { kind: 'present', record: parsed.record, source: 'keyring' }
    : { kind: 'invalid', message: parsed.message };
}

function placeOf(account: string, { service }: KeyringItem): string {
  return `the keyring item "${service}", account "${account}"`;
}
