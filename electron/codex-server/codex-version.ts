/** The oldest version whose answers were tested, by which nothing was written that should not be. */
export const testedCodexVersion = '0.171.0';

/** From what `codex --version` prints, such as "codex-cli 0.171.0"; null for anything else. */
export function parseCodexVersion(printed: string): string | null {
  return /^codex(?:-cli)? (\d+\.\d+\.\d+(?:-[\w.]+)?)\s*$/m.exec(printed)?.[1] ?? null;
}

/** Whether a version is one that may be asked: an early release is older than what it leads to. */
export function isTestedCodexVersion(version: string): boolean {
  const [own, tested] = [partsOf(version), partsOf(testedCodexVersion)];
  for (const [at, part] of own.numbers.entries()) {
    const other = tested.numbers[at] ?? 0;
    if (part !== other) return part > other;
  }
  return !own.isEarly;
}

function partsOf(version: string): {
  readonly numbers: readonly number[];
  readonly isEarly: boolean;
} {
  const [release = '', early] = version.split('-', 2);
  return { numbers: release.split('.').map(Number), isEarly: early !== undefined };
}
