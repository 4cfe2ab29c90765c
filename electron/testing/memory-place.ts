import type { AuthRecord } from '../auth/auth-record.ts';
import { StoreError, type StoredCredential, type StoredSource } from '../auth/credential-store.ts';
import { isMeant, sameContent } from '../auth/meant-credential.ts';
import { noJournal } from '../auth/refresh-journal.ts';
import type { CredentialPlace, PlaceKind } from '../store/locations/credential-location.ts';

export interface MemoryPlace extends CredentialPlace {
  /** What it holds at the moment; what a test puts here, another program has left. */
  content: StoredCredential;
  /** From now on nothing can be put in or removed; reading goes on. */
  refuseChanges(code: StoreError['code']): void;
}

/** A place in memory that can be made to refuse. */
export function memoryPlace(
  kind: PlaceKind,
  content: StoredCredential = { kind: 'absent' },
): MemoryPlace {
  const source: StoredSource = kind === 'file' ? 'file' : 'keyring';
  const location = `the ${kind}`;
  let refusal: StoreError | null = null;
  const allowed = (): Promise<void> =>
    refusal === null ? Promise.resolve() : Promise.reject(refusal);
  const place: MemoryPlace = {
    kind,
    location,
    content,
    journal: noJournal,
    refuseChanges(code) {
      refusal = new StoreError(code, `${code}, says ${location}.`);
    },
    load: () => Promise.resolve(place.content),
    canPut: allowed,
    canRemove: allowed,
    prepare: allowed,
    tryPut: allowed,
    stillHolds: (seen) => Promise.resolve(sameContent(place.content, seen)),
    put: async (record: AuthRecord, seen, lease) => {
      await allowed();
      const found = place.content;
      if (!sameContent(found, seen) || lease?.isOver()) return { kind: 'changed', found };
      place.content = { kind: 'present', record, source };
      return { kind: 'put' };
    },
    remove: async (meant) => {
      await allowed();
      const was = place.content;
      if (was.kind === 'absent') return { kind: 'absent' };
      if (!isMeant(meant, was)) return { kind: 'changed', found: was };
      place.content = { kind: 'absent' };
      return { kind: 'removed', was };
    },
    keepCopy: () => Promise.resolve(`beside ${location}`),
    keptCopies: () => Promise.resolve([]),
    removeKeptCopy: () => Promise.resolve(),
  };
  return place;
}
