import type { Policy } from '../shared/policy.ts';

/**
 * What tells a row from all others, in one report and between two: its policy, and of a key
 * that is none also its place, for each place that has it has a row of its own.
 */
export function rowId({ key, source, status }: Policy): string {
  return status === 'unknownKey' ? `${key} ${source}` : key;
}
