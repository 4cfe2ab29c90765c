import { accountLabelSchema } from '../../shared/saved-accounts.ts';
import { usageTexts } from '../../shared/texts/command-line/usage.ts';
import { savedAccountStateTexts } from '../../shared/texts/saved-account-states.ts';

export type AccountsAction =
  | { readonly kind: 'show' | 'newKey' }
  | { readonly kind: 'plainFiles'; readonly isPlain: boolean }
  | { readonly kind: 'remove' | 'signOut'; readonly account: string }
  /** `label`: null for none. */
  | { readonly kind: 'rename'; readonly account: string; readonly label: string | null };

/** What follows `gatehouse accounts`; a sentence where it cannot. */
export function accountsActionOf(
  words: readonly string[],
): { readonly action: AccountsAction } | string {
  const [verb, account, label] = words;
  if (verb === undefined) return { action: { kind: 'show' } };
  const form = `${verb} ${words.length - 1}`;
  if (form === 'new-key 0') return { action: { kind: 'newKey' } };
  if (account === undefined) return usageTexts.accounts();
  if (form === 'remove 1') return { action: { kind: 'remove', account } };
  if (form === 'sign-out 1') return { action: { kind: 'signOut', account } };
  if (form === 'plain-files 1' && (account === 'on' || account === 'off')) {
    return { action: { kind: 'plainFiles', isPlain: account === 'on' } };
  }
  if (form !== 'rename 2' || label === undefined) return usageTexts.accounts();
  const { data: name } = accountLabelSchema.safeParse(label === '' ? null : label);
  return name === undefined
    ? savedAccountStateTexts.badLabel()
    : { action: { kind: 'rename', account, label: name } };
}
