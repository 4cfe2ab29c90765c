import { defineTexts } from '../define-texts.ts';

/** What `gatehouse store` says. */
export const storeCommandTexts = defineTexts({
  done: {
    movedToFile: 'Sign-ins are now stored in a file.',
    movedToKeyring: 'Sign-ins are now stored in the keyring.',
    copiesRemoved: 'No kept copy of an earlier sign-in is left.',
    entryRemoved: 'The entry was removed.',
    protected: 'Only you can read the file now.',
  },
  headlines: {
    inMemory: 'The sign-in is kept in the memory of the program that made it',
    none: 'No sign-in is stored',
    kept: {
      file: 'The sign-in is kept in the file {location}',
      encryptedFile: 'The sign-in is kept in the encrypted file {location}',
      keyringItem: 'The sign-in is kept in {location}',
    },
    unreadable: {
      file: 'The sign-in cannot be read in the file {location}',
      encryptedFile: 'The sign-in cannot be read in the encrypted file {location}',
      keyringItem: 'The sign-in cannot be read in {location}',
    },
  },
  facts: {
    setting: 'Setting',
    written: 'Written',
    protection: 'Protection',
    copy: 'Copy',
    copies: 'Copies',
    kept: 'Kept',
    remove: 'Remove',
    move: 'Move',
    fixed: 'Fixed',
    noFile: 'No file',
    instead: 'Instead',
    noKeyring: 'No keyring',
  },
  fileInstead: 'put cli_auth_credentials_store = "file" into {file}, and sign in again',
  unreadableEarlier: '{copy}; what could not be read earlier',
  setting: {
    byDefault: '{mode}, by default',
    setIn: '{mode}, set in {source}',
    byAdministrator: '{mode}, set by an administrator in {source}',
    settings: 'the settings',
    fallBack: '{mode}; the keyring does not hold it, so that the file is used',
    fallBackSetIn:
      '{mode}, set in {source}; the keyring does not hold it, so that the file is used',
  },
  notKnown: 'not known',
  protections: {
    keyring: 'kept by the keyring of this machine',
    encrypted: 'encrypted, with its passphrase in the keyring',
    userOnly: 'plain text that only you can read',
    readableByOthers: 'plain text that others may read; see "gatehouse store protect"',
    unknown: 'plain text; who may read it cannot be told here',
    noKeyring: 'none, for no keyring is running',
  },
  /** Who they are is known on Windows. */
  readableBy: 'plain text that {others} may read; see "gatehouse store protect"',
  copy: {
    known: '{location}; {protection}; not in use',
    written: '{location}, written {time}; {protection}; not in use',
    unreadable: '{location}: it cannot be read',
    unreadableBecause: '{location}: {problem}',
  },
  entries: {
    title: 'Entries in the keyring',
    none: 'The keyring holds no entry for this folder of Codex.',
    entry: '{id}  {purpose}, "{label}"',
    changed: '{entry}, changed {time}',
    oneOfSeveral: '{entry}; one of several',
    keepOne: 'Keep the one that counts, and remove the others: gatehouse store remove-entry ID',
  },
  purposes: {
    signIn: 'sign-in',
    passphrase: 'passphrase of the encrypted file',
    keptSignIns: 'passphrase of the kept sign-ins',
    journal: 'unfinished refresh',
  },
});
