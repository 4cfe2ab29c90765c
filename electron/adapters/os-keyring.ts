import type { AsyncEntry } from '@napi-rs/keyring';

import {
  KeyringError,
  type Keyring,
  type KeyringAsking,
  type KeyringItem,
} from '../store/keyring.ts';
import { keyringErrorCode } from './keyring-texts.ts';
import { neutralReason } from './neutral-reason.ts';
import { secretService } from './secret-service.ts';

/** The stores of macOS and Windows, with the items of the crate that the Codex CLI uses. */
const libraryKeyring: Keyring = {
  get: (item, asking) => ask(item, asking, (entry, signal) => entry.getPassword(signal)),
  set: (item, value, asking) =>
    ask(item, asking, (entry, signal) => entry.setPassword(value, signal)),
  delete: (item, asking) => ask(item, asking, (entry, signal) => entry.deleteCredential(signal)),
  // Neither platform has two items of one name.
  async list(item, asking) {
    const value = await libraryKeyring.get(item, asking);
    if (value === null) return [];
    return [{ id: item.account, label: item.service, createdAt: null, modifiedAt: null }];
  },
  removeOne: (item, _, asking) => libraryKeyring.delete(item, asking),
  isSurelyAbsent: () => Promise.resolve(false),
  // A locked item is found all the same, and the prompt is the system's own.
  state: () => Promise.resolve({ mayHideItems: false, keepsDeleted: false, mark: '' }),
};

/** On Linux the Secret Service alone: the Codex CLI does not use the kernel's own keyring. */
export const osKeyring: Keyring =
  process.platform === 'linux' ? secretService(process.env) : libraryKeyring;

async function ask<T>(
  { service, account }: KeyringItem,
  { signal }: KeyringAsking = {},
  question: (entry: AsyncEntry, signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  let entry;
  try {
    // Loaded late, so that a missing binary only matters to those who need the keyring.
    const { AsyncEntry } = await import('@napi-rs/keyring');
    entry = new AsyncEntry(service, account);
  } catch (error) {
    throw new KeyringError('no-service', neutralReason(textOf(error)));
  }
  try {
    return await question(entry, signal);
  } catch (error) {
    if (signal?.aborted) throw new KeyringError('timed-out', '');
    throw new KeyringError(keyringErrorCode(textOf(error)), neutralReason(textOf(error)));
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
