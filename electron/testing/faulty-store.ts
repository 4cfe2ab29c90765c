import { StoreError, type CredentialStore } from '../auth/credential-store.ts';

export interface FaultyStore extends CredentialStore {
  /** From now on nothing can be written, as on a full disk. */
  breakWrites(): void;
  /** From now on the journal cannot be written either. */
  breakJournal(): void;
  /** Writes work again. */
  mendWrites(): void;
}

/** A store around another one that can be made to refuse writing. */
export function faultyStore(inner: CredentialStore): FaultyStore {
  let broken = false;
  let journalBroken = false;
  const full = (): StoreError => new StoreError('unwritable', 'The disk is full.');
  const writing = <T>(write: () => Promise<T>): Promise<T> =>
    broken ? Promise.reject(full()) : write();
  return {
    get mode() {
      return inner.mode;
    },
    get location() {
      return inner.location;
    },
    journal: {
      read: () => inner.journal.read(),
      write: (text) => (journalBroken ? Promise.reject(full()) : inner.journal.write(text)),
      clear: () => inner.journal.clear(),
    },
    load: () => inner.load(),
    save: (record, expected) => writing(() => inner.save(record, expected)),
    exchange: (...args) => writing(() => inner.exchange(...args)),
    removeLeftOvers: (isLeftOver) => writing(() => inner.removeLeftOvers(isLeftOver)),
    update: (record, expected) => writing(() => inner.update(record, expected)),
    newSignInGoesTo: () => inner.newSignInGoesTo(),
    loadOthers: () => inner.loadOthers(),
    canUpdate: () => inner.canUpdate(),
    canDelete: () => inner.canDelete(),
    delete: (meant) => writing(() => inner.delete(meant)),
    keepCopy: () => writing(() => inner.keepCopy()),
    breakWrites() {
      broken = true;
    },
    breakJournal() {
      journalBroken = true;
    },
    mendWrites() {
      broken = false;
      journalBroken = false;
    },
  };
}
