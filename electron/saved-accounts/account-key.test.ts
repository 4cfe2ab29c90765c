import { describe, expect, it, vi } from 'vitest';

import { StoreError, type StoreErrorCode } from '../auth/credential-store.ts';
import { makeKey, openKey, type KeyExpected, type KeySlot } from './account-key.ts';
import { newSealKey, seal, unseal } from './account-seal.ts';

/** A slot of a keyring that holds this, and notes what is written. */
function slot(held: string | null = null) {
  const written: string[] = [];
  const one: KeySlot = {
    read: () => Promise.resolve(written.at(-1) ?? held),
    write: (identity) => Promise.resolve(void written.push(identity)),
    keepAside: () => Promise.resolve(),
  };
  return { ...one, written };
}

const nothing: KeyExpected = { recipient: null, hasSealedFiles: false };

describe('the key of the saved accounts', () => {
  it('is open where the keyring has the one that the list names', async () => {
    const key = await newSealKey();
    const { identity, recipient } = key;
    const state = await openKey(slot(identity), { recipient, hasSealedFiles: true });
    expect(state).toEqual({ kind: 'open', key });
  });

  it('is taken over where the list does not name one yet: a program ended after it was made', async () => {
    const key = await newSealKey();
    expect(await openKey(slot(key.identity), nothing)).toEqual({ kind: 'open', key });
  });

  it('is none where nothing needs one', async () => {
    expect(await openKey(slot(), nothing)).toEqual({ kind: 'none' });
  });

  it.each<[string, KeyExpected]>([
    ['sealed files are there', { recipient: null, hasSealedFiles: true }],
    ['the list names one', { recipient: 'age1abc', hasSealedFiles: false }],
  ])('is gone where the keyring has none and %s', async (_, expected) => {
    const state = await openKey(slot(), expected);
    expect(state).toMatchObject({ kind: 'shut', problem: { code: 'key-gone' } });
  });

  it.each([
    ['another key', async () => (await newSealKey()).identity],
    ['something that is no key', () => Promise.resolve('a password')],
    ['an empty text', () => Promise.resolve('')],
  ])('is swapped where the keyring has %s', async (_, held) => {
    const { recipient } = await newSealKey();
    const state = await openKey(slot(await held()), { recipient, hasSealedFiles: true });
    expect(state).toMatchObject({ kind: 'shut', problem: { code: 'key-swapped' } });
    expect(JSON.stringify(state)).not.toContain('AGE-SECRET-KEY');
  });

  it.each<[StoreErrorCode, string]>([
    ['keyring-unavailable', 'no-keyring'],
    ['keyring-locked', 'key-locked'],
    ['keyring-prompt-dismissed', 'key-locked'],
    ['keyring-prompt-unanswered', 'key-locked'],
    ['keyring-timed-out', 'key-unreachable'],
    ['keyring-refused', 'key-unreachable'],
    ['keyring-several-items', 'key-unreachable'],
    ['keyring-item-unreadable', 'key-unreachable'],
    ['keyring-no-default-collection', 'key-unreachable'],
    ['keyring-failed', 'key-unreachable'],
  ])('of a keyring that answers %s is shut: %s, and none is made', async (code, expected) => {
    const write = vi.fn<KeySlot['write']>();
    const refusing: KeySlot = {
      read: () => Promise.reject(new StoreError(code, 'It says why.')),
      write,
      keepAside: () => Promise.resolve(),
    };
    // A file for the sign-in, which the keyring's own message may advise, would help no account.
    const message =
      expected === 'no-keyring'
        ? (expect.stringMatching(/^No keyring is running\. Start [^.]* KeePassXC\.$/) as string)
        : 'It says why.';
    const problem = { code: expected, message };
    expect(await openKey(refusing, nothing)).toEqual({ kind: 'shut', problem });
    expect(write).not.toHaveBeenCalled();
  });

  it('is never asked of a keyring that is broken: what is no refusal is thrown', async () => {
    const broken = { ...slot(), read: () => Promise.reject(new TypeError('a fault of ours')) };
    await expect(openKey(broken, nothing)).rejects.toThrow(TypeError);
  });
});

describe('a key that is made', () => {
  it('is in the keyring, and seals what it opens', async () => {
    const keyring = slot();
    const key = await makeKey(keyring);
    expect(keyring.written).toEqual([key.identity]);
    expect(await unseal(await seal('a sign-in', key.recipient), key)).toBe('a sign-in');
  });

  it('is none where the keyring does not hold it afterwards', async () => {
    const forgetful = { ...slot(), write: () => Promise.resolve() };
    await expect(makeKey(forgetful)).rejects.toMatchObject({ code: 'keyring-failed' });
  });
});

describe('a seal', () => {
  it('is not opened by another key', async () => {
    const [one, other] = [await newSealKey(), await newSealKey()];
    expect(await unseal(await seal('a sign-in', one.recipient), other)).toBeNull();
  });

  it.each([
    ['damaged', (bytes: Uint8Array) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1)],
    ['cut off', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['no age file', () => Buffer.from('a sign-in')],
    ['empty', () => Buffer.alloc(0)],
  ])('is not opened where it is %s', async (_, damage) => {
    const key = await newSealKey();
    expect(await unseal(damage(await seal('a sign-in', key.recipient)), key)).toBeNull();
  });
});
