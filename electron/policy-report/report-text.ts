import type { Policy, PolicyReport, PolicyValue } from '../../shared/policy.ts';

/** The whole report, the same as of `gatehouse policy --json`, laid out for people too. */
export function reportJson(report: PolicyReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

const columns: readonly (readonly [string, (policy: Policy) => string])[] = [
  ['Policy', ({ key }) => key],
  ['Effective value', ({ value }) => valueText(value)],
  ['Source', ({ source }) => source ?? ''],
  ['Level', ({ level }) => level ?? ''],
  ['Scope', ({ scope }) => scope ?? ''],
  ['Status', ({ status }) => status],
  ['Effect', ({ effect }) => effect],
];

/** The table of the policies as CSV (RFC 4180), a line for each policy, set or not. */
export function reportCsv({ policies }: PolicyReport): string {
  const rows = policies.map((policy) => columns.map(([, cell]) => cellText(cell(policy))));
  const head = columns.map(([name]) => name);
  return [head, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** A list is told with its ids beside each other, an empty one as one; nothing where there is no value. */
function valueText(value: PolicyValue | null): string {
  if (value === null) return '';
  if (!Array.isArray(value)) return String(value);
  // It may forbid everything, and must not pass for what is not set.
  return value.length === 0 ? '[]' : value.join(' ');
}

// A spreadsheet would calculate what begins so, and a value may come from anybody's file.
const formula = /^[=+\-@\t\r]/;

function cellText(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
