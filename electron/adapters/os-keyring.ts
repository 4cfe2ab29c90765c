import { access } from 'node:fs/promises';
import path from 'node:path';

import type { AsyncEntry } from '@napi-rs/keyring';

import { KeyringError, type Keyring, type KeyringItem } from '../store/keyring.ts';

/**
 * The keyring of this machine by `@napi-rs/keyring`, whose items are those of
 * the Rust crate that the Codex CLI uses.
 *
 * On Linux the Secret Service is asked for by name: left to itself the library
 * falls back to the kernel's keyring, where the Codex CLI finds nothing and
 * which is empty after a restart.
 */
export const osKeyring: Keyring = {
  get: (item) => ask(item, (entry) => entry.getPassword()),
  set: (item, value) => ask(item, (entry) => entry.setPassword(value)),
  delete: (item) => ask(item, (entry) => entry.deleteCredential()),
  async list(item) {
    const value = await osKeyring.get(item);
    return value === null
      ? []
      : [{ id: item.account, label: item.service, createdAt: null, modifiedAt: null }];
  },
  removeOne: (item) => osKeyring.delete(item),
  state: () => Promise.resolve({ mayHideItems: false, keepsDeleted: false, mark: '' }),
  isSurelyAbsent: () => hasNoSessionBus(process.env, process.platform),
};

/**
 * Whether there is no session bus on Linux, and so no Secret Service: its address is not set,
 * and nothing is where the library looks then.
 */
export async function hasNoSessionBus(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Promise<boolean> {
  if (platform !== 'linux') return false;
  const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const socket =
    address === ''
      ? path.join(env['XDG_RUNTIME_DIR'] || `/run/user/${process.getuid?.() ?? 0}`, 'bus')
      : (/^unix:path=([^,;]+)/.exec(address)?.[1] ?? null);
  if (socket === null) return false;
  return access(socket).then(
    () => false,
    () => true,
  );
}

async function ask<T>(
  { service, account }: KeyringItem,
  question: (entry: AsyncEntry) => Promise<T>,
): Promise<T> {
  let entry;
  try {
    // Only here, so that a missing binary costs nobody but those who need the keyring.
    const { AsyncEntry } = await import('@napi-rs/keyring');
    entry = new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  } catch (error) {
    throw new KeyringError('no-service', reasonOf(error));
  }
  try {
    return await question(entry);
  } catch (error) {
    throw classify(reasonOf(error));
  }
}

const lockedWords = /locked|dismissed|user interaction|auth.*failed|canceled|cancelled/i;
const absentWords =
  /no result found|serviceunknown|failed to connect|namehasnoowner|noserver|disconnected/i;

// The library has no codes of its own: these are the words of its platforms.
function classify(reason: string): KeyringError {
  if (/longer than platform limit/i.test(reason)) return new KeyringError('too-large', reason);
  if (lockedWords.test(reason)) return new KeyringError('locked', reason);
  if (absentWords.test(reason)) return new KeyringError('no-service', reason);
  return new KeyringError('failed', reason);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
