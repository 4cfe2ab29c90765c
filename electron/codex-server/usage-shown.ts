import type { ShownUsage, Usage } from '../../shared/usage.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * What counts of a reading at a time: not what has been reset since, and nothing that is older than
 * a day. @param now milliseconds since the epoch
 */
export function usageShown({ reading, problem }: Usage, now: number): ShownUsage {
  // A reading of the future is of another clock.
  const isOld = reading !== null && (now - reading.readAt >= dayMs || reading.readAt > now);
  if (reading === null || isOld) return { reading: null, problem };
  const windows = reading.windows.map((window) => ({
    ...window,
    isPast: window.resetsAt !== null && window.resetsAt <= now,
  }));
  return { reading: { ...reading, windows }, problem };
}

/** When {@link usageShown} has another answer by itself; null for never. */
export function usageChangesAt({ reading }: Usage, now: number): number | null {
  if (reading === null) return null;
  const resets = reading.windows.map(({ resetsAt }) => resetsAt ?? Infinity);
  const next = Math.min(...[...resets, reading.readAt + dayMs].filter((at) => at > now));
  return Number.isFinite(next) ? next : null;
}
