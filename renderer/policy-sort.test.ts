import { describe, expect, it } from 'vitest';

import { nextSort, sortPolicies, type PolicySort } from './policy-sort.ts';
import { policy } from '../shared/testing/policy-report.ts';

const policies = [
  policy({ key: 'b', status: 'satisfied', value: 'x10', level: 'user', scope: 'user' }),
  policy({ key: 'c', status: 'invalid', value: null, level: 'enforced' }),
  policy({ key: 'a', status: 'satisfied', value: ['x9'], level: 'default' }),
  policy({ key: 'd', status: 'notSet', value: null, source: null, level: null, scope: null }),
  policy({ key: 'e', status: 'violated', value: true }),
];

describe('the order of the policies', () => {
  const order = (column: PolicySort['column'], direction: PolicySort['direction']) =>
    sortPolicies(policies, { column, direction })
      .map(({ key }) => key)
      .join('');

  it('is that of the report where nobody asks for another', () => {
    expect(sortPolicies(policies, null)).toEqual(policies);
  });

  it.each([
    ['policy', 'ascending', 'abcde'],
    ['policy', 'descending', 'edcba'],
    // Numbers within a text count as numbers.
    ['value', 'ascending', 'eabcd'],
    ['value', 'descending', 'baecd'],
    // Rows that are equal stay as they come, in both directions.
    ['source', 'ascending', 'bcaed'],
    ['source', 'descending', 'bcaed'],
    ['level', 'descending', 'cebad'],
    ['level', 'ascending', 'abced'],
    ['scope', 'descending', 'caebd'],
    ['status', 'descending', 'cebad'],
    ['status', 'ascending', 'dbaec'],
  ] as const)('by %s, %s: %s, what is empty last', (column, direction, expected) => {
    expect(order(column, direction)).toBe(expected);
  });

  it('leaves the report as it is', () => {
    const before = policies.map(({ key }) => key);
    sortPolicies(policies, { column: 'policy', direction: 'descending' });
    expect(policies.map(({ key }) => key)).toEqual(before);
  });
});

describe('clicks on a heading', () => {
  const clicks = (column: PolicySort['column']) => {
    const [first, second, third] = [0, 1, 2].reduce<(PolicySort | null)[]>(
      (seen) => [...seen, nextSort(seen.at(-1) ?? null, column)],
      [],
    );
    return [first?.direction, second?.direction, third];
  };

  it('sort up, down, and not at all', () => {
    expect(clicks('policy')).toEqual(['ascending', 'descending', null]);
  });

  it('show the worst and the strongest first', () => {
    expect(clicks('status')).toEqual(['descending', 'ascending', null]);
    expect(clicks('level')).toEqual(['descending', 'ascending', null]);
  });

  it('begin anew with another column', () => {
    const sort = nextSort({ column: 'status', direction: 'ascending' }, 'policy');
    expect(sort).toEqual({ column: 'policy', direction: 'ascending' });
  });
});
