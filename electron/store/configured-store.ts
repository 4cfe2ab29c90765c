import type { AuthRecord } from '../auth/auth-record.ts';
import type {
  CredentialStore,
  DeleteOutcome,
  SaveOutcome,
  StoredCredential,
  StoreMode,
  Meant,
} from '../auth/credential-store.ts';
import type { RefreshJournal } from '../auth/refresh-journal.ts';
import type { StoreChoice } from './store-choice.ts';
import { UnknownStore } from './unknown-store.ts';

/** One instance of every store, so that what is in memory stays when the setting changes. */
export interface Stores {
  readonly file: CredentialStore;
  readonly item: CredentialStore;
  readonly encryptedFile: CredentialStore;
  readonly autoWithItem: CredentialStore;
  readonly autoWithEncryptedFile: CredentialStore;
  readonly ephemeral: CredentialStore;
}

/** The store that the settings choose at this moment. */
export class ConfiguredStore implements CredentialStore {
  readonly #choose: () => StoreChoice;
  readonly #stores: Stores;

  constructor(choose: () => StoreChoice, stores: Stores) {
    this.#choose = choose;
    this.#stores = stores;
  }

  get mode(): StoreMode {
    return this.#current().mode;
  }

  get location(): string {
    return this.#current().location;
  }

  get journal(): RefreshJournal {
    return this.#current().journal;
  }

  load(): Promise<StoredCredential> {
    return this.#current().load();
  }

  save(record: AuthRecord, expected?: AuthRecord): Promise<SaveOutcome> {
    return this.#current().save(record, expected);
  }

  loadOthers(): Promise<readonly StoredCredential[]> {
    return this.#current().loadOthers();
  }

  canSave(): Promise<void> {
    return this.#current().canSave();
  }

  canDelete(): Promise<void> {
    return this.#current().canDelete();
  }

  delete(meant: Meant): Promise<DeleteOutcome> {
    return this.#current().delete(meant);
  }

  keepAside(): Promise<string | null> {
    return this.#current().keepAside();
  }

  #current(): CredentialStore {
    const choice = this.#choose();
    return choice.kind === 'unknown'
      ? new UnknownStore(choice.message)
      : pick(this.#stores, choice);
  }
}

function pick(
  stores: Stores,
  { mode, keyring }: Extract<StoreChoice, { kind: 'chosen' }>,
): CredentialStore {
  switch (mode) {
    case 'file':
      return stores.file;
    case 'keyring':
      return stores[keyring];
    case 'auto':
      return keyring === 'item' ? stores.autoWithItem : stores.autoWithEncryptedFile;
    case 'ephemeral':
      return stores.ephemeral;
  }
}
