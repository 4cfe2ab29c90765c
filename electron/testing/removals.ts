import type { CredentialStore, DeleteOutcome } from '../auth/credential-store.ts';
import { everythingIn } from '../auth/meant-credential.ts';
import type { CredentialLocation, RemoveOutcome } from '../store/locations/credential-location.ts';

/** Deletes whatever a store holds at this moment, as a person does who signs out. */
export async function deleteEverything(store: CredentialStore): Promise<DeleteOutcome> {
  return store.delete(await everythingIn(store));
}

/** Removes whatever a place holds at this moment. */
export async function removeContent(place: CredentialLocation): Promise<RemoveOutcome> {
  return place.remove([await place.load()]);
}

/** A delete that reached every place, with what was removed. */
export function deleted(...was: Extract<DeleteOutcome, { kind: 'deleted' }>['was']): DeleteOutcome {
  return { kind: 'deleted', was, unreached: [], mayRemain: false };
}
