import { sha256Hex } from '../base/sha256.ts';
import { realpath } from '../files/look.ts';
import type { KeyringItem } from './keyring.ts';

/** 16 hexadecimal digits of a path's SHA-256 (codex-rs/login `compute_store_key`, CLI 0.169.0). */
export function folderDigest(canonicalPath: string): string {
  return sha256Hex(canonicalPath).slice(0, 16);
}

/** Items of the service "Gatehouse" are Gatehouse's alone. */
export interface KeyringItems {
  readonly record: KeyringItem;
  readonly passphrase: KeyringItem;
  /** Refreshed tokens on their way into `record`. */
  readonly journal: KeyringItem;
  /** Accounts of the items that were kept of `record`. */
  readonly keptCopies: KeyringItem;
  readonly keptSignIns: KeyringItem;
  /** Written and read back to try the keyring. */
  readonly probe: KeyringItem;
}

/** The key of the saved accounts, of the person and not of a Codex home. */
export const savedAccountsItem: KeyringItem = {
  service: 'Gatehouse',
  account: 'saved-accounts',
};

/** Accounts of the items that were kept of {@link savedAccountsItem}. */
export const keptAccountKeys: KeyringItem = {
  service: 'Gatehouse',
  account: 'kept-copies|saved-accounts',
};

/**
 * By the path with all links resolved, or as it is where nothing is there: making it changes them.
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
  return process.platform === 'win32' ? verbatimPath(resolved) : resolved;
}

/** The form in which Rust canonicalises paths on Windows (`std::fs::canonicalize`). */
export function verbatimPath(windowsPath: string): string {
  if (windowsPath.startsWith('\\\\?\\')) return windowsPath;
  return windowsPath.startsWith('\\\\')
    ? `\\\\?\\UNC\\${windowsPath.slice(2)}`
    : `\\\\?\\${windowsPath}`;
}
