import type { KeyringProblemCode, KeyringWait } from '../keyring-problem.ts';

export interface KeyringWords {
  readonly title: string;
  /** The same within a sentence, in small letters. */
  readonly clause: string;
  /** What happened, as a sentence. The reason of the service goes in front of its full stop. */
  readonly fact: string;
  /** The one thing that helps, as a sentence. */
  readonly step: string;
  /** Label of the button that does it, or tries again once it is done. */
  readonly button: string;
}

const words: Readonly<Record<KeyringProblemCode, KeyringWords>> = {
  'keyring-unavailable': {
    title: 'There is no keyring',
    clause: 'there is no keyring',
    fact: 'There is no keyring here: no Secret Service answers.',
    step: 'Start one (GNOME Keyring, KWallet or KeePassXC).',
    button: 'Try again',
  },
  'keyring-locked': {
    title: 'The keyring is locked',
    clause: 'the keyring is locked',
    fact: 'The keyring is locked.',
    step: 'Unlock it and try again.',
    button: 'Unlock and try again',
  },
  'keyring-prompt-dismissed': {
    title: 'The keyring was not unlocked',
    clause: 'the keyring was not unlocked',
    fact: 'The keyring asked for its password or your consent, and got neither.',
    step: 'Unlock it and try again; confirm what it asks.',
    button: 'Unlock and try again',
  },
  'keyring-prompt-unanswered': {
    title: 'The keyring got no answer',
    clause: 'nobody answered the question of the keyring',
    fact: 'The keyring asked for its password or your consent, and nobody answered in time.',
    step: 'Try again and answer it; its window may be behind others.',
    button: 'Unlock and try again',
  },
  'keyring-timed-out': {
    title: 'The keyring is slow to answer',
    clause: 'the keyring did not answer in time',
    fact: 'The keyring did not answer in time.',
    step: 'Try again in a moment. If this does not change, restart the keyring.',
    button: 'Try again',
  },
  'keyring-refused': {
    title: 'The keyring refuses Gatehouse',
    clause: 'the keyring refused access',
    fact: 'The keyring refused access to this program.',
    step: 'Allow it in the settings of the keyring, or restart the keyring, and try again.',
    button: 'Try again',
  },
  'keyring-several-items': {
    title: 'The keyring holds several entries for one sign-in',
    clause: 'the keyring holds several entries for it',
    fact: 'Several entries in the keyring match, so that it is not known which one counts.',
    step: 'Keep one and remove the others: in the window under Storage, or run: gatehouse store entries',
    button: 'Check again',
  },
  'keyring-item-unreadable': {
    title: 'The entry in the keyring cannot be read',
    clause: 'the entry in the keyring cannot be read',
    fact: 'The entry in the keyring cannot be read.',
    step: 'Try again. If this does not change, remove the entry (gatehouse store entries) and sign in again.',
    button: 'Try again',
  },
  'keyring-no-default-collection': {
    title: 'There is no default keyring',
    clause: 'there is no default keyring',
    fact: 'The keyring service runs, and has no default keyring to store anything in.',
    step: 'Create a default keyring in the password manager of this desktop and try again.',
    button: 'Try again',
  },
  'keyring-failed': {
    title: 'The keyring could not be used',
    clause: 'the keyring could not be used',
    fact: 'The keyring could not be used.',
    step: 'Try again. If this does not change, restart the keyring.',
    button: 'Try again',
  },
};

export function keyringWords(code: KeyringProblemCode): KeyringWords {
  return words[code];
}

/** Said of a sign-out where the keyring is KeePassXC. */
export const leftInKeyring =
  'KeePassXC keeps what was removed in its recycle bin, and earlier tokens in the history of the entry. To be rid of them, empty the bin in KeePassXC.';

/** A sentence with a reason in brackets, in front of its full stop. */
export function withReason(sentence: string, reason: string): string {
  return reason === '' ? sentence : `${sentence.replace(/\.$/, '')} (${reason}).`;
}

export function keyringWaitText(wait: KeyringWait): string {
  return wait === 'unlock'
    ? 'Waiting for the keyring to be unlocked...'
    : 'Waiting for the keyring to answer...';
}
