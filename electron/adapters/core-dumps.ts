import { writeFileSync } from 'node:fs';

/**
 * Keeps memory, and so tokens, out of core dumps on Linux: core(5), `coredump_filter`. False where
 * that fails: elsewhere, and in some containers, where /proc is missing or read-only.
 */
export function emptyCoreDumps(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
    return true;
  } catch {
    return false;
  }
}

/** <sys/resource.h>; the same number on Linux and macOS. */
const RLIMIT_CORE = 4;

/** Forbids core dumps for good (setrlimit(2)); false where that fails, as on Windows. */
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
