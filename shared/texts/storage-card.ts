import { defineTexts } from './define-texts.ts';

/** Where the sign-in is kept, who can read it there, and what can be done about it. */
export const storageCardTexts = defineTexts({
  title: 'Storage',
  warning: 'Warning:',
  looking: 'Looking…',
  moving: 'Moving…',
  choosing: 'Changing the setting…',
  look: 'Look for copies',
  lookAgain: 'Look for copies again',
  lookNote: 'Checking the keyring may ask for its password.',
  facts: {
    reason: 'Why here',
    protection: 'Protection',
    newSignIns: 'New sign-ins',
    place: 'Location',
    written: 'Written',
    otherCopies: 'Other copies',
  },
  places: { file: 'File', keyringItem: 'Keyring', encryptedFile: 'Encrypted file' },
  /** In one line. `place` is one of `places`. */
  line: {
    unknown: 'Can’t tell where your sign-in is stored',
    inMemory: 'Memory of Gatehouse, gone when it quits',
    othersDoNotSeeIt: 'Other programs do not see it.',
    nothing: 'Nothing is stored',
    readableByOthers: 'Unencrypted file, others can read it',
    userOnly: 'Unencrypted file, only you can read it',
    unencrypted: 'Unencrypted file',
    encrypted: '{place}, with its passphrase in the keyring',
    unreadable: '{place} (can’t be read)',
    noKeyring: 'A keyring that isn’t running',
    noKeyringToOpen: '{place}, but no keyring is running to open it',
  },
  /** Who they are is known on Windows. */
  readableBy: 'Not encrypted; {others} may read it.',
  protections: {
    readableByOthers: 'Not encrypted; other users of this computer may read it.',
    userOnly: 'Not encrypted; only your user account can read it.',
    unknown: 'Not encrypted; Gatehouse cannot tell who may read it here.',
    encrypted: 'Its passphrase is in the keyring of this machine.',
    keyring: 'Protected by the keyring.',
    noKeyring: 'None: no keyring is running on this machine.',
    noKeyringToOpen: 'Encrypted; its passphrase is in a keyring, and none is running.',
  },
  reasons: {
    default: 'Default location.',
    setting: 'Set in {source}.',
    organisation: 'Set by your organisation.',
    organisationIn: 'Set by your organisation in {source}.',
    fallBack:
      'The setting "{mode}" asks for the keyring first, which does not hold it or does not answer.',
    fallBackIn:
      '"{mode}", set in {source}, asks for the keyring first, which does not hold it or does not answer.',
  },
  move: {
    keyring: {
      label: 'Move to the keyring',
      question: 'Move to the keyring?',
      text: 'Gatehouse copies your sign-in to the keyring, verifies it, updates config.toml, then deletes the old copy. The keyring may ask for its password.',
      nothingStored:
        'Nothing is stored at present. The setting in config.toml is switched, so that the next sign-in is kept in the keyring.',
    },
    file: {
      label: 'Move to a file',
      question: 'Move to a file?',
      text: 'Gatehouse copies your sign-in to a file, verifies it, updates config.toml, then deletes the old copy. The file is not encrypted; only your user account can read it.',
      nothingStored:
        'Nothing is stored at present. The setting in config.toml is switched, so that the next sign-in is kept in a file.',
    },
  },
  copies: {
    title: 'Unused copies',
    elsewhere:
      '{count, plural, one {There’s an unused copy elsewhere} other {There are # unused copies elsewhere}}',
    unreadable: 'It cannot be read.',
    written: 'Written {moment}.',
    remove: 'Remove this copy',
    removeQuestion: 'Remove this copy?',
    removeText:
      'What is stored in {location} is deleted from this device. Your current sign-in stays.',
  },
  /** Of sign-ins that could not be read, and may still hold one. */
  keptCopies: {
    title: 'Kept copies of what could not be read',
    remove: 'Remove these copies',
    removeQuestion: 'Remove these copies?',
    removeText:
      'They may hold sign-ins that can still be used, and cannot be brought back. Your current sign-in stays.',
    keep: 'Keep them',
  },
  /** Of the keyring, of which one is too much. */
  entries: {
    title: 'Entries of the keyring that match',
    text: 'Codex and Gatehouse use none of them until there is only one. Keep the one that you want, most often the one changed last, and remove the others.',
    unnamed: 'An entry without a name',
    undated: 'The keyring does not say when it was changed.',
    changed: 'Changed {moment}.',
    changedAndCreated: 'Changed {moment}, created {created}.',
    remove: 'Remove this entry',
    removeQuestion: 'Remove this entry?',
    removeText: '{label}: {facts} It is deleted from the keyring for good. The other one stays.',
  },
});
