import { defineTexts } from './define-texts.ts';

/** Something is stored that cannot be used. */
export const unusableTexts = defineTexts({
  titles: {
    usual: 'The stored sign-in cannot be used',
    unreadable: 'Your sign-in cannot be read now',
    notAllowed: 'Your account isn’t allowed on this device',
    notJudged: 'The stored sign-in is not used now',
    storeUnknown: 'Can’t tell where your sign-in is stored',
    inMemory: 'The sign-in is in the memory of another program',
    anotherKind: 'A sign-in of another kind is stored',
  },
  staysInKeyring: 'What is in the keyring stays there.',
  nothingDeleted: 'Nothing was deleted.',
  orSignIn: 'You can also sign in again.',
  keepOneEntry: 'Keep one of the entries below and remove the others.',
  keepOneEntryOrSignIn: 'Keep one of the entries below and remove the others, or sign in again.',
  keptNotUsed: 'Your sign-in is kept but not used.',
  signInAllowed: 'Sign in with an account that the rules allow.',
  noWayToSignIn:
    'The rules leave no way to sign in. Where they are your administrator’s, ask them.',
  leftUntilJudged: 'Your sign-in is kept and will be used again once the rules can be checked.',
  /** In place of a keyring that is not there. */
  storeInFile: {
    label: 'Store in a file…',
    question: 'Store your sign-in in a file?',
    confirm: 'Store in a file',
    /** By where the sign-in is that is out of reach. */
    text: {
      keyringItem: 'You’ll sign in again. Anything left in the keyring stays there.',
      encryptedFile: 'You’ll sign in again. The encrypted file stays where it is.',
      /** A sign-in lies in the file already. */
      earlier:
        'The sign-in that is in {file} will be used again. Anything left in the keyring stays there.',
    },
  },
  correctSetting: 'Correct the setting and reload.',
  inMemory:
    'It is kept in memory alone (cli_auth_credentials_store = "ephemeral"), where no other program can see it. Here you can sign in separately.',
  newerKind: 'A newer version of Codex may use it. Update Gatehouse, or sign in again.',
  unchanged: 'Gatehouse hasn’t changed it. Fix the file and reload, or sign in again.',
});
