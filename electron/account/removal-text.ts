import type { AnnouncedRemoval } from '../../shared/app-state.ts';

/**
 * Why a sign-in is removed, for somebody who helps: the sentence, the rule and where
 * it is set. No token and no address.
 *
 * @param app name and version of this program.
 */
export function removalText(removal: AnnouncedRemoval, app: string): string {
  const { message, rule, source, line, column, at } = removal;
  return [
    `${app} is about to sign out on this device.`,
    `Reason: ${message}`,
    `Rule: ${rule}`,
    `Set in: ${source}${positionText(line, column)}`,
    `Removed at: ${new Date(at).toISOString()}, unless the rule changes before`,
    '',
  ].join('\n');
}

/** A position as it is added to the name of a file; empty where it is not known. */
export function positionText(line: number | null, column: number | null): string {
  if (line === null) return '';
  return column === null ? `, line ${line}` : `, line ${line}, column ${column}`;
}
