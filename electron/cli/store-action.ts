import { usageTexts } from '../../shared/texts/command-line/usage.ts';

export type StoreAction =
  | { readonly kind: 'show' | 'protect' | 'removeCopies' | 'entries' }
  | { readonly kind: 'removeEntry'; readonly id: string }
  | { readonly kind: 'move'; readonly to: 'file' | 'keyring' };

const storeActions: ReadonlyMap<string, StoreAction> = new Map<string, StoreAction>([
  ['', { kind: 'show' }],
  ['entries', { kind: 'entries' }],
  ['protect', { kind: 'protect' }],
  ['remove-copies', { kind: 'removeCopies' }],
  ['move keyring', { kind: 'move', to: 'keyring' }],
  ['move file', { kind: 'move', to: 'file' }],
]);

/** What follows `gatehouse store`; a sentence where it cannot. */
export function storeActionOf(words: readonly string[]): { readonly action: StoreAction } | string {
  const [verb, id, ...more] = words;
  if (verb === 'remove-entry' && id !== undefined && more.length === 0) {
    return { action: { kind: 'removeEntry', id } };
  }
  const action = storeActions.get(words.join(' '));
  return action ? { action } : usageTexts.store();
}
