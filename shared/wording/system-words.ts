/**
 * What things of the operating system are called, and what helps with them: the one place for words
 * that differ between systems.
 */
export interface SystemWords {
  readonly keyring: {
    readonly name: string;
    /** Why there is none, as a sentence. */
    readonly missing: string;
    /** The same without the reason, where nobody was asked yet. */
    readonly none: string;
    /** How to have one, as a sentence. */
    readonly start: string;
    /** How to make one work again that does not, without a full stop, in small letters. */
    readonly restart: string;
    readonly allow: string;
    readonly noDefault: string;
    readonly chooseDefault: string;
    /** How to have the one back that is known to have been there, without a full stop. */
    readonly startAgain: string;
  };
  /** The command that takes the protection against changes away from a file. */
  readonly unprotect: string;
}

const windows: SystemWords = {
  keyring: {
    name: 'Windows Credential Manager',
    missing: 'There is no keyring here: the Credential Manager of Windows cannot be used.',
    none: 'The Credential Manager of Windows cannot be used here.',
    start: 'Run Gatehouse in your own Windows session. If this does not change, install it again.',
    restart: 'sign out of Windows and in again',
    allow: 'Sign out of Windows and in again, and try again.',
    noDefault: 'The Credential Manager has no place to store anything in.',
    chooseDefault: 'Sign out of Windows and in again, and try again.',
    startAgain: 'Run Gatehouse in your own Windows session',
  },
  unprotect: 'attrib -r',
};

const macos: SystemWords = {
  keyring: {
    name: 'Keychain',
    missing: 'There is no keyring here: the Keychain of macOS cannot be used.',
    none: 'The Keychain of macOS cannot be used here.',
    start:
      'Run Gatehouse in your own session on this Mac. If this does not change, install it again.',
    restart: 'log out of this Mac and in again',
    allow: 'Allow it in Keychain Access, under Access Control of the entry, and try again.',
    noDefault: 'macOS has no default keychain to store anything in.',
    chooseDefault: 'Make your login keychain the default one in Keychain Access, and try again.',
    startAgain: 'Run Gatehouse in your own session on this Mac',
  },
  unprotect: 'chflags nouchg,nouappnd',
};

const linux: SystemWords = {
  keyring: {
    name: 'Secret Service of this desktop',
    missing: 'There is no keyring here: no Secret Service answers.',
    none: 'No keyring is running on this machine.',
    start: 'Start one (GNOME Keyring, KWallet or KeePassXC).',
    restart: 'restart the keyring',
    allow: 'Allow it in the settings of the keyring, or restart the keyring, and try again.',
    noDefault: 'The keyring service runs, and has no default keyring to store anything in.',
    chooseDefault:
      'Create a default keyring in the password manager of this desktop and try again.',
    startAgain: 'Start the keyring service of this desktop',
  },
  unprotect: 'chattr -i -a',
};

/** @param platform as Node names it; any other than Windows and macOS counts as Linux. */
export function systemWords(platform: string): SystemWords {
  if (platform === 'win32') return windows;
  return platform === 'darwin' ? macos : linux;
}
