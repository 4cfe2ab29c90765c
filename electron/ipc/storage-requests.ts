import type { StorageOwner } from '../storage/storage-owner.ts';
import type { PlaceKind } from '../store/locations/credential-location.ts';
import { anotherUnderWay, type RunningCommands } from './running-commands.ts';

export interface StorageRequestsParts {
  readonly storage: Pick<
    StorageOwner,
    'get' | 'inspect' | 'moveTo' | 'protect' | 'removeCopy' | 'removeEntry' | 'removeKeptCopies'
  >;
  readonly accountBusy: () => string | null;
  readonly running: RunningCommands;
}

/**
 * Storage commands as the window asks for them: accepted at once, or refused with `busy` while
 * another command is under way. Their results appear as state.
 */
export class StorageRequests {
  readonly #parts: StorageRequestsParts;

  constructor(parts: StorageRequestsParts) {
    this.#parts = parts;
  }

  inspect(): void {
    this.#accept('store-inspect', () => this.#parts.storage.inspect({ withKeyring: true }));
  }

  moveTo(to: 'file' | 'keyring'): void {
    this.#accept('store-move', () => this.#parts.storage.moveTo(to));
  }

  removeCopy(kind: PlaceKind): void {
    this.#accept('store-remove-copy', () => this.#parts.storage.removeCopy(kind));
  }

  removeEntry(id: string): void {
    this.#accept('store-remove-entry', () => this.#parts.storage.removeEntry(id));
  }

  removeKeptCopies(): void {
    this.#accept('store-remove-kept-copies', () => this.#parts.storage.removeKeptCopies());
  }

  protect(): void {
    this.#accept('store-protect', () => this.#parts.storage.protect());
  }

  #accept(command: string, work: () => Promise<unknown>): void {
    const { storage, accountBusy } = this.#parts;
    if (storage.get().busy !== null || accountBusy() !== null) throw anotherUnderWay();
    void this.#parts.running.run(command, work);
  }
}
