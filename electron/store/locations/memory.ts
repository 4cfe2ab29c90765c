import { storeTexts } from '../../../shared/texts/stores.ts';
import type { AuthRecord } from '../../auth/auth-record.ts';
import { StoreError, type Meant, type StoredCredential } from '../../auth/credential-store.ts';
import { isMeant, sameContent } from '../../auth/meant-credential.ts';
import { noJournal } from '../../auth/refresh-journal.ts';
import type { CredentialLocation, PutOutcome, RemoveOutcome } from './credential-location.ts';

export class Memory implements CredentialLocation {
  readonly kind = 'memory';
  readonly location: string = storeTexts.places.memory();
  readonly journal = noJournal;
  #content: StoredCredential = { kind: 'absent' };

  load(): Promise<StoredCredential> {
    return Promise.resolve(this.#content);
  }

  prepare(): Promise<void> {
    return this.canPut();
  }

  tryPut(): Promise<void> {
    return this.canPut();
  }

  stillHolds(seen: StoredCredential): Promise<boolean> {
    return Promise.resolve(sameContent(this.#content, seen));
  }

  put(record: AuthRecord, seen: StoredCredential): Promise<PutOutcome> {
    const found = this.#content;
    if (!sameContent(found, seen)) return Promise.resolve({ kind: 'changed', found });
    this.#content = { kind: 'present', record, source: 'ephemeral' };
    return Promise.resolve({ kind: 'put' });
  }

  canPut(): Promise<void> {
    return Promise.resolve();
  }

  canRemove(): Promise<void> {
    return Promise.resolve();
  }

  remove(meant: Meant): Promise<RemoveOutcome> {
    const was = this.#content;
    if (was.kind === 'absent') return Promise.resolve(was);
    if (!isMeant(meant, was)) return Promise.resolve({ kind: 'changed', found: was });
    this.#content = { kind: 'absent' };
    return Promise.resolve({ kind: 'removed', was });
  }

  keepCopy(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** The memory of another program, which the command line can neither read nor write. */
export class ForeignMemory extends Memory {
  override readonly location = storeTexts.places.foreignMemory();

  override load(): Promise<StoredCredential> {
    return Promise.resolve({
      kind: 'unreadable',
      reason: 'other-program',
      message: storeTexts.memory.notSeen(),
    });
  }

  override put(): Promise<never> {
    return this.canPut();
  }

  override canPut(): Promise<never> {
    return Promise.reject(new StoreError('unwritable', storeTexts.memory.nowhere()));
  }

  override canRemove(): Promise<never> {
    return this.canPut();
  }

  override remove(): Promise<never> {
    return this.canPut();
  }
}
