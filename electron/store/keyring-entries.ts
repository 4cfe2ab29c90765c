import type { KeyringProblemCode } from '../../shared/keyring-problem.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import { StoreError } from '../auth/credential-store.ts';
import type { CommitGuard } from './account-locks.ts';
import { KeyringError, type FoundItem, type Keyring, type KeyringItem } from './keyring.ts';
import { askKeyring, unreadableKeyring, unwritableKeyring } from './keyring-failure.ts';
import { keyringItemsOf } from './keyring-items.ts';

export type EntryPurpose = 'signIn' | 'passphrase' | 'keptSignIns' | 'journal';

export interface KeyringEntry extends FoundItem {
  readonly purpose: EntryPurpose;
  readonly isOneOfSeveral: boolean;
}

type PurposeItems = Readonly<Record<EntryPurpose, KeyringItem>>;

export type ProbeOutcome =
  | { readonly kind: 'works' }
  | { readonly kind: 'fails'; readonly code: KeyringProblemCode; readonly message: string };

export interface KeyringEntriesParts {
  readonly keyring: Keyring;
  /** Absolute. */
  readonly codexHome: string;
  readonly commit: CommitGuard;
  readonly randomId: () => string;
}

/** What a person can see of the keyring's entries, whatever is in them, and do with them. */
export class KeyringEntries {
  readonly #parts: KeyringEntriesParts;

  constructor(parts: KeyringEntriesParts) {
    this.#parts = parts;
  }

  async list(): Promise<readonly KeyringEntry[]> {
    const entries: KeyringEntry[] = [];
    for (const [purpose, item] of byPurpose(await this.#items())) {
      entries.push(...(await this.#listOf(purpose, item)));
    }
    return entries;
  }

  /** Of one purpose, where several match; without a prompt then. @throws {StoreError} */
  async several(purpose: EntryPurpose): Promise<readonly KeyringEntry[]> {
    const found = await this.#listOf(purpose, (await this.#items())[purpose]);
    return found.filter(({ isOneOfSeveral }) => isOneOfSeveral);
  }

  /**
   * One of several, or one that cannot be read, by its id or a unique end of it. @throws
   * {StoreError}
   */
  remove(id: string): Promise<void> {
    const { commit, keyring } = this.#parts;
    return commit(
      async () => {
        const [entry, ...others] = await this.#named(id);
        if (entry === undefined || others.length > 0) {
          throw new StoreError('unwritable', storeTexts.keyring.noEntry());
        }
        const item = (await this.#items())[entry.purpose];
        if (!entry.isOneOfSeveral && (await this.#isReadable(item))) {
          throw new StoreError('unwritable', storeTexts.keyring.onlyEntry());
        }
        await askKeyring(() => keyring.removeOne(item, entry.id));
      },
      { makeFolder: false },
    );
  }

  /** Writes, reads and removes an entry for trial. */
  async probe(): Promise<ProbeOutcome> {
    const { keyring, randomId, codexHome } = this.#parts;
    try {
      const { probe } = await keyringItemsOf(codexHome);
      await keyring.set(probe, randomId());
      if (!(await this.keepsDeleted())) await keyring.delete(probe);
      return { kind: 'works' };
    } catch (error) {
      const { reason, message } = unreadableKeyring(error);
      return { kind: 'fails', code: reason, message };
    }
  }

  async keepsDeleted(): Promise<boolean> {
    return (await this.#parts.keyring.state()).keepsDeleted;
  }

  /** A whole id ends the search: other entries may be locked. */
  async #named(id: string): Promise<readonly KeyringEntry[]> {
    const named: KeyringEntry[] = [];
    for (const [purpose, item] of byPurpose(await this.#items())) {
      const found = await this.#listOf(purpose, item);
      const exact = found.find((one) => one.id === id);
      if (exact !== undefined) return [exact];
      named.push(...found.filter((one) => one.id.endsWith(`/${id}`)));
    }
    return named;
  }

  async #listOf(purpose: EntryPurpose, item: KeyringItem): Promise<readonly KeyringEntry[]> {
    const found = await askKeyring(() => this.#parts.keyring.list(item));
    return found.map((one) => ({ ...one, purpose, isOneOfSeveral: found.length > 1 }));
  }

  async #isReadable(item: KeyringItem): Promise<boolean> {
    try {
      await this.#parts.keyring.get(item);
      return true;
    } catch (error) {
      if (error instanceof KeyringError && error.code === 'unreadable-item') return false;
      throw unwritableKeyring(error);
    }
  }

  async #items(): Promise<PurposeItems> {
    const { record, passphrase, keptSignIns, journal } = await keyringItemsOf(
      this.#parts.codexHome,
    );
    return { signIn: record, passphrase, keptSignIns, journal };
  }
}

const byPurpose = (items: PurposeItems): readonly (readonly [EntryPurpose, KeyringItem])[] =>
  Object.entries(items) as [EntryPurpose, KeyringItem][];
