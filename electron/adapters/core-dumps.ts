import { writeFileSync } from 'node:fs';

/**
 * Keeps memory, and tokens with it, out of core dumps of this process and its children, on Linux:
 * core(5), `coredump_filter`. Elsewhere use {@link forbidCoreDumps}. It never throws.
 */
export function emptyCoreDumps(): void {
  try {
    if (process.platform === 'linux') writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // In some containers /proc is missing or read-only.
  }
}

/** <sys/resource.h>; the same number on Linux and macOS. */
const RLIMIT_CORE = 4;

/**
 * Lowers the limit of core dumps to nothing, for good (setrlimit(2)); Windows has no such limit.
 * It loads a native library. Returns whether the limit is lowered.
 */
export async function forbidCoreDumps(): Promise<boolean> {
  if (process.platform === 'win32') return false;
  try {
    const { default: koffi } = await import('koffi');
    const limit = koffi.struct({ current: 'uint64', maximum: 'uint64' });
    const setrlimit = koffi.load(null).func('setrlimit', 'int', ['int', koffi.pointer(limit)]) as (
      resource: number,
      limit: { current: number; maximum: number },
    ) => number;
    return setrlimit(RLIMIT_CORE, { current: 0, maximum: 0 }) === 0;
  } catch {
    return false;
  }
}
