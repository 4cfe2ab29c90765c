import { describe, expect, it } from 'vitest';

import type { AppState, StoragePlace, StorageReport } from '../../shared/app-state.ts';
import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { appState } from '../../shared/testing/app-state.ts';
import { fileInstead, unusableText } from './unusable-phrases.ts';

const { store, restrictions } = appState();
const forbidden = { kind: 'forbidden', reason: 'Not here.' } as const;

function keptIn(mode: AppState['store']['mode']): AppState {
  return appState({ store: { ...store, mode } });
}

describe('a sign-in that cannot be used', () => {
  it.each([
    ...keyringProblemCodes.filter((code) => code !== 'keyring-unavailable'),
    'store-unknown',
  ] as const)('is not lost: %s says that nothing was deleted', (code) => {
    expect(unusableText(code, keptIn('keyring')).lead).toMatch(/Nothing was .*deleted/);
  });

  it('is not claimed where there is no keyring that could tell of one', () => {
    const { lead } = unusableText('keyring-unavailable', keptIn('keyring'));
    expect(lead).toBe('What is in the keyring stays there.');
  });

  it('has the action that helps with a locked keyring', () => {
    expect(unusableText('keyring-locked', keptIn('keyring')).again).toBe('Unlock and try again');
    expect(unusableText('record-invalid', keptIn('file')).again).toBe('Reload');
  });

  it.each(keyringProblemCodes)('offers a new sign-in only where it could be saved (%s)', (code) => {
    expect(unusableText(code, keptIn('keyring')).canSignIn).toBe(false);
    expect(unusableText(code, keptIn('keyring')).lead).not.toMatch(/sign in/);
    expect(unusableText(code, keptIn('auto')).canSignIn).toBe(true);
    expect(unusableText(code, keptIn('auto')).lead).toMatch(/sign in again/);
  });

  it('says to remove all but one of several entries, and to look again then', () => {
    const { again, lead } = unusableText('keyring-several-items', keptIn('keyring'));
    expect(again).toBe('Check again');
    expect(lead).toMatch(/Keep one of the entries below and remove the others\.$/);
  });

  it('says nothing twice of a record whose own sentences say what to do', () => {
    expect(unusableText('record-invalid', keptIn('file')).lead).toBeNull();
  });

  it('offers no sign-in while it is not known where it would go', () => {
    expect(unusableText('store-unknown', keptIn('file')).canSignIn).toBe(false);
  });

  it.each([
    'store-not-visible',
    'record-invalid',
    'store-unreadable',
    'hidden-by-rule',
    'not-judged',
  ] as const)('can be replaced by a new sign-in: %s', (code) => {
    expect(unusableText(code, keptIn('file')).canSignIn).toBe(true);
  });

  it('advises another account only where a rule leaves a way to sign in', () => {
    const { methods } = restrictions;
    const withMethods = (some: Partial<typeof methods>) =>
      appState({ restrictions: { ...restrictions, methods: { ...methods, ...some } } });
    const some = withMethods({ apiKey: forbidden });
    expect(unusableText('hidden-by-rule', some).lead).toContain('Sign in with an account');
    const none = withMethods({ browser: forbidden, device: forbidden, apiKey: forbidden });
    expect(unusableText('hidden-by-rule', none).lead).toMatch(/no way to sign in\..* ask them\.$/);
    for (const code of ['hidden-by-rule', 'not-judged'] as const) {
      expect(unusableText(code, some).canSignIn).toBe(true);
      expect(unusableText(code, none).canSignIn).toBe(false);
    }
  });

  it('leaves it to the banner to say that rules leave no way to sign in', () => {
    const deadlock = { message: 'm', step: 's', rule: 'r', details: 'd' };
    const state = appState({ restrictions: { ...restrictions, deadlock } });
    expect(unusableText('hidden-by-rule', state).lead).toBe('Your sign-in is kept but not used.');
  });
});

describe('a file in place of a keyring that is not there', () => {
  const place = (kind: StoragePlace['kind'], holds: StoragePlace['holds']): StoragePlace => ({
    kind,
    location: `at ${kind}`,
    holds,
    problem: null,
    writtenAt: null,
    protection: 'noKeyring',
  });
  const reported = (overrides: Partial<StorageReport>): AppState =>
    appState({
      store: {
        ...store,
        report: {
          mode: 'keyring',
          source: null,
          reason: 'setting',
          active: place('keyringItem', 'unreadable'),
          copies: [],
          keptCopies: [],
          keyring: 'notAsked',
          movableTo: [],
          fixedBecause: null,
          noFileBecause: 'None runs.',
          noKeyringBecause: null,
          fileSettingIn: '~/.codex/config.toml',
          ...overrides,
        },
      },
    });

  it.each<[string, Partial<StorageReport>, RegExp]>([
    ['the keyring', {}, /sign in again\. Anything left in the keyring stays there\.$/],
    [
      'the encrypted file',
      { active: place('encryptedFile', 'unreadable') },
      /sign in again\. The encrypted file stays where it is\.$/,
    ],
    [
      'the keyring, with an older one in the file',
      { copies: [place('file', 'credential')] },
      /in at file will be used again\. Anything left in the keyring stays there\.$/,
    ],
    [
      'the keyring, with a file that cannot be read',
      { copies: [place('file', 'unreadable')] },
      /sign in again/,
    ],
  ])('is offered with what becomes of the sign-in in %s', (_, facts, text) => {
    expect(fileInstead('keyring-unavailable', reported(facts))).toEqual({
      kind: 'possible',
      text: expect.stringMatching(text) as string,
    });
  });

  it.each<[string, Partial<StorageReport>, string]>([
    ['who fixed the store', { fixedBecause: 'An administrator.' }, 'An administrator.'],
    ['which rule forbids files', { noFileBecause: 'A rule.' }, 'A rule.'],
  ])('says %s where it is not', (_, facts, reason) => {
    const found = fileInstead('keyring-unavailable', reported({ fileSettingIn: null, ...facts }));
    expect(found).toEqual({ kind: 'ruledOut', reason });
  });

  it.each(keyringProblemCodes.filter((code) => code !== 'keyring-unavailable'))(
    'is no matter where a keyring is there (%s)',
    (code) => {
      expect(fileInstead(code, reported({}))).toEqual({ kind: 'none' });
    },
  );

  it('is none before the places were looked at', () => {
    expect(fileInstead('keyring-unavailable', appState())).toEqual({ kind: 'none' });
  });
});
