import { storeTexts } from '../../../shared/texts/stores.ts';
import type { AuthRecord } from '../../auth/auth-record.ts';
import { storableText, type Meant, type StoredCredential } from '../../auth/credential-store.ts';
import type { Now } from '../../ports.ts';
import { isMeant, sameContent } from '../../auth/meant-credential.ts';
import {
  credentialOfText,
  type CredentialPlace,
  type PutOutcome,
  type RemoveOutcome,
} from './credential-location.ts';
import type { Lease } from '../account-locks.ts';
import { JournalItem } from '../journals.ts';
import { KeptItems } from '../kept-items.ts';
import type { Keyring, KeyringItem } from '../keyring.ts';
import { askKeyring, unreadableKeyring } from '../keyring-failure.ts';
import { keyringItemsOf } from '../keyring-items.ts';

/** Compact JSON in an item of the keyring (codex-rs/login storage.rs, Codex CLI 0.169.0). */
export class KeyringItemLocation implements CredentialPlace {
  readonly kind = 'keyringItem';
  readonly location = storeTexts.places.keyringItem();
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
      const account = await (await this.#copies()).keep(item, this.#now);
      return account === null ? null : placeOf(account, item);
    });
  }

  keptCopies(): Promise<readonly string[]> {
    return askKeyring(async () => {
      const item = await this.#item();
      const accounts = await (await this.#copies()).accounts();
      return accounts.map((account) => placeOf(account, item));
    });
  }

  removeKeptCopy(copy: string): Promise<void> {
    return askKeyring(async () => {
      const item = await this.#item();
      const copies = await this.#copies();
      const account = (await copies.accounts()).find((one) => placeOf(one, item) === copy);
      if (account !== undefined) await copies.remove(item, account);
    });
  }

  async #copies(): Promise<KeptItems> {
    return new KeptItems(this.#keyring, (await keyringItemsOf(this.#codexHome)).keptCopies);
  }

  async #item(): Promise<KeyringItem> {
    return (await keyringItemsOf(this.#codexHome)).record;
  }
}

function placeOf(account: string, { service }: KeyringItem): string {
  return storeTexts.places.keyringCopy({ service, account });
}
