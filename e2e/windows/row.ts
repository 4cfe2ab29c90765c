import type { TestInfo } from '@playwright/test';

/** What a row of the table in docs/windows.md says besides the title and the outcome of a test. */
export interface RowDetails {
  /** How many of what, such as "60 kills". */
  readonly count?: string;
  /** What happened, as a clause. */
  readonly note?: string;
}

/** Records it for `scripts/windows-table.mjs`. */
export function tell({ annotations }: TestInfo, { count, note }: RowDetails): void {
  if (count !== undefined) annotations.push({ type: 'count', description: count });
  if (note !== undefined) annotations.push({ type: 'note', description: note });
}
