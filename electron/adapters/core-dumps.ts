import { writeFileSync } from 'node:fs';

/**
 * Keeps what is in memory, tokens among it, out of core dumps of this process and of those it
 * starts. On Linux the kernel is told to leave every kind of memory out (core(5),
 * `coredump_filter`), which costs nothing at a start. Elsewhere, and where that is not possible,
 * `forbidCoreDumps` does the same. It never throws.
 */
export function emptyCoreDumps(): void {
  try {
    if (process.platform === 'linux') writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A /proc that is read-only or not there, as in some containers.
  }
}

/** <sys/resource.h>; the same number on Linux and macOS. */
const RLIMIT_CORE = 4;

/**
 * Lowers the limit of core dumps to nothing, for good (setrlimit(2)): none is written at all.
 * It loads the library that speaks to the system. Windows has no such limit.
 *
 * @returns whether it is lowered.
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
