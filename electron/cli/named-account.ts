import type { SavedAccount } from '../../shared/saved-accounts.ts';

type Nameable = Pick<SavedAccount, 'id' | 'label' | 'email'>;

export type NamedAccount<A> =
  | { readonly kind: 'one'; readonly account: A }
  | { readonly kind: 'none' }
  /** Nothing may be done with any of them. */
  | { readonly kind: 'several'; readonly accounts: readonly A[] };

/**
 * The account that a person names on the command line: by its label, else its e-mail, else the
 * beginning of its id, of at least four characters, else the beginning of its label or e-mail; upper
 * and lower case alike. What several accounts share names none of them.
 *
 * @param isWhole whether no beginning of a name will do, for what cannot be undone
 */
export function accountNamed<A extends Nameable>(
  accounts: readonly A[],
  text: string,
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): NamedAccount<A> {
  const typed = text.toLowerCase();
  if (typed === '') return { kind: 'none' };
  const begins = (name: string | null): boolean => name?.toLowerCase().startsWith(typed) ?? false;
  const ways: readonly ((account: A) => boolean)[] = [
    ({ label }) => label?.toLowerCase() === typed,
    ({ email }) => email?.toLowerCase() === typed,
    ({ id }) => typed.length >= shortestBeginning && id.startsWith(typed),
    ({ label, email }) => !isWhole && (begins(label) || begins(email)),
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

/** How to name an account in a command that can be pasted into any shell. */
export function argumentFor<A extends Nameable>(account: A, accounts: readonly A[]): string {
  const names = [account.label, account.email].filter((name) => name !== null);
  const isPlain = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9@._+-]*$/.test(name);
  const isMeant = (name: string): boolean => {
    const named = accountNamed(accounts, name, { isWhole: true });
    return named.kind === 'one' && named.account.id === account.id;
  };
  return names.find((name) => isPlain(name) && isMeant(name)) ?? account.id;
}
