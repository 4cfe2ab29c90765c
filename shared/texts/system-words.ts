import { defineTexts } from './define-texts.ts';

/** What things of the operating system are called, and what helps with them, for each system. */
export const systemTexts = defineTexts({
  windows: {
    keyring: {
      /** The name of what keeps secrets. */
      name: 'Windows Credential Manager',
      /** Why there is none. */
      missing: 'The Credential Manager of Windows cannot be used.',
      /** The same without the reason, where nobody was asked yet. */
      none: 'The Credential Manager of Windows cannot be used here.',
      /** How to have one. */
      start:
        'Run Gatehouse in your own Windows session. If this does not change, install it again.',
      /** How to make one work again that does not. */
      restart: 'Try again. If this does not change, sign out of Windows and in again.',
      restartLater:
        'Try again in a moment. If this does not change, sign out of Windows and in again.',
      allow: 'Sign out of Windows and in again, and try again.',
      noDefault: 'The Credential Manager has no place to store anything in.',
      chooseDefault: 'Sign out of Windows and in again, and try again.',
      /** How to have the one back that is known to have been there. */
      startAgain: 'Run Gatehouse in your own Windows session.',
      startAgainAndTry: 'Run Gatehouse in your own Windows session and try again.',
      startThatAgain:
        'Run Gatehouse in your own Windows session, with the keyring they were saved with.',
    },
    /** How to take a file from other users. */
    makePrivate:
      'In the properties of {file}, under Security, remove everybody but you, SYSTEM and Administrators.',
  },
  macos: {
    keyring: {
      name: 'Keychain',
      missing: 'The Keychain of macOS cannot be used.',
      none: 'The Keychain of macOS cannot be used here.',
      start:
        'Run Gatehouse in your own session on this Mac. If this does not change, install it again.',
      restart: 'Try again. If this does not change, log out of this Mac and in again.',
      restartLater:
        'Try again in a moment. If this does not change, log out of this Mac and in again.',
      allow: 'Allow it in Keychain Access, under Access Control of the entry, and try again.',
      noDefault: 'macOS has no default keychain to store anything in.',
      chooseDefault: 'Make your login keychain the default one in Keychain Access, and try again.',
      startAgain: 'Run Gatehouse in your own session on this Mac.',
      startAgainAndTry: 'Run Gatehouse in your own session on this Mac and try again.',
      startThatAgain:
        'Run Gatehouse in your own session on this Mac, with the keyring they were saved with.',
    },
    makePrivate: 'Run: chmod go-rwx "{file}"',
  },
  linux: {
    keyring: {
      name: 'Secret Service of this desktop',
      missing: 'No keyring is running.',
      none: 'No keyring is running on this machine.',
      start: 'Start GNOME Keyring, KWallet or KeePassXC.',
      restart: 'Try again. If this does not change, restart the keyring.',
      restartLater: 'Try again in a moment. If this does not change, restart the keyring.',
      allow: 'Allow it in the settings of the keyring, or restart the keyring, and try again.',
      noDefault: 'The keyring service runs, and has no default keyring to store anything in.',
      chooseDefault:
        'Create a default keyring in the password manager of this desktop and try again.',
      startAgain: 'Start the keyring service of this desktop.',
      startAgainAndTry: 'Start the keyring service of this desktop and try again.',
      startThatAgain:
        'Start the keyring service of this desktop, with the keyring they were saved with.',
    },
    makePrivate: 'Run: chmod go-rwx "{file}"',
  },
});
