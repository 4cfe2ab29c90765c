import { beforeEach, describe, expect, it } from 'vitest';

import { keyringProblemCodes, type KeyringProblemCode } from '../../shared/keyring-problem.ts';
import type { Credential } from '../auth/credential.ts';
import { Listeners } from '../base/listeners.ts';
import { KeyringReturn } from './keyring-return.ts';

function hiddenBy(code: KeyringProblemCode): Credential {
  return { kind: 'unusable', problem: { code, message: '' } };
}

describe('the return of a keyring', () => {
  let credential: Credential;
  let mark: string;
  let reloads: number;
  let waits: number[];
  let pass: () => void;
  let listeners: Listeners;
  let keyringReturn: KeyringReturn;
  beforeEach(() => {
    credential = { kind: 'signedOut' };
    mark = 'at first';
    reloads = 0;
    waits = [];
    listeners = new Listeners();
    keyringReturn = new KeyringReturn({
      session: { get: () => credential, onChange: (listener) => listeners.add(listener) },
      mark: () => Promise.resolve(mark),
      reload: () => {
        reloads += 1;
        return Promise.resolve();
      },
      delay: (waitMs, signal) =>
        new Promise((resolve, reject) => {
          waits.push(waitMs);
          pass = resolve;
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        }),
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
  });

  const passWaits = async (count: number) => {
    for (let wait = 0; wait < count; wait += 1) {
      const before = waits.length;
      pass();
      await expect.poll(() => waits.length).toBeGreaterThan(before);
    }
  };

  it('is not looked for while nothing is hidden', () => {
    keyringReturn.start();
    credential = { kind: 'unusable', problem: { code: 'record-invalid', message: '' } };
    listeners.tell();
    expect(waits).toEqual([]);
  });

  it.each(keyringProblemCodes)('is looked for at once after the start: %s', async (code) => {
    credential = hiddenBy(code);
    keyringReturn.start();
    await expect.poll(() => waits).toEqual([0]);
    await passWaits(1);
    expect(reloads).toBe(1);
    await keyringReturn.stop();
  });

  it.each(['keyring-locked', 'keyring-prompt-dismissed', 'keyring-unavailable'] as const)(
    'is seen by another mark, and by nothing else: %s',
    async (code) => {
      credential = hiddenBy(code);
      keyringReturn.start();
      await expect.poll(() => waits).toEqual([0]);
      await passWaits(6);
      expect(reloads).toBe(1);
      mark = 'unlocked';
      await passWaits(1);
      expect(reloads).toBe(2);
      await keyringReturn.stop();
    },
  );

  it.each(['keyring-timed-out', 'keyring-refused', 'keyring-failed'] as const)(
    'is tried again and again, more seldom each time, for what passes: %s',
    async (code) => {
      credential = hiddenBy(code);
      keyringReturn.start();
      await expect.poll(() => waits).toEqual([0]);
      await passWaits(6);
      expect(reloads).toBe(6);
      expect(waits).toEqual([0, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
      await keyringReturn.stop();
    },
  );

  it('ends with what was hidden, and begins anew', async () => {
    credential = hiddenBy('keyring-timed-out');
    keyringReturn.start();
    await expect.poll(() => waits).toEqual([0]);
    credential = { kind: 'signedOut' };
    pass();
    await expect.poll(() => reloads).toBe(0);
    credential = hiddenBy('keyring-timed-out');
    await expect
      .poll(() => {
        listeners.tell();
        return waits;
      })
      .toEqual([0, 1_000]);
    await keyringReturn.stop();
  });
});
