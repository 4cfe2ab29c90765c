import { defineTexts } from './define-texts.ts';

/** What can be wrong with a keyring. What to do about it differs between systems: `system-words.ts`. */
export const keyringProblemTexts = defineTexts({
  problems: {
    'keyring-unavailable': {
      title: 'No keyring is running',
      clause: 'no keyring is running',
      button: 'Try again',
    },
    'keyring-locked': {
      title: 'The keyring is locked',
      clause: 'the keyring is locked',
      button: 'Unlock and try again',
    },
    'keyring-prompt-dismissed': {
      title: 'The keyring was not unlocked',
      clause: 'the keyring was not unlocked',
      button: 'Unlock and try again',
    },
    'keyring-prompt-unanswered': {
      title: 'The keyring got no answer',
      clause: 'nobody answered the question of the keyring',
      button: 'Unlock and try again',
    },
    'keyring-timed-out': {
      title: 'The keyring is slow to answer',
      clause: 'the keyring did not answer in time',
      button: 'Try again',
    },
    'keyring-refused': {
      title: 'The keyring refuses Gatehouse',
      clause: 'the keyring refused access',
      button: 'Try again',
    },
    'keyring-several-items': {
      title: 'The keyring holds several entries for one sign-in',
      clause: 'the keyring holds several entries for it',
      button: 'Check again',
    },
    'keyring-item-unreadable': {
      title: 'The entry in the keyring cannot be read',
      clause: 'the entry in the keyring cannot be read',
      button: 'Try again',
    },
    'keyring-no-default-collection': {
      title: 'There is no default keyring',
      clause: 'there is no default keyring',
      button: 'Try again',
    },
    'keyring-failed': {
      title: 'The keyring could not be used',
      clause: 'the keyring could not be used',
      button: 'Try again',
    },
  },
  /** What happened. The reason of the service goes in front of the full stop. */
  facts: {
    'keyring-locked': 'The keyring is locked.',
    'keyring-prompt-dismissed':
      'The keyring asked for its password or your consent, and got neither.',
    'keyring-prompt-unanswered':
      'The keyring asked for its password or your consent, and nobody answered in time.',
    'keyring-timed-out': 'The keyring did not answer in time.',
    'keyring-refused': 'The keyring refused access to this program.',
    'keyring-several-items':
      'Several entries in the keyring match, so that it is not known which one counts.',
    'keyring-item-unreadable': 'The entry in the keyring cannot be read.',
    'keyring-failed': 'The keyring could not be used.',
  },
  /** The one thing that helps. */
  steps: {
    'keyring-locked': 'Unlock it and try again.',
    'keyring-prompt-dismissed': 'Unlock it and try again; confirm what it asks.',
    'keyring-prompt-unanswered': 'Try again and answer it; its window may be behind others.',
    'keyring-several-items':
      'Keep one and remove the others: in the window under Storage, or run: gatehouse store entries',
    'keyring-item-unreadable':
      'Try again. If this does not change, remove the entry (gatehouse store entries) and sign in again.',
  },
  leftInKeePassXC:
    'KeePassXC keeps what was removed in its recycle bin, and earlier tokens in the history of the entry. To be rid of them, empty the bin in KeePassXC.',
  /** {fact} is a sentence without its full stop. */
  withReason: '{fact} ({reason}).',
  waits: {
    unlock: 'Waiting for the keyring to be unlocked...',
    answer: 'Waiting for the keyring to answer...',
  },
});
