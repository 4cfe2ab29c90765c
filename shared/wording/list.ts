import { listTexts } from '../texts/lists.ts';

/** "a, b, c"; nothing for none. */
export function listed(parts: readonly string[]): string {
  return parts.length === 0 ? '' : parts.reduce((before, next) => listTexts.comma({ before, next }));
}
