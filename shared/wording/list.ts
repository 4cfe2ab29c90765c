import { listTexts } from '../texts/lists.ts';

/** "a, b, c"; nothing for none. @param together how two parts stand together. */
export function listed(
  parts: readonly string[],
  together: (values: { before: string; next: string }) => string = listTexts.comma,
): string {
  return parts.length === 0 ? '' : parts.reduce((before, next) => together({ before, next }));
}
