import { defineTexts } from './define-texts.ts';

/** Moving the sign-in to another store, removing its copies, and making its file private. */
export const storageTexts = defineTexts({
  /** What is stored there is no sign-in. */
  unusable: '{place} cannot be used: {fault}.',
  changed: {
    tryAgain: '{place} was changed by another program meanwhile, and is left as it is. Try again.',
    lookAgain:
      '{place} was changed by another program meanwhile, and is left as it is. Look again.',
    atLast: '{place} was changed by another program at the last moment, and is left as it is.',
  },
  move: {
    oldCopyLeft: 'The old copy could not be removed. {reason}',
    notKept: '{place} did not keep what was written there.',
    lookedForElsewhere:
      'The setting was switched, but the credential would still be looked for elsewhere, so that it was not moved.',
    hidden: 'Nothing was moved: the sign-in is in the keyring. {problem}',
    keyringSilent: 'Nothing was moved: the sign-in is in the keyring, which does not answer.',
    already: {
      file: 'Sign-ins are kept in the file already. Nothing was changed.',
      keyring: 'Sign-ins are kept in the keyring already. Nothing was changed.',
    },
  },
  setting: {
    changed: '{file} was changed meanwhile. Try again.',
    notWritable:
      '{file} cannot be written, so that nothing was moved. Check its permissions and the free space.',
    notEditable:
      '{file} cannot be edited safely. Set cli_auth_credentials_store = "{mode}" there by hand.',
    orWithoutKeyring:
      'Or do without what it holds: put cli_auth_credentials_store = "{mode}" into {file}, and sign in again.',
  },
  /** Where a file is chosen in place of a keyring that is not there. */
  choose: {
    notNeeded: 'The keyring is running again. Nothing was changed.',
    notInForce:
      'cli_auth_credentials_store = "file" would not count in {file}, because another place sets it. Nothing was changed.',
  },
  /** Why the sign-in cannot be moved. */
  fixed: {
    managed: 'An administrator sets cli_auth_credentials_store = "{mode}" in {place}.',
    /** Where the place is not known. */
    settings: 'the settings',
    memory:
      'The setting cli_auth_credentials_store = "ephemeral" keeps the sign-in in memory alone, so that there is nothing to move.',
    noKeyring:
      'Nothing can be moved out of the keyring while none is running. Start the keyring first.',
    notReadable: 'The sign-in cannot be moved while it cannot be read.',
  },
  noCopy: 'There is no such copy, or it is in use.',
  protect: {
    already: 'Only you can read {file} already. Nothing was changed.',
    noFile: 'There is no {file}, so nothing was made private.',
    notPossible:
      '{file} can still be read by others: its file system keeps no permissions of its own. Move the sign-in to the keyring, or CODEX_HOME to another disk.',
    /** Who may read a file by the access list of its folder, on Windows. */
    fromFolder: '{names} (from its folder)',
    refused: 'The permissions of {file} cannot be changed. Check who owns it.',
  },
});
