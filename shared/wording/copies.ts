import type { StorageReport } from '../app-state.ts';
import { credentialCopiesTexts as texts } from '../texts/credential-copies.ts';
import { commaList } from './lists.ts';

/** How far copies were looked for. It denies any only once every place has answered. */
export function copiesText(report: StorageReport): string | null {
  const { keyring, copies, reason, source } = report;
  // A setting without a place is one that cannot be understood: then no place is called a copy.
  if (reason === 'setting' && source === null) return null;
  if (keyring !== 'asked') return texts[keyring]();
  return copies.length === 0 ? texts.none() : null;
}

/** Copies of what could not be read, and what to do with them. There is at least one. */
export function keptCopiesText(copies: readonly string[]): string {
  return texts.kept({ count: copies.length, files: commaList(copies) });
}
