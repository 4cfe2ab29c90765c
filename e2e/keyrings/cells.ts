import type { TestInfo } from '@playwright/test';

import {
  cellAnnotation,
  type CellResult,
  type Operation,
  type State,
} from '../../scripts/keyring-matrix.mjs';

/** Whether nothing stands in the way, so that a refusal is a fault. */
export function mustBeDone(state: State): boolean {
  return state === 'unlocked' || state === 'slow by 3 s';
}

/** Milliseconds that a command may take, with whatever the machine needs beside. */
export function limitMs(operation: Operation): number {
  return operation === 'status' ? 45_000 : 200_000;
}

/** Records a cell; before it is judged, so that a bad one is told as well. */
export function recordCell(testInfo: TestInfo, result: CellResult): void {
  testInfo.annotations.push({ type: cellAnnotation, description: JSON.stringify(result) });
}
