/** The known name that a misspelt one probably means, without regard to case and dashes; else null. */
export function nearName(name: string, known: readonly string[]): string | null {
  const nearest = known
    // Much longer or shorter names are not worth the comparison.
    .filter((candidate) => Math.abs(candidate.length - name.length) <= toleranceOf(candidate))
    .map((candidate) => ({ candidate, distance: distanceOf(plain(name), plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= toleranceOf(candidate))
    .sort((left, right) => left.distance - right.distance)[0];
  return nearest?.candidate ?? null;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

// A short name must not be taken for another one of the Codex CLI.
function toleranceOf(name: string): number {
  return Math.min(3, Math.max(1, Math.floor(name.length / 5)));
}

/** Optimal string alignment: letters wrong, missing, too many or swapped. */
function distanceOf(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        row > 1 && column > 1 && isSwapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
