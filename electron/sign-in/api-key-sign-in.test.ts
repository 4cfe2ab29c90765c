import { describe, expect, it } from 'vitest';

import { StoreError } from '../auth/credential-store.ts';
import { rulesOf, signInWorld } from '../testing/sign-in/sign-in-world.ts';
import { signInWithApiKey } from './api-key-sign-in.ts';

const issuer = 'https://auth.openai.com';
const goOn = new AbortController().signal;

describe('signing in with an API key', () => {
  it('saves the key without the white space around it', async () => {
    const { deps, saved } = signInWorld(issuer);
    await signInWithApiKey(deps, '  sk-test-key\n', goOn);
    expect(saved).toEqual([{ kind: 'apiKey', apiKey: 'sk-test-key' }]);
  });

  it.each(['', '   ', '\n\t'])('refuses %j as no key', async (apiKey) => {
    const { deps, saved } = signInWorld(issuer);
    await expect(signInWithApiKey(deps, apiKey, goOn)).rejects.toMatchObject({
      code: 'api-key-empty',
      message: 'No API key provided.',
    });
    expect(saved).toEqual([]);
  });

  it('saves nothing where a rule forbids the method', async () => {
    const { deps, saved } = signInWorld(issuer, {
      rules: () =>
        Promise.resolve(rulesOf({ forcedMethod: { value: 'chatgpt', source: '/etc/rule' } })),
    });
    await expect(signInWithApiKey(deps, 'sk-test-key', goOn)).rejects.toMatchObject({
      code: 'forbidden-by-rule',
      message: 'API key login is disabled. Use ChatGPT login instead. (Set in /etc/rule.)',
    });
    expect(saved).toEqual([]);
  });

  it('saves nothing where the rules cannot be read', async () => {
    const { deps, saved } = signInWorld(issuer, {
      rules: () => Promise.resolve({ kind: 'unknown', message: 'config.toml cannot be read' }),
    });
    await expect(signInWithApiKey(deps, 'sk-test-key', goOn)).rejects.toMatchObject({
      code: 'rules-unknown',
      message: 'config.toml cannot be read',
    });
    expect(saved).toEqual([]);
  });

  it('saves nothing after it was cancelled', async () => {
    const { deps, saved } = signInWorld(issuer);
    const signal = AbortSignal.abort();
    await expect(signInWithApiKey(deps, 'sk-test-key', signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(saved).toEqual([]);
  });

  it('says where the store refused', async () => {
    const { deps } = signInWorld(issuer, {
      save: () => Promise.reject(new StoreError('unwritable', 'the file is read-only')),
    });
    await expect(signInWithApiKey(deps, 'sk-test-key', goOn)).rejects.toMatchObject({
      code: 'store-unwritable',
      message: 'the file is read-only',
    });
  });
});
