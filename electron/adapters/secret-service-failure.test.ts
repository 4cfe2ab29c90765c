import { describe, expect, it } from 'vitest';

import type { KeyringErrorCode } from '../store/keyring.ts';
import { failureOf, isOfLostConnection, type Stage } from './secret-service-failure.ts';
import { BusFailure, busFailures } from './session-bus.ts';

const dbus = 'org.freedesktop.DBus.Error.';
const secret = 'org.freedesktop.Secret.Error.';
const stages: readonly Stage[] = [
  'connect',
  'session',
  'search',
  'unlock',
  'read',
  'write',
  'create',
  'delete',
];
/** As services write: about something else, for programmers, and with what nobody shall read. */
const text = 'createDLGroup failed, the policy blocked it, it is locked\n[Entry { inner: 0x1 }]';

function failure(errorName: string, stage: Stage, isPrompting = false, wasThere = false) {
  return failureOf(new BusFailure(errorName, text), { stage, isPrompting, wasThere });
}

describe('why a question failed', () => {
  it('is no missing service where it was there when the question began', () => {
    const name = `${dbus}ServiceUnknown`;
    expect(failure(name, 'search', false, true)).toMatchObject({ code: 'timed-out' });
  });

  it.each<[string, KeyringErrorCode]>([
    [busFailures.noBus, 'no-service'],
    [`${dbus}ServiceUnknown`, 'no-service'],
    [`${dbus}NameHasNoOwner`, 'no-service'],
    [busFailures.aborted, 'timed-out'],
    [busFailures.closed, 'timed-out'],
    [`${dbus}NoReply`, 'timed-out'],
    [`${dbus}Disconnected`, 'timed-out'],
    [`${dbus}Timeout`, 'timed-out'],
    [`${dbus}TimedOut`, 'timed-out'],
    [`${secret}IsLocked`, 'locked'],
    [busFailures.refused, 'refused'],
    [`${dbus}AccessDenied`, 'refused'],
    [`${dbus}AuthFailed`, 'refused'],
    [`${dbus}InteractiveAuthorizationRequired`, 'refused'],
    [`${dbus}LimitsExceeded`, 'refused'],
  ])('is told by the name of the error, whatever was being done: %s', (name, code) => {
    for (const stage of stages) expect(failure(name, stage).code).toBe(code);
  });

  it.each<[string, Partial<Record<Stage, KeyringErrorCode>>]>([
    [`${secret}NoSuchObject`, { create: 'no-default-collection' }],
    [`${dbus}UnknownObject`, { create: 'no-default-collection' }],
    [`${dbus}Failed`, { session: 'refused', read: 'unreadable-item' }],
    [`${dbus}NotSupported`, { session: 'refused', read: 'unreadable-item' }],
    ['org.kde.KWallet.Error', { session: 'refused', read: 'unreadable-item' }],
  ])('is told by what was being done, where the name does not say it: %s', (name, codes) => {
    for (const stage of stages) expect(failure(name, stage).code).toBe(codes[stage] ?? 'failed');
  });

  it('is a prompt without an answer where one stood', () => {
    expect(failure(busFailures.aborted, 'unlock', true).code).toBe('prompt-unanswered');
  });

  it('quotes nothing of the service', () => {
    const names = ['Failed', 'AccessDenied', 'LimitsExceeded', 'NotSupported', 'InvalidArgs', 'X'];
    for (const name of [...names.map((one) => dbus + one), 'org.kde.secret-in-a-name']) {
      for (const stage of stages) {
        expect(failure(name, stage).message).toMatch(/^[a-z ]{0,40}$/);
      }
    }
  });
});

it('is asked again on a new connection where the session, the connection or the service is lost', () => {
  const isLost = (name: string) => isOfLostConnection(new BusFailure(name, text));
  for (const name of [busFailures.closed, `${dbus}NoReply`, `${secret}NoSession`]) {
    expect(isLost(name)).toBe(true);
  }
  for (const name of [busFailures.aborted, `${dbus}Failed`, `${secret}IsLocked`]) {
    expect(isLost(name)).toBe(false);
  }
});
