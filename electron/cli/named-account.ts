import type { SavedAccount } from '../../shared/saved-accounts.ts';

type Nameable = Pick<SavedAccount, 'id' | 'label' | 'email'>;

export type NamedAccount<A> =
  | { readonly kind: 'one'; readonly account: A }
  | { readonly kind: 'none' }
  /** Nothing may be done with any of them. */
  | { readonly kind: 'several'; readonly accounts: readonly A[] };

/**
 * The account that a person names on the command line: by its label, else its e-mail (upper and
 * lower case alike), else the beginning of its id, of at least four characters. What several
 * accounts share names none of them.
 */
export function accountNamed<A extends Nameable>(
  accounts: readonly A[],
  text: string,
): NamedAccount<A> {
  const email = text.toLowerCase();
  const ways: readonly ((account: A) => boolean)[] = [
    ({ label }) => label === text,
    (account) => account.email?.toLowerCase() === email,
    ({ id }) => text.length >= shortestBeginning && id.startsWith(text),
  ];
  for (const isMeant of ways) {
    const [account, ...others] = accounts.filter(isMeant);
    if (account === undefined) continue;
    return others.length === 0
      ? { kind: 'one', account }
      : { kind: 'several', accounts: [account, ...others] };
  }
  return { kind: 'none' };
}

const shortestBeginning = 4;
