import type { AppErrorCode } from '../app-error.ts';
import type { KeyringProblemCode } from '../keyring-problem.ts';
import { defineTexts } from './define-texts.ts';

/** A short title for each coded error; the error's own message says the rest. */
export const errorTitleTexts = defineTexts({
  'bad-request': 'Something went wrong inside Gatehouse',
  internal: 'Something went wrong inside Gatehouse',
  busy: 'Gatehouse is still busy',
  'forbidden-by-rule': 'A login rule forbids this',
  'rules-unknown': 'The login rules could not be read',
  'not-judged': 'The sign-in cannot be judged now',
  'ports-busy': 'The sign-in ports are in use',
  denied: 'Sign-in declined',
  'not-entitled': 'This workspace has no access to Codex',
  'callback-invalid': 'The sign-in page returned an unexpected response',
  'exchange-failed': 'The sign-in could not be completed',
  cancelled: 'The sign-in was cancelled',
  'timed-out': 'The sign-in took too long',
  'device-code-disabled': 'Device codes are switched off',
  'api-key-empty': 'The API key is empty',
  'api-key-invalid': 'That’s not an API key',
  network: 'The sign-in service could not be reached',
  'store-unreadable': 'The stored sign-in cannot be read',
  'store-unwritable': 'The sign-in cannot be saved',
  'refresh-permanent': 'A new sign-in is needed',
  'refresh-transient': 'The access token could not be refreshed',
  'file-unwritable': 'The file could not be written',
  'file-unreadable': 'The file could not be read',
  'another-account': 'That is another account',
} as const satisfies Readonly<Record<Exclude<AppErrorCode, KeyringProblemCode>, string>>);
