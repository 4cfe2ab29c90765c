import type { AppErrorCode } from '../../shared/app-error.ts';
import { isKeyringProblem } from '../../shared/keyring-problem.ts';
import { keyringWords } from '../../shared/wording/keyring-problems.ts';

/** A short title for a coded error; the error's own message says the rest. */
export function errorTitle(code: AppErrorCode): string {
  if (isKeyringProblem(code)) return keyringWords(code).title;
  switch (code) {
    case 'bad-request':
    case 'internal':
      return 'Something went wrong inside Gatehouse';
    case 'busy':
      return 'Gatehouse is still busy';
    case 'forbidden-by-rule':
      return 'A login rule forbids this';
    case 'rules-unknown':
      return 'The login rules could not be read';
    case 'not-judged':
      return 'The sign-in cannot be judged now';
    case 'ports-busy':
      return 'The sign-in ports are in use';
    case 'denied':
      return 'The sign-in was refused';
    case 'not-entitled':
      return 'This workspace has no access to Codex';
    case 'callback-invalid':
      return 'The browser came back with an unusable answer';
    case 'exchange-failed':
      return 'The sign-in could not be completed';
    case 'cancelled':
      return 'The sign-in was cancelled';
    case 'timed-out':
      return 'The sign-in took too long';
    case 'device-code-disabled':
      return 'Device codes are switched off';
    case 'api-key-empty':
      return 'The API key is empty';
    case 'api-key-invalid':
      return 'This is no API key';
    case 'network':
      return 'The sign-in service could not be reached';
    case 'store-unreadable':
      return 'The stored sign-in cannot be read';
    case 'store-unwritable':
      return 'The sign-in cannot be saved';
    case 'refresh-permanent':
      return 'A new sign-in is needed';
    case 'refresh-transient':
      return 'The access token could not be refreshed';
    case 'file-unwritable':
      return 'The file could not be written';
    case 'file-unreadable':
      return 'The file could not be read';
  }
}
