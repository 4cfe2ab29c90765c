import { expect, it, vi } from 'vitest';

import { enforceVerdict } from './enforce-verdict.ts';
import type { Remedy, Verdict } from './verdict.ts';

const violated = (remedy: Remedy): Verdict & { kind: 'violated' } => ({
  kind: 'violated',
  rule: 'forcedMethod',
  source: '/etc/codex/config.toml',
  message: 'API key login is required, but ChatGPT is currently being used. Logging out.',
  remedy,
  withheld: null,
});

it('removes the stored credential for a rule of config.toml, and says so', async () => {
  const remove = vi.fn(() => Promise.resolve({ kind: 'signedOut' }));
  const violation = violated('signOut');
  expect(await enforceVerdict(violation, remove)).toEqual({
    kind: 'signedOut',
    violation,
    message: 'API key login is required, but ChatGPT is currently being used. Logging out.',
    removed: true,
  });
  expect(remove).toHaveBeenCalledTimes(1);
});

it('leaves another sign-in alone that came into its place, for it to be judged', async () => {
  const remove = () => Promise.resolve({ kind: 'changed' });
  expect(await enforceVerdict(violated('signOut'), remove)).toEqual({ kind: 'changed' });
});

it('says why, where the credential cannot be removed', async () => {
  const violation = violated('signOut');
  const remove = (): Promise<never> => Promise.reject(new Error('auth.json cannot be written.'));
  expect(await enforceVerdict(violation, remove)).toEqual({
    kind: 'signedOut',
    violation,
    // Both periods are upstream's.
    message:
      'API key login is required, but ChatGPT is currently being used. Logging out.. Failed to remove auth.json: auth.json cannot be written.',
    removed: false,
  });
});

it('does not claim it where a keyring that was not reached may still hold it', async () => {
  const unreached = ['the keyring: The keyring is locked.'];
  const remove = () => Promise.resolve({ kind: 'signedOut', mayRemain: true, unreached });
  expect(await enforceVerdict(violated('signOut'), remove)).toMatchObject({
    message: expect.stringMatching(
      /Logging out\. Not reached: the keyring: The .*locked\.$/,
    ) as string,
    removed: false,
  });
});

it.each<Verdict>([
  { kind: 'allowed' },
  { kind: 'unknown', because: 'rules', message: 'config.toml cannot be read.' },
  violated('hide'),
  violated('unsetVariable'),
])('removes nothing for %j', async (verdict) => {
  const remove = vi.fn(() => Promise.resolve({ kind: 'signedOut' }));
  expect(await enforceVerdict(verdict, remove)).toEqual({ kind: 'nothing' });
  expect(remove).not.toHaveBeenCalled();
});
