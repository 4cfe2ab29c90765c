import { expect, it } from 'vitest';

import { keyringErrorCode } from './keyring-texts.ts';

it.each([
  // Seen with @napi-rs/keyring 2.1.2 and the Credential Manager, which takes 2,560 bytes.
  [
    "Value of 'password encoded as UTF-16' is longer than the platform limit of 2560 chars",
    'too-large',
  ],
  ["Attribute 'password' is longer than platform limit of 2560 chars", 'too-large'],
  ["Couldn't access platform storage: Windows ERROR_NO_SUCH_LOGON_SESSION", 'no-service'],
  ['Password data is not valid UTF-8', 'unreadable-item'],
  ['Platform failure: User interaction is not allowed.', 'locked'],
  ['Platform failure: User canceled the operation.', 'prompt-dismissed'],
  ['Platform failure: The user name or passphrase you entered is not correct.', 'prompt-dismissed'],
  ['Platform failure: Write permissions error.', 'refused'],
  ['Platform failure: Access is denied.', 'refused'],
  ['Platform failure: A default keychain could not be found.', 'no-default-collection'],
  ['Platform failure: something else', 'failed'],
] as const)('%s: %s', (text, code) => {
  expect(keyringErrorCode(text)).toBe(code);
});
