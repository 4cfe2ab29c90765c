import type { AuthRecord } from '../auth/auth-record.ts';
import type { CredentialStore, SaveOutcome } from '../auth/credential-store.ts';
import type { CredentialLocation, PutOutcome } from '../store/locations/credential-location.ts';

/** Puts a record in place of whatever a location holds at this moment. */
export async function putInto(place: CredentialLocation, record: AuthRecord): Promise<PutOutcome> {
  return place.put(record, await place.load());
}

/** Saves a new sign-in over whatever a store holds at this moment. */
export async function saveInto(store: CredentialStore, record: AuthRecord): Promise<SaveOutcome> {
  return store.save(record, await store.load());
}
