/**
 * Why the keyring did not do what it was asked for, one code for each thing that a person
 * can do about it. Programs and tests rely on the codes.
 */
export const keyringProblemCodes = [
  /** No keyring service: no session bus, or nobody owns its name and nothing starts it. */
  'keyring-unavailable',
  /** Locked, and nobody was asked to unlock it. What is in it cannot be seen. */
  'keyring-locked',
  /** The person closed the prompt of the keyring, or said no to it. */
  'keyring-prompt-dismissed',
  /** The prompt of the keyring stood unanswered for as long as was waited. */
  'keyring-prompt-unanswered',
  /** The service did not answer in time. That passes. */
  'keyring-timed-out',
  /** The service does not serve this program: no session, no access. */
  'keyring-refused',
  /** Several items match, so that it is not known which one counts. */
  'keyring-several-items',
  /** There is an item, and its value cannot be read. */
  'keyring-item-unreadable',
  /** The service has no default keyring to write into. */
  'keyring-no-default-collection',
  /** It failed otherwise. */
  'keyring-failed',
] as const;

export type KeyringProblemCode = (typeof keyringProblemCodes)[number];

/** Whether a code of a problem is one of the keyring's. */
export function isKeyringProblem(code: string): code is KeyringProblemCode {
  return (keyringProblemCodes as readonly string[]).includes(code);
}

/** Whether a keyring is there that may hold what it did not show. */
export function isHiddenByKeyring(
  code: string,
): code is Exclude<KeyringProblemCode, 'keyring-unavailable'> {
  return isKeyringProblem(code) && code !== 'keyring-unavailable';
}

/** For what a keyring is waited for: its answer, or a person's to its prompt. */
export type KeyringWait = 'answer' | 'unlock';
