import type { StoreMode } from '../auth/credential-store.ts';
import type { CodexConfig } from '../policy/codex-config.ts';

/** Which store the settings ask for, and why. */
export type StoreChoice =
  | {
      readonly kind: 'chosen';
      readonly mode: StoreMode;
      /** How "keyring" is done, also within "auto". */
      readonly keyring: 'item' | 'encryptedFile';
      /** The place that sets the mode; null for the default. */
      readonly source: string | null;
    }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * The store that Codex would use here: `file` unless something is set; the
 * encrypted file on Windows, or where its feature is switched on.
 *
 * Source: codex-rs/config `AuthKeyringBackendKind`; seen with Codex CLI 0.169.0 on Linux.
 */
export function chooseStore(
  settings: Pick<CodexConfig, 'storeMode' | 'encryptedStore'>,
  platform: string,
): StoreChoice {
  const { storeMode, encryptedStore } = settings;
  for (const setting of [storeMode, encryptedStore]) {
    if (setting.kind === 'unknown') {
      const { source, message } = setting;
      return {
        kind: 'unknown',
        message: `It is not known where the credential is kept: ${source} cannot be used (${message}).`,
      };
    }
  }
  const encrypted = encryptedStore.kind === 'set' ? encryptedStore.value : platform === 'win32';
  return {
    kind: 'chosen',
    mode: storeMode.kind === 'set' ? storeMode.value : 'file',
    keyring: encrypted ? 'encryptedFile' : 'item',
    source: storeMode.kind === 'set' ? storeMode.source : null,
  };
}
