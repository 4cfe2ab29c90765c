import type { Policy, PolicyLevel, PolicyScope, PolicyStatus } from '../shared/policy.ts';
import { effectiveValue } from './wording/policy-phrases.ts';

/** What the table can be sorted by. Effects are sentences, which have no order. */
const sortableColumns = ['policy', 'value', 'source', 'level', 'scope', 'status'] as const;
export type SortableColumn = (typeof sortableColumns)[number];

export interface PolicySort {
  readonly column: SortableColumn;
  readonly direction: 'ascending' | 'descending';
}

/** The least grave first. An error comes before a violation in the state of a report, too. */
const severities: readonly PolicyStatus[] = [
  'notSet',
  'satisfied',
  'enforced',
  'overridden',
  'unknownKey',
  'conflict',
  'violated',
  'invalid',
];

/** The weakest first: a default gives way to the user's own, that to what is enforced. */
const levels: readonly PolicyLevel[] = ['default', 'user', 'enforced'];
const scopes: readonly PolicyScope[] = ['user', 'machine'];

/** What a policy is sorted by; null where its cell is empty. */
type SortKey = (policy: Policy) => string | number | null;

const keys: Readonly<Record<SortableColumn, SortKey>> = {
  policy: ({ key }) => key,
  value: (policy) => (policy.value === null ? null : effectiveValue(policy)),
  source: ({ source }) => source,
  level: ({ level }) => (level === null ? null : levels.indexOf(level)),
  scope: ({ scope }) => (scope === null ? null : scopes.indexOf(scope)),
  status: ({ status }) => severities.indexOf(status),
};

/** Where the first click on a heading shows the end that is looked for: the worst, the strongest. */
const strongestFirst: readonly SortableColumn[] = ['level', 'scope', 'status'];

const collator = new Intl.Collator('en', { numeric: true });

/**
 * The policies in another order; as they come where none is asked for. Rows that are
 * equal stay in the order of the report, and empty cells are last in both directions.
 */
export function sortPolicies(policies: readonly Policy[], sort: PolicySort | null): Policy[] {
  if (sort === null) return [...policies];
  const keyOf = keys[sort.column];
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return policies.toSorted((left, right) => {
    const [first, second] = [keyOf(left), keyOf(right)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return sign * compare(first, second);
  });
}

/** What a click on a heading leads to: one direction, the other, the report's own order. */
export function nextSort(sort: PolicySort | null, column: SortableColumn): PolicySort | null {
  const first = strongestFirst.includes(column) ? 'descending' : 'ascending';
  if (sort?.column !== column) return { column, direction: first };
  if (sort.direction !== first) return null;
  return { column, direction: first === 'ascending' ? 'descending' : 'ascending' };
}

function compare(left: string | number, right: string | number): number {
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : collator.compare(String(left), String(right));
}
