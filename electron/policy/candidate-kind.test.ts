import { expect, it } from 'vitest';

import type { CandidateKind } from '../../shared/policy.ts';
import { candidateKind } from './candidate-kind.ts';

const kindOf = (name: string, toml = '', as: CandidateKind | null = null) =>
  candidateKind({ name, bytes: new TextEncoder().encode(toml), as });

it.each([
  ['requirements.toml', 'requirements'],
  ['My-Requirements.TOML', 'requirements'],
  ['managed_config.toml', 'managedConfig'],
  ['config.toml.new', 'managedConfig'],
] as const)('takes %s as what its name says, whatever is in it', (name, kind) => {
  const other =
    kind === 'requirements' ? 'forced_login_method = "api"' : 'allowed_login_methods = []';
  expect(kindOf(name, other)).toEqual({ kind, because: 'name' });
});

it.each([
  ['allowed_login_methods = ["api"]', 'requirements'],
  ['allowed_chatgpt_workspaces = 7\n[gatehouse]\nallow_export = false', 'requirements'],
  ['forced_login_method = "api"\nchatgpt_base_url = "https://a.example"', 'managedConfig'],
  ['[features]\nsecret_auth_storage = true', 'managedConfig'],
] as const)('asks the keys where a name says nothing: %s', (toml, kind) => {
  expect(kindOf('candidate.toml', toml)).toEqual({ kind, because: 'keys' });
});

it.each([
  ['none', ''],
  [
    'those that count in both',
    'cli_auth_credentials_store = "file"\n[gatehouse]\nallow_export = true',
  ],
  ['those of either', 'allowed_login_methods = []\nforced_login_method = "api"'],
  ['what is no TOML', 'allowed_login_methods ='],
])('assumes a config where the keys are no help: %s', (_, toml) => {
  expect(kindOf('candidate.toml', toml)).toEqual({ kind: 'managedConfig', because: 'assumed' });
});

it('takes it as what a person says, whatever else does', () => {
  expect(kindOf('requirements.toml', 'allowed_login_methods = []', 'managedConfig')).toEqual({
    kind: 'managedConfig',
    because: 'asked',
  });
});
