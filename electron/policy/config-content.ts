import { maxSettingsBytes } from '../../shared/policy.ts';

/** What a file of settings holds, or why that is not read. */
export type SettingsContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly message: string };

/**
 * Decodes settings, deployed or to be deployed: UTF-8 of at most `maxSettingsBytes`,
 * without one mark of the byte order. It never throws.
 */
export function settingsContent(bytes: Uint8Array): SettingsContent {
  if (bytes.length > maxSettingsBytes) {
    return { kind: 'unreadable', message: 'it is larger than 8 MiB' };
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', message: 'it is not UTF-8 text' };
  }
}
