import { describe, expect, it } from 'vitest';

import { permissionsFor } from './permissions.ts';

const everywhere = 'gatehouse.allow_sign_out_everywhere';

describe('what a request needs', () => {
  it.each([
    ['a permission where its input says so', { everywhere: true }, [everywhere]],
    ['none where it says otherwise', { everywhere: false }, []],
    ['none where it says nothing', undefined, []],
  ])('%s', (_, input, names) => {
    expect(permissionsFor('account.signOut', input)).toEqual(names);
  });

  it.each([undefined, { format: 'csv' }])('a permission with any input: %o', (input) => {
    expect(permissionsFor('policy.export', input)).toEqual(['gatehouse.allow_export']);
  });

  it('none where no rule is about it', () => {
    expect(permissionsFor('account.refresh', undefined)).toEqual([]);
  });
});
