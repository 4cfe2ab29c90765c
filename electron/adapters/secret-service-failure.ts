import { redact } from '../redaction/redact.ts';
import { KeyringError, type KeyringErrorCode } from '../store/keyring.ts';
import { withNumbersForUnseen } from '../base/unseen-characters.ts';
import { busFailures, type BusFailure } from './session-bus.ts';

/** What was being done when something failed. */
export type Stage =
  'connect' | 'session' | 'search' | 'unlock' | 'read' | 'write' | 'create' | 'delete';

const dbus = 'org.freedesktop.DBus.Error.';
const secret = 'org.freedesktop.Secret.Error.';

/**
 * Why a question to the Secret Service failed, by the name of the error and by what was being
 * done; never by the words of a message.
 *
 * Source: https://dbus.freedesktop.org/doc/dbus-specification.html, and
 * https://specifications.freedesktop.org/secret-service-spec/latest/ch13.html for its errors.
 */
export function failureOf(
  error: BusFailure,
  { stage, isPrompting }: { readonly stage: Stage; readonly isPrompting: boolean },
): KeyringError {
  return new KeyringError(codeOf(error, stage, isPrompting), reasonOf(error));
}

/** Whether the session, the connection or the service was lost, so that a new one may do. */
export function isOfLostConnection({ errorName }: BusFailure): boolean {
  return lostNames.includes(errorName);
}

const lostNames: readonly string[] = [
  busFailures.closed,
  `${dbus}NoReply`,
  `${dbus}Disconnected`,
  `${dbus}ServiceUnknown`,
  `${dbus}UnknownObject`,
  `${secret}NoSession`,
  `${secret}NoSuchObject`,
];

function codeOf({ errorName }: BusFailure, stage: Stage, isPrompting: boolean): KeyringErrorCode {
  switch (errorName) {
    case busFailures.noBus:
    case `${dbus}ServiceUnknown`:
    case `${dbus}NameHasNoOwner`:
      return 'no-service';
    case busFailures.aborted:
      return isPrompting ? 'prompt-unanswered' : 'timed-out';
    case busFailures.closed:
    case `${dbus}NoReply`:
    case `${dbus}Disconnected`:
    case `${dbus}Timeout`:
    case `${dbus}TimedOut`:
      return 'timed-out';
    case `${secret}IsLocked`:
      return 'locked';
    case busFailures.refused:
    case `${dbus}AccessDenied`:
    case `${dbus}AuthFailed`:
    case `${dbus}InteractiveAuthorizationRequired`:
    case `${dbus}LimitsExceeded`:
      return 'refused';
    case `${secret}NoSuchObject`:
    case `${dbus}UnknownObject`:
      return stage === 'create' ? 'no-default-collection' : 'failed';
    default:
      if (stage === 'session') return 'refused';
      return stage === 'read' ? 'unreadable-item' : 'failed';
  }
}

/** No reason is longer, in characters. */
const longestReason = 160;

/** What is known of the cause, as one short line; what the service wrote is made neutral. */
function reasonOf({ errorName, message }: BusFailure): string {
  if (Object.values<string>(busFailures).includes(errorName)) return '';
  return neutralReason(message === '' ? (errorName.split('.').at(-1) ?? '') : message);
}

/** The text of another party as a short reason: one line, nothing unseen, nothing secret. */
export function neutralReason(text: string): string {
  // Behind the first bracket or line break are values and addresses of the program.
  const [first = ''] = text
    .slice(0, 4 * longestReason)
    .trim()
    .split(/[\n\r\u2028\u2029[{]/);
  const line = first.replace(/\s+/g, ' ').trim();
  const shown = withNumbersForUnseen(redact(line)).replace(/[.:]$/, '');
  const characters = Array.from(shown);
  return characters.length <= longestReason
    ? shown
    : `${characters.slice(0, longestReason - 1).join('')}\u2026`;
}
