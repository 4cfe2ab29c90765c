import { z } from 'zod';

import type { AuthRecord } from '../../auth/auth-record.ts';
import { storableText, type Meant, type StoredCredential } from '../../auth/credential-store.ts';
import type { Now } from '../../ports.ts';
import { parseJson } from '../../base/json.ts';
import { isMeant, sameContent } from '../../auth/meant-credential.ts';
import {
  credentialOfText,
  type CredentialPlace,
  type PutOutcome,
  type RemoveOutcome,
} from './credential-location.ts';
import type { Lease } from '../account-locks.ts';
import { JournalItem } from '../journals.ts';
import { keptCopyName } from '../kept-copies.ts';
import type { Keyring, KeyringItem } from '../keyring.ts';
import { askKeyring, unreadableKeyring } from '../keyring-failure.ts';
import { keyringItemsOf } from '../keyring-items.ts';

/** Compact JSON in an item of the keyring (codex-rs/login storage.rs, Codex CLI 0.169.0). */
export class KeyringItemLocation implements CredentialPlace {
  readonly kind = 'keyringItem';
  readonly location = 'the keyring (item "Codex Auth")';
  readonly journal: JournalItem;
  readonly #keyring: Keyring;
  readonly #codexHome: string;
  readonly #now: Now;

  constructor(keyring: Keyring, codexHome: string, now: Now) {
    this.journal = new JournalItem(keyring, async () => (await keyringItemsOf(codexHome)).journal);
    this.#keyring = keyring;
    this.#codexHome = codexHome;
    this.#now = now;
  }

  async load(): Promise<StoredCredential> {
    try {
      return credentialOfText(await this.#keyring.get(await this.#item()), 'keyring');
    } catch (error) {
      return unreadableKeyring(error);
    }
  }

  async prepare(record: AuthRecord): Promise<void> {
    storableText(record, 'compact');
    // Unlocks the keyring, with whatever prompt it needs.
    await this.tryPut();
  }

  /** What the journal holds is all that is known of a refresh that was begun. */
  async tryPut(): Promise<void> {
    await this.journal.write((await this.journal.read()) ?? '');
  }

  async stillHolds(seen: StoredCredential): Promise<boolean> {
    return sameContent(await this.load(), seen);
  }

  async put(record: AuthRecord, seen: StoredCredential, lease?: Lease): Promise<PutOutcome> {
    const value = storableText(record, 'compact');
    const found = await this.load();
    if (!sameContent(found, seen) || lease?.isOver()) return { kind: 'changed', found };
    await askKeyring(async () => this.#keyring.set(await this.#item(), value));
    return { kind: 'put' };
  }

  /** The journal is in the keyring too: writing it is the trial. */
  canPut(): Promise<void> {
    return Promise.resolve();
  }

  canRemove(): Promise<void> {
    return Promise.resolve();
  }

  remove(meant: Meant): Promise<RemoveOutcome> {
    return askKeyring(async () => {
      const item = await this.#item();
      const was = credentialOfText(await this.#keyring.get(item), 'keyring');
      if (!isMeant(meant, was)) return { kind: 'changed', found: was };
      const isRemoved = await this.#keyring.delete(item);
      await this.journal.remove();
      return isRemoved ? { kind: 'removed', was } : { kind: 'absent' };
    });
  }

  /** Under a dated account of the keyring, since a file would expose it. */
  keepCopy(): Promise<string | null> {
    return askKeyring(async () => {
      const item = await this.#item();
      const value = await this.#keyring.get(item);
      if (value === null) return null;
      const account = keptCopyName(item.account, this.#now());
      await this.#keyring.set({ ...item, account }, value);
      await this.#setKept([...(await this.#kept()), account]);
      return placeOf(account, item);
    });
  }

  keptCopies(): Promise<readonly string[]> {
    return askKeyring(async () => {
      const item = await this.#item();
      return (await this.#kept()).map((account) => placeOf(account, item));
    });
  }

  removeKeptCopy(copy: string): Promise<void> {
    return askKeyring(async () => {
      const item = await this.#item();
      const kept = await this.#kept();
      const account = kept.find((one) => placeOf(one, item) === copy);
      if (account === undefined) return;
      await this.#keyring.delete({ ...item, account });
      await this.#setKept(kept.filter((one) => one !== account));
    });
  }

  /** A keyring is asked for one item at a time, so the accounts are kept in one of their own. */
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

function placeOf(account: string, { service }: KeyringItem): string {
  return `the keyring item "${service}", account "${account}"`;
}
