import { KeyringNote } from '../store/keyring-note.ts';
import type { CommitGuard } from '../store/account-locks.ts';
import { EncryptedFile } from '../store/locations/encrypted-file.ts';
import { KeyringItemLocation } from '../store/locations/keyring-item.ts';
import { Memory } from '../store/locations/memory.ts';
import { PlainFile } from '../store/locations/plain-file.ts';
import { PlannedStore, type PlannedStoreParts } from '../store/planned-store.ts';
import type { StoreChoice } from '../store/store-plan.ts';
import { capturedLog, type CapturedLog } from './captured-log.ts';
import { testNow } from './credentials.ts';
import { memoryKeyring, type MemoryKeyring } from './memory-keyring.ts';

type Mode = Extract<StoreChoice, { kind: 'chosen' }>['mode'];

/** Every variant of the store that outlives a program. */
export const storeVariantsInTest = [
  ['file', 'item'],
  ['keyring', 'item'],
  ['keyring', 'encryptedFile'],
  ['auto', 'item'],
  ['auto', 'encryptedFile'],
] as const;

export function chosen(mode: Mode, keyring: 'item' | 'encryptedFile' = 'item'): StoreChoice {
  return { kind: 'chosen', mode, keyring, source: null };
}

export interface StoreInTest {
  readonly store: PlannedStore;
  readonly keyring: MemoryKeyring;
  readonly file: PlainFile;
  readonly item: KeyringItemLocation;
  readonly encryptedFile: EncryptedFile;
  readonly log: CapturedLog;
}

/** The store of a setting, over a real folder and a keyring in memory, without locks. */
export function storeInTest(
  folder: string,
  choice: StoreChoice = chosen('file'),
  parts: Partial<PlannedStoreParts> & { readonly keyring?: MemoryKeyring } = {},
): StoreInTest {
  const now = (): number => testNow;
  const { keyring = memoryKeyring(), ...others } = parts;
  const log = capturedLog();
  const file = new PlainFile(folder, now);
  const item = new KeyringItemLocation(keyring, folder, now);
  const encryptedFile = new EncryptedFile(keyring, folder, now);
  const unlocked: CommitGuard = (work) => work({ isOver: () => false });
  const store = new PlannedStore({
    choose: () => choice,
    locations: { file, keyringItem: item, encryptedFile, memory: new Memory() },
    keyringNote: new KeyringNote(folder),
    commit: unlocked,
    delay: () => Promise.resolve(),
    log,
    ...others,
  });
  return { store, keyring, file, item, encryptedFile, log };
}
