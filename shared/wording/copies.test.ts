import { expect, it } from 'vitest';

import type { StoragePlace, StorageReport } from '../app-state.ts';
import { copiesText } from './copies.ts';

const item: StoragePlace = {
  kind: 'keyringItem',
  location: 'the keyring',
  holds: 'credential',
  problem: null,
  writtenAt: null,
  protection: 'keyring',
};

function report(overrides: Partial<StorageReport> = {}): StorageReport {
  return {
    mode: 'file',
    source: null,
    reason: 'default',
    active: null,
    keptCopies: [],
    copies: [],
    keyring: 'asked',
    movableTo: [],
    fixedBecause: null,
    noFileBecause: null,
    noKeyringBecause: null,
    fileSettingIn: null,
    ...overrides,
  };
}

it('says that there are no copies only once the keyring has answered', () => {
  const none = 'None were found.';
  expect(copiesText(report())).toBe(none);
  for (const keyring of ['notAsked', 'unanswered', 'absent'] as const) {
    expect(copiesText(report({ keyring }))).not.toBe(none);
    expect(copiesText(report({ keyring }))).toMatch(/keyring/i);
  }
});

it('denies none where some were found', () => {
  expect(copiesText(report({ copies: [item] }))).toBeNull();
});

it('speaks of none while the setting cannot be understood', () => {
  expect(copiesText(report({ reason: 'setting' }))).toBeNull();
});
