import { listTexts as texts } from '../texts/lists.ts';

// Not by Intl.ListFormat: to load it takes longer than the rest of `gatehouse status`.

/** "a, b, c" */
export function commaList(items: readonly string[]): string {
  return joined(items, texts.comma);
}

/** "a; b; c" */
export function semicolonList(items: readonly string[]): string {
  return joined(items, texts.semicolon);
}

function joined(
  items: readonly string[],
  join: (parts: { before: string; next: string }) => string,
): string {
  const [first = '', ...others] = items;
  return others.reduce((before, next) => join({ before, next }), first);
}

/** "a, b and c" */
export function andList(items: readonly string[]): string {
  return withLast(items, texts.and);
}

/** "a, b or c" */
export function orList(items: readonly string[]): string {
  return withLast(items, texts.or);
}

function withLast(
  items: readonly string[],
  join: (parts: { before: string; last: string }) => string,
): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : join({ before: commaList(items.slice(0, -1)), last });
}
