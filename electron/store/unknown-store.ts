import {
  StoreError,
  type CredentialStore,
  type StoredCredential,
} from '../auth/credential-store.ts';
import { noJournal } from '../auth/refresh-journal.ts';

/**
 * Stands for the store while the setting that chooses it cannot be understood.
 * It says so, instead of showing or writing a place that may be the wrong one.
 */
export class UnknownStore implements CredentialStore {
  readonly mode = 'file';
  readonly location = 'unknown';
  readonly journal = noJournal;
  readonly #message: string;

  /** @param message which file cannot be understood, and why. */
  constructor(message: string) {
    this.#message = message;
  }

  load(): Promise<StoredCredential> {
    return Promise.resolve({
      kind: 'unreadable',
      reason: 'setting-unknown',
      message: this.#message,
    });
  }

  loadOthers(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  canSave(): Promise<never> {
    return this.save();
  }

  canDelete(): Promise<never> {
    return this.delete();
  }

  save(): Promise<never> {
    return Promise.reject(new StoreError('unwritable', this.#message));
  }

  delete(): Promise<never> {
    return Promise.reject(new StoreError('unwritable', this.#message));
  }

  keepAside(): Promise<null> {
    return Promise.resolve(null);
  }
}
