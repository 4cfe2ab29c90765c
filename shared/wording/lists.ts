import { listTexts } from '../texts/lists.ts';

// Without `Intl.ListFormat`, which takes longer to load than `gatehouse status` does.

/** "a, b, c"; nothing for none. */
export function listed(parts: readonly string[]): string {
  const [first = '', ...others] = parts;
  return others.reduce((before, next) => listTexts.comma({ before, next }), first);
}

/** "a", "a and b", "a, b and c"; nothing for none. */
export function joinedByAnd(parts: readonly string[]): string {
  return joined(parts, listTexts.and);
}

/** "a", "a or b", "a, b or c"; nothing for none. */
export function joinedByOr(parts: readonly string[]): string {
  return joined(parts, listTexts.or);
}

function joined(parts: readonly string[], withLast: typeof listTexts.and): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : withLast({ before: listed(parts.slice(0, -1)), last });
}
