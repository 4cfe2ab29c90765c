import { secretServiceTexts as texts } from '../../shared/texts/secret-service.ts';
import { KeyringError, type KeyringErrorCode } from '../store/keyring.ts';
import { busFailures, type BusFailure } from './session-bus.ts';

export type Stage =
  'connect' | 'session' | 'search' | 'unlock' | 'read' | 'write' | 'create' | 'delete';

const dbus = 'org.freedesktop.DBus.Error.';
const secret = 'org.freedesktop.Secret.Error.';

/** By the errors of the D-Bus and the Secret Service specifications, and by what was being done. */
export function failureOf(
  error: BusFailure,
  asked: {
    readonly stage: Stage;
    readonly isPrompting: boolean;
    /** Whether it ended since this was asked: it may be back soon, with what it holds. */
    readonly wasThere: boolean;
  },
): KeyringError {
  const { stage, isPrompting, wasThere } = asked;
  const own = codeOf(error, stage, isPrompting);
  const code = own === 'no-service' && wasThere ? 'timed-out' : own;
  return new KeyringError(code, withReason.includes(code) ? reasonOf(error, stage) : '');
}

/** Whether the session, the connection or the service was lost, so that a new one may work. */
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

const withReason: readonly KeyringErrorCode[] = ['refused', 'unreadable-item', 'failed'];

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

/** The cause in our words: the text of the service is for programmers and may hold anything. */
function reasonOf({ errorName }: BusFailure, stage: Stage): string {
  switch (errorName) {
    case `${dbus}AccessDenied`:
    case `${dbus}AuthFailed`:
    case busFailures.refused:
      return texts.accessDenied();
    case `${dbus}LimitsExceeded`:
      return texts.tooManyConnections();
    case `${dbus}NoMemory`:
      return texts.outOfMemory();
    case `${dbus}NotSupported`:
    case `${dbus}UnknownMethod`:
    case `${dbus}UnknownInterface`:
      return stage === 'session' ? texts.noEncryption() : texts.notSupported();
    case `${dbus}InvalidArgs`:
      return texts.notUnderstood();
    default:
      return stage === 'session' ? texts.noSession() : '';
  }
}
