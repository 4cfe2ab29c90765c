import { expect, it } from 'vitest';

import { kindNote } from './candidate-kind.ts';

const candidate = { name: 'candidate.toml', kind: 'requirements' } as const;

it.each(['asked', 'name'] as const)('says nothing of a kind that is known (%s)', (because) => {
  expect(kindNote({ ...candidate, because })).toBeNull();
});

it('says how a kind was found that nobody named', () => {
  expect(kindNote({ ...candidate, because: 'keys' })).toBe(
    'candidate.toml is taken as a requirements.toml, for its keys have a meaning there only.',
  );
  expect(kindNote({ ...candidate, kind: 'managedConfig', because: 'assumed' })).toBe(
    'Neither the name nor the keys of candidate.toml say which file it is: a managed_config.toml is assumed.',
  );
});
