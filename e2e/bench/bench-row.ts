/** One line of the table of `npm run bench`. */
export interface BenchRow {
  readonly what: string;
  readonly unit: 'calls/s' | 'ms' | 'ms of CPU' | 'KiB' | 'times';
  readonly median: number;
  /** What it is held against, in the same run and unit. */
  readonly peer: { readonly what: string; readonly median: number } | null;
  /** Of the ratios of pairs, the middle half; left out where no pairs were measured. */
  readonly spread?: readonly [number, number];
  /** Requests to the token endpoint in a round: one number, or the least and the most. */
  readonly requests: readonly number[] | null;
  /** What one call allocates; null where that was not measured. */
  readonly bytesPerCall: number | null;
}

/** The middle of some numbers, of which there must be one at least. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('no values');
  return middle;
}
