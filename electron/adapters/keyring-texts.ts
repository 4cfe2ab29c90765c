import type { KeyringErrorCode } from '../store/keyring.ts';

/**
 * Texts of macOS (`SecCopyErrorMessageString`), of Windows and of the crate behind
 * @napi-rs/keyring 2.1.2, which has no codes.
 */
const knownTexts: readonly (readonly [RegExp, KeyringErrorCode])[] = [
  [/longer than (the )?platform limit/i, 'too-large'],
  // Of a session without a profile of the user, such as that of some services.
  [/ERROR_NO_SUCH_LOGON_SESSION/, 'no-service'],
  [/user interaction is not allowed/i, 'locked'],
  [/user canceled the operation/i, 'prompt-dismissed'],
  [/user name or passphrase you entered is not correct/i, 'prompt-dismissed'],
  [/write permissions error|access (is )?denied/i, 'refused'],
  [/bad utf-?8|data is not (valid )?utf-?8/i, 'unreadable-item'],
  [/a default keychain could not be found/i, 'no-default-collection'],
];

/** What a text of the keyring library means. */
export function keyringErrorCode(text: string): KeyringErrorCode {
  return knownTexts.find(([words]) => words.test(text))?.[1] ?? 'failed';
}
