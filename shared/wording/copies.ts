import type { StorageReport } from '../app-state.ts';

/** How far copies were looked for. It denies any only once every place has answered. */
export function copiesText(report: StorageReport): string | null {
  const { keyring, copies, reason, source } = report;
  // A setting without a place is one that cannot be understood: then no place is called a copy.
  if (reason === 'setting' && source === null) return null;
  switch (keyring) {
    case 'notAsked':
      return 'Not looked for in the keyring yet.';
    case 'unanswered':
      return 'The keyring is locked or not there, so that it is not known what it holds.';
    case 'asked':
      return copies.length === 0 ? 'None were found.' : null;
  }
}

/** Copies of what could not be read, and what to do with them. There is at least one. */
export function keptCopiesText(copies: readonly string[]): string {
  const what =
    copies.length === 1
      ? 'A copy of an earlier sign-in is still kept'
      : `${copies.length} copies of earlier sign-ins are still kept`;
  return `${what}: ${copies.join(', ')}. To remove ${copies.length === 1 ? 'it' : 'them'}, run: gatehouse store remove-copies`;
}
