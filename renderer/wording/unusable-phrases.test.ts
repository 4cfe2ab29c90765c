import { describe, expect, it } from 'vitest';

import { unusableText } from './unusable-phrases.ts';

describe('a sign-in that cannot be used', () => {
  it.each(['keyring-locked', 'keyring-unavailable', 'store-unknown'])(
    'is not lost: %s says that nothing was deleted',
    (code) => {
      expect(unusableText(code, 'keyring').lead).toMatch(/Nothing was .*deleted/);
    },
  );

  it('has the action that helps with a locked keyring', () => {
    expect(unusableText('keyring-locked', 'keyring').again).toBe('Unlock and try again');
    expect(unusableText('record-invalid', 'file').again).toBe('Read again');
  });

  it.each(['keyring-locked', 'keyring-unavailable'])(
    'offers a new sign-in only where it could be saved (%s)',
    (code) => {
      expect(unusableText(code, 'keyring').canSignIn).toBe(false);
      expect(unusableText(code, 'keyring').lead).not.toMatch(/sign in/);
      expect(unusableText(code, 'auto').canSignIn).toBe(true);
      expect(unusableText(code, 'auto').lead).toMatch(/or sign in anew/);
    },
  );

  it('offers no sign-in while it is not known where it would go', () => {
    expect(unusableText('store-unknown', 'file').canSignIn).toBe(false);
  });

  it.each([
    'store-not-visible',
    'record-invalid',
    'store-unreadable',
    'hidden-by-rule',
    'not-judged',
  ])('can be replaced by a new sign-in: %s', (code) => {
    expect(unusableText(code, 'file').canSignIn).toBe(true);
  });
});
