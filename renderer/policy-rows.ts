import type {
  Policy,
  PolicyLevel,
  PolicyReport,
  PolicyScope,
  PolicyStatus,
  PolicyWarning,
} from '../shared/policy.ts';
import type { PolicyFilter } from './policy-filter.ts';
import { effectiveValue, statusWord } from './wording/policy-phrases.ts';

/** Identifies a row, also between two reports. An unknown key has a row for each of its places. */
export function rowId({ key, source, status }: Policy): string {
  return status === 'unknownKey' ? `${key} ${source}` : key;
}

/** The row that a warning is about: of its policy, or else of its source. */
export interface ShownRow {
  readonly kind: 'policy' | 'source';
  /** The `rowId` of a policy, or the place of a source. */
  readonly id: string;
}

export function rowOf(
  { key, source }: Pick<PolicyWarning, 'key' | 'source'>,
  { policies }: Pick<PolicyReport, 'policies'>,
): ShownRow {
  const policy = policies.find(
    (row) => row.key === key && row.layers.some((layer) => layer.source === source),
  );
  return policy ? { kind: 'policy', id: rowId(policy) } : { kind: 'source', id: source };
}

/** The policies that fit; every word of the text has to appear in what a row shows. */
export function filterPolicies(
  policies: readonly Policy[],
  filter: PolicyFilter,
  isJudged: boolean,
): Policy[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return policies.filter((policy) => {
    if (!filter.withUnset && policy.status === 'notSet' && policy.layers.length === 0) return false;
    const { key, source, status, effect } = policy;
    const shown = [
      key,
      effectiveValue(policy),
      source ?? '',
      statusWord(status, isJudged).word,
      effect,
    ];
    const text = shown.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The `rowId` of each row that would be otherwise with another report in place. */
export function changedPolicies(present: PolicyReport, other: PolicyReport): ReadonlySet<string> {
  const content = ({ value, source, status }: Policy): string =>
    JSON.stringify([value, source, status]);
  const before = new Map(present.policies.map((policy) => [rowId(policy), content(policy)]));
  const after = new Map(other.policies.map((policy) => [rowId(policy), content(policy)]));
  const ids = [...before.keys(), ...after.keys()];
  return new Set(ids.filter((id) => before.get(id) !== after.get(id)));
}

/** The least grave first. An error comes before a violation in the state of a report, too. */
const severities: readonly PolicyStatus[] = [
  'notSet',
  'satisfied',
  'enforced',
  'unknownKey',
  'conflict',
  'violated',
  'invalid',
];

/** The weakest first: a default gives way to the user's own, that to what is enforced. */
const levels: readonly PolicyLevel[] = ['default', 'user', 'enforced'];
const scopes: readonly PolicyScope[] = ['user', 'machine'];

/** What a column is sorted by; null where a cell is empty. */
const sortKeys = {
  policy: ({ key }: Policy) => key,
  value: (policy: Policy) => (policy.value === null ? null : effectiveValue(policy)),
  source: ({ source }: Policy) => source,
  level: ({ level }: Policy) => (level === null ? null : levels.indexOf(level)),
  scope: ({ scope }: Policy) => (scope === null ? null : scopes.indexOf(scope)),
  status: ({ status }: Policy) => severities.indexOf(status),
} satisfies Record<string, (policy: Policy) => string | number | null>;
export type SortableColumn = keyof typeof sortKeys;

export interface PolicySort {
  readonly column: SortableColumn;
  readonly direction: 'ascending' | 'descending';
}

/** Where the first click on a heading sorts downwards: the worst or strongest first. */
const strongestFirst: readonly SortableColumn[] = ['level', 'scope', 'status'];

const collator = new Intl.Collator('en', { numeric: true });

/** Equal rows stay in the order of the report, and empty cells are last in both directions. */
export function sortPolicies(policies: readonly Policy[], sort: PolicySort | null): Policy[] {
  if (sort === null) return [...policies];
  const keyOf = sortKeys[sort.column];
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
