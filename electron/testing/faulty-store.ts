import { StoreError, type CredentialStore } from '../auth/credential-store.ts';

export interface FaultyStore extends CredentialStore {
  /** From now on nothing can be written, as on a full disk. */
  breakWrites(): void;
  /** Writes work again. */
  mendWrites(): void;
}

/** A store around another one that can be made to refuse writing. */
export function faultyStore(inner: CredentialStore): FaultyStore {
  let broken = false;
  const writing = <T>(write: () => Promise<T>): Promise<T> =>
    broken ? Promise.reject(new StoreError('unwritable', 'The disk is full.')) : write();
  return {
    mode: inner.mode,
    location: inner.location,
    load: () => inner.load(),
    save: (record, expected) => writing(() => inner.save(record, expected)),
    delete: () => writing(() => inner.delete()),
    keepAside: () => writing(() => inner.keepAside()),
    breakWrites() {
      broken = true;
    },
    mendWrites() {
      broken = false;
    },
  };
}
