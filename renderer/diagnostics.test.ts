import { describe, expect, it } from 'vitest';

import type { AppState, StorageReport } from '../shared/app-state.ts';
import type { UnusableCode } from '../shared/problem-code.ts';
import { appState, chatgptAccount } from '../shared/testing/app-state.ts';
import { groupChecks, isDiagnosable, remedyFor } from './diagnostics.ts';
import { doctorCheck } from './testing/doctor-report.ts';

const wellIds = [
  'sign-in-port-1455',
  'sign-in-port-1457',
  'token-endpoint',
  'issuer',
  'environment-proxy',
  'direct-route',
  'ca-file-SSL_CERT_FILE',
  'clock',
  'login-rules',
  'credential',
  'dotenv',
  'codex-home',
  'store',
  'tokens',
  'refresh-journal',
  'lock-account',
  'codex-processes',
] as const;

const ids = (...checks: ReturnType<typeof doctorCheck>[]) =>
  groupChecks(checks).map(({ id }) => id);

describe('the groups of checks', () => {
  it('follow the report where all is well', () => {
    const groups = groupChecks(wellIds.map((id) => doctorCheck(id)));
    expect(groups.map(({ id, checks }) => [id, checks.length])).toEqual([
      ['ports', 2],
      ['network', 5],
      ['clock', 1],
      ['rules', 1],
      ['codex', 2],
      ['store', 5],
      ['programs', 1],
    ]);
    expect(groups.flatMap(({ checks }) => checks.map(({ id }) => id))).toEqual(wellIds);
  });

  it('have the worst trouble first, and what was not checked last', () => {
    expect(
      ids(
        doctorCheck('sign-in-port-1455'),
        doctorCheck('token-endpoint', 'warn'),
        doctorCheck('clock', 'skipped'),
        doctorCheck('store', 'fail'),
        doctorCheck('codex-processes'),
      ),
    ).toEqual(['store', 'network', 'ports', 'programs', 'clock']);
  });

  it('are as bad as their worst check, which comes first', () => {
    const [store] = groupChecks([
      doctorCheck('store'),
      doctorCheck('lock-account', 'warn'),
      doctorCheck('lock-refresh', 'fail'),
      doctorCheck('lock-commit', 'warn'),
    ]);
    expect(store?.status).toBe('fail');
    expect(store?.checks.map(({ id }) => id)).toEqual([
      'lock-refresh',
      'lock-account',
      'lock-commit',
      'store',
    ]);
  });
});

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
  fileSettingIn: null,
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

describe('a failed sign-in', () => {
  it.each(['network', 'ports-busy', 'timed-out', 'store-unwritable'] as const)(
    'by %s leads to the diagnostics',
    (code) => expect(isDiagnosable(code)).toBe(true),
  );

  it.each(['denied', 'cancelled', 'not-entitled', 'forbidden-by-rule'] as const)(
    'by %s has nothing for them to find',
    (code) => expect(isDiagnosable(code)).toBe(false),
  );
});
