import { afterEach, expect, it, vi } from 'vitest';

import { quietX25519 } from './quiet-x25519.ts';

afterEach(() => vi.restoreAllMocks());

it('says nothing of X25519, and keeps what else there is to warn of', () => {
  const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const importKey = vi.spyOn(crypto.subtle, 'importKey').mockImplementation(() => {
    process.emitWarning(
      'The X25519 Web Crypto API algorithm is an experimental feature',
      'ExperimentalWarning',
    );
    process.emitWarning('The disk is full', 'SomeWarning');
    return Promise.reject(new Error('no such algorithm'));
  });
  quietX25519();
  quietX25519();
  expect(emitWarning.mock.calls).toEqual([['The disk is full', 'SomeWarning']]);
  expect(importKey).toHaveBeenCalledTimes(1);
  process.emitWarning('X25519 is experimental for others, too');
  expect(emitWarning).toHaveBeenCalledTimes(2);
});
