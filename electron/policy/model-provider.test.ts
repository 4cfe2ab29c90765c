import { expect, it } from 'vitest';

import { sourcesOf } from '../testing/policy-reports.ts';
import { settingsFrom } from './codex-config.ts';
import { settingsLayers } from './layers.ts';
import { modelProviderOf } from './model-provider.ts';

function providerIn(files: Parameters<typeof sourcesOf>[0]) {
  const layers = settingsLayers('linux', '/home/ada/.codex', {});
  return modelProviderOf(settingsFrom(layers, sourcesOf(files)));
}

const own = (members = ''): string =>
  `model_provider = "own"\n[model_providers.own]\nname = "Own"\n${members}`;

// As `account/read` of Codex CLI 0.171.0 says it.
it.each([
  ['', 'openai', true],
  ['model_provider = "openai"', 'openai', true],
  ['oss_provider = "ollama"', 'openai', true],
  ['model_provider = "ollama"', 'ollama', false],
  ['model_provider = "lmstudio"', 'lmstudio', false],
  ['model_provider = "amazon-bedrock"', 'amazon-bedrock', false],
  [own(), 'own', false],
  [own('requires_openai_auth = true'), 'own', true],
  [own('env_key = "OWN"'), 'own', false],
])('%j: the provider is %s, and whether it needs the sign-in: %s', (user, id, needsSignIn) => {
  expect(providerIn({ user })).toEqual({ id, needsSignIn });
});

it('is put together from all places, the strongest first', () => {
  const user = '[model_providers.own]\nname = "Own"\nrequires_openai_auth = true';
  expect(providerIn({ user, system: 'model_provider = "own"' })).toEqual({
    id: 'own',
    needsSignIn: true,
  });
  expect(providerIn({ user: own(), managed: 'model_provider = "openai"' })?.id).toBe('openai');
});

it.each(['model_provider = 5', 'model_provider = "none"', 'model_provider = '])(
  'is not known where Codex does not load: %j',
  (user) => {
    expect(providerIn({ user })).toBeNull();
  },
);
