import { defineTexts } from './define-texts.ts';

/** The places in which a sign-in is kept, and why one cannot be read or written. */
export const storeTexts = defineTexts({
  /** In the middle of a sentence, or before one. */
  places: {
    keyringItem: 'the keyring (item "Codex Auth")',
    keyringCopy: 'the keyring item "{service}", account "{account}"',
    memory: 'the memory of Gatehouse',
    foreignMemory: 'the memory of the program that signed in',
    /** At the start of a sentence. */
    keptSignIn: 'The kept sign-in',
    savedAccount: 'The saved account',
  },
  notKnown: 'It is not known where the credential is kept: {place} cannot be used ({fault}).',
  notRemoved: {
    other: '{place}: it holds another sign-in, which stays.',
    failed: '{place}: {reason}',
  },
  notIntoFile:
    'A new sign-in is not put into auth.json meanwhile: the keyring may hold another one, which Codex would use again as soon as the keyring answers.',
  home: {
    /** The first sentence of both is as Codex CLI 0.171.0 says it. */
    absent: 'CODEX_HOME points to "{folder}", but that path does not exist.',
    noFolder: 'CODEX_HOME points to "{folder}", but that path is not a directory.',
    makeOrUnset: 'Make that folder, or unset CODEX_HOME.',
    notReplaced: 'Nothing replaces the {written} in it here: set it to the whole path.',
    missing:
      'CODEX_HOME points to {folder}, which is not there. Codex does not start. Make that folder, or correct CODEX_HOME.',
    notWritable: '{folder} cannot be written: {reason}. No refreshed token can be saved there.',
  },
  lock: {
    /** Why it is not possible. */
    noLibrary: '{library} could not be loaded',
    noCLibrary: 'the C library could not be loaded',
    systemError: 'error {code}',
    windowsError: 'Windows error {code}',
    timedOut:
      '{file} is locked by {holder}, which did not let go of it within {seconds} s. Let that program finish or close it, then try again.',
    unsupported: '{file} cannot be locked ({reason}).',
    denied: '{file} cannot be opened for locking: {reason}.',
    /** At the end of those two. */
    steps: {
      unsupported:
        'Do not let other programs sign in or refresh there at the same time, or move the folder to a disk with locks.',
      denied: 'Check the owner and permissions of the file and its folder.',
    },
  },
  journal: {
    notOpened:
      'The journal of the refresh cannot be opened with the key in the keyring. It is kept under another name at the next refresh or sign-in.',
    notReadable: '{file} cannot be read: {reason}.',
    refused: {
      read: 'The journal of the refresh cannot be read.',
      written: 'The journal of the refresh cannot be written.',
      removed: 'The journal of the refresh cannot be removed.',
      kept: 'The journal of the refresh cannot be kept.',
    },
    /** At the end of those. */
    steps: {
      moveAway: 'Move it away, then try again.',
      checkFolder: 'Check the permissions of its folder and the free space.',
    },
  },
  keptSignIns: {
    tooLarge: 'The sign-in is too large to be kept.',
    notReadAgain: 'The sign-in could not be read again where it was kept.',
    noKey: 'Its key is not in the keyring any more.',
    unusable: 'Its content cannot be used: {fault}.',
    damaged: 'kept-sign-ins/{id}.json is damaged.',
  },
  accounts: {
    noFolder: 'There is no folder for saved accounts: set HOME, or GATEHOUSE_DATA.',
  },
  keyring: {
    noEntry: 'The keyring has no such entry: gatehouse store entries',
    onlyEntry:
      'It is the only entry of its kind and can be read, so it stays. To sign out: gatehouse logout',
    /** Of an entry; the second with its time. */
    entry: '"{label}"',
    entryChanged: '"{label}", changed {time}',
    orInFile: '{step}, or store your sign-in in a file.',
    tooLarge: {
      noOther:
        'The credential is larger than this keyring takes. Only an administrator can choose another store here.',
      file: 'The credential is larger than this keyring takes. Keep it in a file.',
      encryptedFile:
        'The credential is larger than this keyring takes. Keep it in the encrypted file of Codex (features.secret_auth_storage).',
      either:
        'The credential is larger than this keyring takes. Keep it in a file, or in the encrypted file of Codex (features.secret_auth_storage).',
    },
    /** Why it failed: clauses, of its service. */
    didNotKeep: 'it did not keep what it was given',
    didNotDelete: 'it kept what it was told to delete',
  },
  encryptedFile: {
    noPassphrase: 'its passphrase is not in the keyring',
    unknownVersion: 'it is of an unknown version',
    notDecrypted: 'it cannot be decrypted with its passphrase',
    notOurs:
      '{file} cannot be changed: {fault}. Move it away, or sign in again: then it is kept beside the new one.',
    notWritable:
      '{file} cannot be written. Check the permissions of its folder and the free space.',
  },
  memory: {
    notSeen:
      'The setting cli_auth_credentials_store = "ephemeral" keeps the sign-in in the memory of the program that made it. The command line cannot see it: look in the Gatehouse window.',
    nowhere:
      'With cli_auth_credentials_store = "ephemeral" the command line has nowhere to keep a sign-in. Use the Gatehouse window, or choose another store.',
  },
  plainFile: {
    notRegular: '{file} is not a regular file.',
    notReadable: '{file} cannot be read: {reason}.',
    deadLink: '{file} is a link to a file that is not there.',
    /** At the end of those. */
    steps: {
      moveAway: 'Move it away, then sign in again.',
      checkOwner: 'Check its owner and permissions.',
      bringBack: 'Bring that file back, or sign in again to make it.',
    },
    notWritable:
      '{file} cannot be written: {reason}. Check the permissions of its folder and the free space.',
  },
});
