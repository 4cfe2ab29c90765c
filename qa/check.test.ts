import { describe, expect, it } from 'vitest';

import { judgeMachine, type MachineFacts } from './check.ts';

const complete: MachineFacts = {
  platform: 'linux',
  app: { found: true, what: '/app' },
  electron: { found: true, what: '45.4.1, /electron' },
  hasDisplay: true,
  hasVirtualDisplay: true,
  takenPorts: [],
  canHaveMachineFiles: true,
  missingPrograms: [],
  missingModules: [],
};

const judged = (facts: Partial<MachineFacts>, name: string) =>
  judgeMachine({ ...complete, ...facts }).find((check) => check.name === name);

describe('what a machine lacks', () => {
  it('is nothing where all is there', () => {
    expect(judgeMachine(complete).map(({ result }) => result)).toEqual(Array(7).fill('ok'));
  });

  it.each([
    ['Gatehouse', { app: { found: false, because: 'none' } }, 'missing', 'none'],
    ['Electron', { electron: { found: false, because: 'none' } }, 'missing', 'none'],
    ['Display', { hasDisplay: false }, 'ok', 'starts Xvfb'],
    ['Display', { hasDisplay: false, hasVirtualDisplay: false }, 'missing', 'apt-get install xvfb'],
    ['Sign-in ports', { takenPorts: [1455] }, 'limited', 'another program has 1455'],
    ['Sign-in ports', { takenPorts: [1455, 1457] }, 'missing', 'has 1455 and 1457'],
    ['Rules of a managed machine', { canHaveMachineFiles: false }, 'limited', 'needs root'],
    ['Tray', { missingModules: ['dbus'] }, 'limited', "Python's dbus missing"],
    ['Tray', { missingPrograms: ['dbus-daemon'] }, 'limited', 'dbus-daemon missing'],
    ['Keyring', { missingPrograms: ['dbus-daemon'] }, 'limited', 'dbus-daemon missing'],
    ['Keyring', { missingPrograms: ['secret-tool'] }, 'limited', 'libsecret-tools'],
    ['Keyring', { platform: 'darwin' }, 'limited', 'on Linux alone'],
    ['Display', { platform: 'darwin', hasDisplay: false }, 'ok', 'there is one'],
  ] as const)('%s of %j: %s', (name, facts, result, text) => {
    const check = judged(facts, name);
    expect(check?.result).toBe(result);
    expect(check?.text).toContain(text);
  });

  it('of the keyring is no matter for the tray', () => {
    expect(judged({ missingPrograms: ['secret-tool'] }, 'Tray')?.result).toBe('ok');
  });
});
