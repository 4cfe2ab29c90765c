import { accountLabelSchema } from '../../shared/saved-accounts.ts';
import { savedAccountStateTexts } from '../../shared/texts/saved-account-states.ts';

export type AccountsAction =
  | { readonly kind: 'show' | 'newKey' }
  | { readonly kind: 'plainFiles'; readonly isPlain: boolean }
  | { readonly kind: 'remove' | 'signOut'; readonly account: string }
  /** `label`: null for none. */
  | { readonly kind: 'rename'; readonly account: string; readonly label: string | null };

const accountsUsage =
  'Usage: gatehouse accounts [rename ACCOUNT NAME | remove ACCOUNT | sign-out ACCOUNT | plain-files on|off | new-key].';

/** What follows `gatehouse accounts`; a sentence where it cannot. */
export function accountsActionOf(
  words: readonly string[],
): { readonly action: AccountsAction } | string {
  const [verb, account, label] = words;
  if (verb === undefined) return { action: { kind: 'show' } };
  const form = `${verb} ${words.length - 1}`;
  if (form === 'new-key 0') return { action: { kind: 'newKey' } };
  if (account === undefined) return accountsUsage;
  if (form === 'remove 1') return { action: { kind: 'remove', account } };
  if (form === 'sign-out 1') return { action: { kind: 'signOut', account } };
  if (form === 'plain-files 1' && (account === 'on' || account === 'off')) {
    return { action: { kind: 'plainFiles', isPlain: account === 'on' } };
  }
  if (form !== 'rename 2' || label === undefined) return accountsUsage;
  const { data: name } = accountLabelSchema.safeParse(label === '' ? null : label);
  return name === undefined
    ? savedAccountStateTexts.badLabel()
    : { action: { kind: 'rename', account, label: name } };
}
