import { expect, it } from 'vitest';

import { halfWrittenWaitsMs, settledRead, vanishedWaitsMs } from './settled-read.ts';

/** Reads these one after the other, and the last one for ever. */
function reading(contents: readonly string[]) {
  const waited: number[] = [];
  let reads = 0;
  return {
    waited,
    reads: () => reads,
    result: () =>
      settledRead({
        read: () => Promise.resolve(contents[Math.min(reads++, contents.length - 1)] ?? ''),
        waitsMs: (found) => (found === 'half' ? [10, 20, 30] : found === 'gone' ? [10] : []),
        delay: (delayMs) => Promise.resolve(void waited.push(delayMs)),
      }),
  };
}

it.each([
  ['believes at once what is whole', ['whole'], 'whole', []],
  ['reads again what is half', ['half', 'half', 'whole'], 'whole', [10, 20]],
  ['believes in the end that it stays half', ['half'], 'half', [10, 20, 30]],
  ['has as much patience as the last look deserves', ['half', 'gone', 'whole'], 'gone', [10]],
])('%s', async (_, contents, result, waits) => {
  const { result: read, waited, reads } = reading(contents);
  expect(await read()).toBe(result);
  expect(waited).toEqual(waits);
  expect(reads()).toBe(waits.length + 1);
});

it('waits for no more than a second, and less for what is gone', () => {
  const sum = (waits: readonly number[]): number => waits.reduce((total, wait) => total + wait, 0);
  expect(sum(halfWrittenWaitsMs)).toBe(1000);
  expect(sum(vanishedWaitsMs)).toBe(250);
});
