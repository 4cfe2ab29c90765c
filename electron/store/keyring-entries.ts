import type { KeyringProblemCode } from '../../shared/keyring-problem.ts';
import { StoreError } from '../auth/credential-store.ts';
import type { CommitGuard } from './commit-locks.ts';
import { KeyringError, type FoundItem, type Keyring, type KeyringItem } from './keyring.ts';
import { unreadableKeyring, unwritableKeyring } from './keyring-failure.ts';
import { keyringItemsOf } from './keyring-items.ts';

/** What an entry of the keyring is for. */
export type EntryPurpose = 'signIn' | 'passphrase' | 'keptSignIns' | 'journal';

/** An entry of the keyring that belongs to this folder of Codex. */
export interface KeyringEntry extends FoundItem {
  readonly purpose: EntryPurpose;
  /** Whether others match as well, so that none of them is used. */
  readonly isOneOfSeveral: boolean;
}

type PurposeItems = Readonly<Record<EntryPurpose, KeyringItem>>;

export type ProbeOutcome =
  | { readonly kind: 'works' }
  | { readonly kind: 'fails'; readonly code: KeyringProblemCode; readonly message: string };

export interface KeyringEntriesParts {
  /** It reads back what it writes. */
  readonly keyring: Keyring;
  /** Absolute. */
  readonly codexHome: string;
  readonly commit: CommitGuard;
  readonly randomId: () => string;
}

/** What a person can see and do of the keyring's entries themselves, whatever is in them. */
export class KeyringEntries {
  readonly #parts: KeyringEntriesParts;

  constructor(parts: KeyringEntriesParts) {
    this.#parts = parts;
  }

  /** All entries of this folder. @throws {StoreError} */
  async list(): Promise<readonly KeyringEntry[]> {
    const entries: KeyringEntry[] = [];
    for (const [purpose, item] of byPurpose(await this.#items())) {
      entries.push(...(await this.#listOf(purpose, item)));
    }
    return entries;
  }

  /**
   * Those of which several match, of one purpose. It shows no prompt where that is the case.
   *
   * @throws {StoreError}
   */
  async several(purpose: EntryPurpose): Promise<readonly KeyringEntry[]> {
    const found = await this.#listOf(purpose, (await this.#items())[purpose]);
    return found.filter(({ isOneOfSeveral }) => isOneOfSeveral);
  }

  /**
   * Removes one of several entries that match, or one that cannot be read.
   *
   * @param id of {@link list}, or an end of it that is only its own.
   * @throws {StoreError} where there is no such entry, or it is the only one and can be read.
   */
  remove(id: string): Promise<void> {
    const { commit, keyring } = this.#parts;
    return commit(
      async () => {
        const [entry, ...others] = await this.#named(id);
        if (entry === undefined || others.length > 0) {
          throw new StoreError(
            'unwritable',
            'The keyring has no such entry: gatehouse store entries',
          );
        }
        const item = (await this.#items())[entry.purpose];
        if (!entry.isOneOfSeveral && (await this.#isReadable(item))) {
          throw new StoreError(
            'unwritable',
            'It is the only entry of its kind and can be read, so it stays. To sign out: gatehouse logout',
          );
        }
        await this.#ask(() => keyring.removeOne(item, entry.id));
      },
      { makeFolder: false },
    );
  }

  /** Writes an entry for trial, reads it back, and removes it where nothing of it is kept. */
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

  /** Whether the service keeps what is deleted, as KeePassXC does. It never prompts or throws. */
  async keepsDeleted(): Promise<boolean> {
    return (await this.#parts.keyring.state()).keepsDeleted;
  }

  /** Where it is a whole id, no more is asked for than until it is found: others may be locked. */
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
    const found = await this.#ask(() => this.#parts.keyring.list(item));
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

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw unwritableKeyring(error);
    }
  }
}

const byPurpose = (items: PurposeItems): readonly (readonly [EntryPurpose, KeyringItem])[] =>
  Object.entries(items) as [EntryPurpose, KeyringItem][];
