import { describe, expect, it } from 'vitest';

import type { AppState } from '../../shared/app-state.ts';
import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { appState } from '../../shared/testing/app-state.ts';
import { unusableText } from './unusable-phrases.ts';

const { store, restrictions } = appState();
const forbidden = { kind: 'forbidden', reason: 'Not here.' } as const;

function keptIn(mode: AppState['store']['mode']): AppState {
  return appState({ store: { ...store, mode } });
}

describe('a sign-in that cannot be used', () => {
  it.each([...keyringProblemCodes, 'store-unknown'] as const)(
    'is not lost: %s says that nothing was deleted',
    (code) => {
      expect(unusableText(code, keptIn('keyring')).lead).toMatch(/Nothing was .*deleted/);
    },
  );

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
  });
});
