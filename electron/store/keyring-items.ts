import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';

import type { KeyringItem } from './keyring.ts';

/**
 * The part of a keyring account that stands for a folder of Codex: the first 16
 * hexadecimal digits of the SHA-256 of its canonical path.
 *
 * Source: codex-rs/login/src/auth/storage.rs `compute_store_key`; seen with
 * Codex CLI 0.169.0.
 */
export function folderDigest(canonicalPath: string): string {
  return createHash('sha256').update(canonicalPath).digest('hex').slice(0, 16);
}

/** The items of a folder of Codex. */
export interface KeyringItems {
  /** The record itself, of the direct variant. */
  readonly record: KeyringItem;
  /** The passphrase of the encrypted file. */
  readonly passphrase: KeyringItem;
  /** Refreshed tokens on their way into `record`; only Gatehouse has it. */
  readonly journal: KeyringItem;
  /** Accounts of the items that were kept of `record`; only Gatehouse has it. */
  readonly keptCopies: KeyringItem;
  /** The passphrase of the kept sign-ins; only Gatehouse has it. */
  readonly keptSignIns: KeyringItem;
  /** Written and read back to try the keyring; only Gatehouse has it. */
  readonly probe: KeyringItem;
}

/**
 * The items of a folder, by its path with all links resolved, or as it is given
 * where it does not exist yet. Asked anew each time, since making the folder can
 * change the answer.
 *
 * @param codexHome absolute.
 */
export async function keyringItemsOf(codexHome: string): Promise<KeyringItems> {
  const digest = folderDigest(await canonicalPath(codexHome));
  return {
    record: { service: 'Codex Auth', account: `cli|${digest}` },
    passphrase: { service: 'codex', account: `secrets|${digest}` },
    journal: { service: 'Gatehouse', account: `refresh-journal|${digest}` },
    keptCopies: { service: 'Gatehouse', account: `kept-copies|${digest}` },
    keptSignIns: { service: 'Gatehouse', account: `kept-sign-ins|${digest}` },
    probe: { service: 'Gatehouse', account: `probe|${digest}` },
  };
}

async function canonicalPath(folder: string): Promise<string> {
  const resolved = await realpath(folder).catch(() => folder);
  return process.platform === 'win32' ? verbatim(resolved) : resolved;
}

// The form in which Rust canonicalises paths on Windows.
function verbatim(windowsPath: string): string {
  if (windowsPath.startsWith('\\\\?\\')) return windowsPath;
  return windowsPath.startsWith('\\\\')
    ? `\\\\?\\UNC\\${windowsPath.slice(2)}`
    : `\\\\?\\${windowsPath}`;
}
