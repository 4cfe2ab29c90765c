import type { StorageOwner } from '../storage/storage-owner.ts';
import type { PlaceKind } from '../store/locations/credential-location.ts';
import { anotherUnderWay, type RunningCommands } from './running-commands.ts';

export interface StorageRequestsParts {
  readonly storage: Pick<
    StorageOwner,
    | 'get'
    | 'inspect'
    | 'moveTo'
    | 'protect'
    | 'storeInFile'
    | 'removeCopy'
    | 'removeEntry'
    | 'removeKeptCopies'
  >;
  readonly accountBusy: () => string | null;
  readonly running: RunningCommands;
}

/**
 * Storage commands as the window asks for them: accepted at once, or refused with `busy` while
 * another command is under way. Their results appear as state.
 */
export function storageRequests({ storage, accountBusy, running }: StorageRequestsParts) {
  const accept = (command: string, work: () => Promise<unknown>): void => {
    if (storage.get().busy !== null || accountBusy() !== null) throw anotherUnderWay();
    void running.run(command, work);
  };
  return {
    inspect: () => accept('store-inspect', () => storage.inspect({ withKeyring: true })),
    moveTo: (to: 'file' | 'keyring') => accept('store-move', () => storage.moveTo(to)),
    storeInFile: () => accept('store-in-file', () => storage.storeInFile()),
    removeCopy: (kind: PlaceKind) => accept('store-remove-copy', () => storage.removeCopy(kind)),
    removeEntry: (id: string) => accept('store-remove-entry', () => storage.removeEntry(id)),
    removeKeptCopies: () => accept('store-remove-kept-copies', () => storage.removeKeptCopies()),
    protect: () => accept('store-protect', () => storage.protect()),
  };
}

export type StorageRequests = ReturnType<typeof storageRequests>;
