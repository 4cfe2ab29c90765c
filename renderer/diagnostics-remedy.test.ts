import { describe, expect, it } from 'vitest';

import type { UnusableCode } from '../shared/problem-code.ts';
import type { AppState, StorageReport } from '../shared/app-state.ts';
import { remedyFor } from './diagnostics-remedy.ts';
import { appState, chatgptAccount } from '../shared/testing/app-state.ts';
import { doctorCheck } from './testing/doctor-report.ts';

const exposed: StorageReport = {
  mode: 'file',
  source: null,
  reason: 'default',
  active: {
    kind: 'file',
    location: '/home/ada/.codex/auth.json',
    holds: 'credential',
    problem: null,
    writtenAt: null,
    protection: 'readableByOthers',
  },
  keptCopies: [],
  copies: [],
  keyring: 'notAsked',
  movableTo: [],
  fixedBecause: null,
  noFileBecause: null,
  noKeyringBecause: null,
};
const exposedCopy: StorageReport = {
  ...exposed,
  active: null,
  copies: exposed.active === null ? [] : [exposed.active],
};
const withReport = (report: StorageReport | null) =>
  appState({ store: { ...appState().store, report } });
const unusable = (code: UnusableCode) =>
  appState({ account: { kind: 'unusable', problem: { code, message: 'It cannot be used.' } } });
const restricted: AppState['restrictions'] = {
  ...appState().restrictions,
  methods: {
    ...appState().restrictions.methods,
    device: { kind: 'forbidden', reason: 'Not here.' },
  },
};
const waiting = { kind: 'starting', method: 'browser' } as const;

describe('what the window can do about a check', () => {
  it.each([
    ['a store that others can read', 'store', 'warn', withReport(exposed), 'protect'],
    ['a copy that others can read', 'store', 'warn', withReport(exposedCopy), 'protect'],
    ['another warning of the store', 'store', 'warn', withReport(null), null],
    ['a damaged record', 'store', 'fail', unusable('record-invalid'), 'signIn'],
    ['a locked keyring', 'store', 'fail', unusable('keyring-locked'), null],
    [
      'a refresh that was interrupted',
      'refresh-journal',
      'warn',
      appState({ account: chatgptAccount() }),
      'refresh',
    ],
    ['that, with nobody signed in any more', 'refresh-journal', 'warn', appState(), null],
    ['a port where no other is left', 'sign-in-port-1455', 'fail', appState(), 'deviceCode'],
    ['a port where another is left', 'sign-in-port-1455', 'warn', appState(), null],
    [
      'a port, where a rule forbids device codes',
      'sign-in-port-1455',
      'fail',
      appState({ restrictions: restricted }),
      null,
    ],
    [
      'a port while a sign-in is under way',
      'sign-in-port-1455',
      'fail',
      appState({ signIn: waiting }),
      null,
    ],
    ['the network', 'token-endpoint', 'fail', appState(), null],
    ['what passed', 'store', 'pass', withReport(exposed), null],
  ] as const)('by %s', (_, id, status, app, remedy) => {
    expect(remedyFor(doctorCheck(id, status), app)).toBe(remedy);
  });
});
