import { listTexts } from '../texts/lists.ts';

/** "a", "a and b", "a, b and c"; nothing for none. Without `Intl`, which takes long to load. */
export function joinedByAnd(parts: readonly string[]): string {
  return joined(parts, listTexts.and);
}

/** "a", "a or b", "a, b or c"; nothing for none. */
export function joinedByOr(parts: readonly string[]): string {
  return joined(parts, listTexts.or);
}

function joined(parts: readonly string[], withLast: typeof listTexts.and): string {
  const [last, ...others] = parts.toReversed();
  if (last === undefined) return '';
  if (others.length === 0) return last;
  const before = others
    .toReversed()
    .reduce((list, next) => listTexts.comma({ before: list, next }));
  return withLast({ before, last });
}
