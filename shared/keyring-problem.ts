/** Why the keyring did not do what it was asked for: one stable code for each possible remedy. */
export const keyringProblemCodes = [
  /** No session bus, or nobody owns the name of the service and nothing starts it. */
  'keyring-unavailable',
  /** Locked, and nobody was asked to unlock it. */
  'keyring-locked',
  /** The person closed the prompt of the keyring, or said no to it. */
  'keyring-prompt-dismissed',
  'keyring-prompt-unanswered',
  'keyring-timed-out',
  /** The service does not serve this program: no session, no access. */
  'keyring-refused',
  /** Several items match, so that it is not known which one counts. */
  'keyring-several-items',
  'keyring-item-unreadable',
  'keyring-no-default-collection',
  'keyring-failed',
] as const;

export type KeyringProblemCode = (typeof keyringProblemCodes)[number];

export function isKeyringProblem(code: string): code is KeyringProblemCode {
  return (keyringProblemCodes as readonly string[]).includes(code);
}

/** Whether a keyring is there that may hold what it did not show. */
export function isHiddenByKeyring(
  code: string,
): code is Exclude<KeyringProblemCode, 'keyring-unavailable'> {
  return isKeyringProblem(code) && code !== 'keyring-unavailable';
}

/** What a keyring is waited for: its answer, or a person's answer to its prompt. */
export type KeyringWait = 'answer' | 'unlock';
