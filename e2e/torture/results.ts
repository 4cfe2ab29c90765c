import type { TestInfo } from '@playwright/test';

/** One row of docs/torture-results.md, which `npm run torture` writes. */
export interface TortureResult {
  readonly what: string;
  readonly rounds: number;
  /** Requests to the token endpoint in a round: the least and the most. */
  readonly requests: readonly [least: number, most: number] | null;
  /** Requests with a refresh token that had been used before. */
  readonly reuses: number | null;
  /** Processes of Gatehouse that ended signed out; of the CLI where none of Gatehouse ran. */
  readonly lost: number | null;
  /** Rounds after which the stored record could still refresh. */
  readonly usable: number | null;
  readonly note: string;
}

/** How results travel in the report of Playwright. */
const resultAnnotation = 'torture-result';

/** Records a result; before it is judged, so that a bad one is told as well. */
export function recordResult(testInfo: TestInfo, result: TortureResult): void {
  testInfo.annotations.push({ type: resultAnnotation, description: JSON.stringify(result) });
}

/** The least and the most of some counts. */
export function rangeOf(values: readonly number[]): readonly [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}
