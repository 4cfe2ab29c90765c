import type { AppState } from '../../shared/app-state.ts';
import { isHiddenByKeyring } from '../../shared/keyring-problem.ts';
import { keyringProblemTexts } from '../../shared/texts/keyring-problems.ts';
import type { UnusableCode } from '../../shared/problem-code.ts';

export interface UnusableText {
  readonly title: string;
  /** Null where the problem's own sentences say all. */
  readonly lead: string | null;
  /** Label of the button that reads the store again. */
  readonly again: string;
  /** False where a new sign-in could not be saved either. */
  readonly canSignIn: boolean;
}

/** Words for a problem of the stored sign-in. */
export function unusableText(
  code: UnusableCode,
  { store, restrictions }: Pick<AppState, 'store' | 'restrictions'>,
): UnusableText {
  const { mode } = store;
  const usual: UnusableText = {
    title: 'The stored sign-in cannot be used',
    lead: null,
    again: 'Reload',
    canSignIn: true,
  };
  if (isHiddenByKeyring(code)) {
    const isToChoose = code === 'keyring-several-items';
    const first = isToChoose ? 'Keep one of the entries below and remove the others' : null;
    return {
      // What is wrong with the keyring is the problem's own sentence.
      title: 'Your sign-in cannot be read now',
      lead: `Nothing was deleted. ${orSignIn(mode, first)}`.trim(),
      again: keyringProblemTexts.problems[code].button(),
      canSignIn: mode !== 'keyring',
    };
  }
  switch (code) {
    case 'hidden-by-rule':
      return {
        ...usual,
        title: 'Your account isn\u2019t allowed on this device',
        lead: `Your sign-in is kept but not used. ${otherSignIn(restrictions)}`,
      };
    case 'not-judged':
      return {
        ...usual,
        title: 'The stored sign-in is not used now',
        lead: 'Gatehouse leaves it as it is, and uses it again as soon as it is known that the rules allow it.',
        again: 'Try again',
      };
    case 'keyring-unavailable':
      return {
        title: 'The keyring does not answer',
        lead: `Nothing was deleted. ${orSignIn(mode, null)}`.trim(),
        again: 'Try again',
        canSignIn: mode !== 'keyring',
      };
    case 'store-unknown':
      return {
        ...usual,
        title: 'Can\u2019t tell where your sign-in is stored',
        lead: 'Nothing was deleted. Correct the setting and reload.',
        canSignIn: false,
      };
    case 'store-not-visible':
      return {
        ...usual,
        title: 'The sign-in is in the memory of another program',
        lead: 'It is kept in memory alone (cli_auth_credentials_store = "ephemeral"), where no other program can see it. Here you can sign in separately.',
      };
    case 'mode-unsupported':
      return {
        ...usual,
        title: 'A sign-in of another kind is stored',
        lead: 'A newer version of Codex may use it. Update Gatehouse, or sign in anew.',
      };
    case 'store-unreadable':
      return {
        ...usual,
        lead: 'Gatehouse hasn\u2019t changed it. Fix it and reload, or sign in again.',
      };
    case 'record-invalid':
    case 'tokens-missing':
    case 'api-key-missing':
      return usual;
  }
}

function otherSignIn({ methods }: AppState['restrictions']): string {
  return Object.values(methods).some(({ kind }) => kind === 'allowed')
    ? 'Sign in with an account that the rules allow.'
    : 'The rules leave no way to sign in. Where they are your administrator\u2019s, ask them.';
}

/** In the keyring alone a new sign-in could not be saved; "auto" has the file besides. */
function orSignIn(mode: AppState['store']['mode'], first: string | null): string {
  if (mode === 'keyring') return first === null ? '' : `${first}.`;
  return first === null ? 'You can also sign in anew.' : `${first}, or sign in anew.`;
}
