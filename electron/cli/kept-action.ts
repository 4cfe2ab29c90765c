import { keptIdSchema } from '../../shared/kept-sign-ins.ts';
import { usageTexts } from '../../shared/texts/command-line/usage.ts';

export type KeptAction =
  { readonly kind: 'show' } | { readonly kind: 'use' | 'remove'; readonly id: string };

/** What follows `gatehouse kept`; a sentence where it cannot. */
export function keptActionOf(words: readonly string[]): { readonly action: KeptAction } | string {
  const [verb, id, ...more] = words;
  if (verb === undefined) return { action: { kind: 'show' } };
  const isId = id !== undefined && more.length === 0 && keptIdSchema.safeParse(id).success;
  return isId && (verb === 'use' || verb === 'remove')
    ? { action: { kind: verb, id } }
    : usageTexts.kept();
}
