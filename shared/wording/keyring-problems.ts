import type { KeyringProblemCode, KeyringWait } from '../keyring-problem.ts';
import { systemWords } from './system-words.ts';

export interface KeyringWords {
  readonly title: string;
  /** The same within a sentence, in small letters. */
  readonly clause: string;
  /** Label of the button that does it, or tries again once it is done. */
  readonly button: string;
}

const words: Readonly<Record<KeyringProblemCode, KeyringWords>> = {
  'keyring-unavailable': {
    title: 'There is no keyring',
    clause: 'there is no keyring',
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
};

export function keyringWords(code: KeyringProblemCode): KeyringWords {
  return words[code];
}

export interface KeyringAdvice {
  /** What happened, as a sentence. The reason of the service goes in front of its full stop. */
  readonly fact: string;
  /** The one thing that helps, as a sentence. */
  readonly step: string;
}

/** @param platform as Node names it */
export function keyringAdvice(code: KeyringProblemCode, platform: string): KeyringAdvice {
  const { keyring } = systemWords(platform);
  switch (code) {
    case 'keyring-unavailable':
      return {
        fact: keyring.missing,
        step: keyring.start,
      };
    case 'keyring-locked':
      return {
        fact: 'The keyring is locked.',
        step: 'Unlock it and try again.',
      };
    case 'keyring-prompt-dismissed':
      return {
        fact: 'The keyring asked for its password or your consent, and got neither.',
        step: 'Unlock it and try again; confirm what it asks.',
      };
    case 'keyring-prompt-unanswered':
      return {
        fact: 'The keyring asked for its password or your consent, and nobody answered in time.',
        step: 'Try again and answer it; its window may be behind others.',
      };
    case 'keyring-timed-out':
      return {
        fact: 'The keyring did not answer in time.',
        step: `Try again in a moment. If this does not change, ${keyring.restart}.`,
      };
    case 'keyring-refused':
      return {
        fact: 'The keyring refused access to this program.',
        step: keyring.allow,
      };
    case 'keyring-several-items':
      return {
        fact: 'Several entries in the keyring match, so that it is not known which one counts.',
        step: 'Keep one and remove the others: in the window under Storage, or run: gatehouse store entries',
      };
    case 'keyring-item-unreadable':
      return {
        fact: 'The entry in the keyring cannot be read.',
        step: 'Try again. If this does not change, remove the entry (gatehouse store entries) and sign in again.',
      };
    case 'keyring-no-default-collection':
      return {
        fact: keyring.noDefault,
        step: keyring.chooseDefault,
      };
    case 'keyring-failed':
      return {
        fact: 'The keyring could not be used.',
        step: `Try again. If this does not change, ${keyring.restart}.`,
      };
  }
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
