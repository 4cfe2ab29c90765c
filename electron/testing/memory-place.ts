import type { AuthRecord } from '../auth/auth-record.ts';
import { StoreError, type StoredCredential, type StoredSource } from '../auth/credential-store.ts';
import { noJournal } from '../auth/refresh-journal.ts';
import type { CredentialPlace, PlaceKind } from '../store/credential-place.ts';

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
  const change = (next: StoredCredential): Promise<boolean> => {
    if (refusal !== null) return Promise.reject(refusal);
    const was = place.content.kind !== 'absent';
    place.content = next;
    return Promise.resolve(was);
  };
  const place: MemoryPlace = {
    kind,
    location,
    content,
    journal: noJournal,
    refuseChanges(code) {
      refusal = new StoreError(code, `${code}, says ${location}.`);
    },
    load: () => Promise.resolve(place.content),
    put: async (record: AuthRecord) => {
      await change({ kind: 'present', record, source });
    },
    remove: () => change({ kind: 'absent' }),
    keepAside: () => Promise.resolve(`beside ${location}`),
  };
  return place;
}
