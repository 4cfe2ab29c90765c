import {
  StoreError,
  type CredentialStore,
  type StoreMode,
  type StoredCredential,
} from '../auth/credential-store.ts';

/**
 * Stands for a store that the settings ask for and Gatehouse cannot use yet. It
 * says so instead of showing, or writing, another place's credential.
 */
export class UnsupportedStore implements CredentialStore {
  readonly mode: StoreMode;
  readonly location: string;
  readonly #message: string;

  /** @param source the file that sets `cli_auth_credentials_store`. */
  constructor(mode: StoreMode, source: string) {
    this.mode = mode;
    this.location = `the ${mode} store`;
    this.#message = `${source} sets cli_auth_credentials_store = "${mode}", which Gatehouse cannot use yet. Set it to "file", or keep using the Codex CLI for this folder.`;
  }

  load(): Promise<StoredCredential> {
    return Promise.resolve({ kind: 'unreadable', message: this.#message });
  }

  save(): Promise<never> {
    return Promise.reject(new StoreError('unwritable', this.#message));
  }

  delete(): Promise<never> {
    return Promise.reject(new StoreError('unwritable', this.#message));
  }

  keepAside(): Promise<never> {
    return Promise.reject(new StoreError('unwritable', this.#message));
  }
}
