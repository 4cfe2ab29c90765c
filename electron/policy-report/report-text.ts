import type { Policy, PolicyReport, PolicyValue } from '../../shared/policy.ts';
import { policyReportTexts } from '../../shared/texts/policy-report.ts';
import { presentableJson } from '../base/presentable.ts';
import { policyRowOf } from '../policy/policy-keys.ts';

/** A report without secrets and e-mail addresses, with the home folder (absolute) as `~`. */
export function collectableReport(report: PolicyReport, userHome: string): PolicyReport {
  const policies = report.policies.map(withoutQuery);
  return presentableJson({ ...report, policies }, userHome);
}

// What follows the path of an address may be a key.
function withoutQuery(policy: Policy): Policy {
  if (policyRowOf(policy.key)?.holds !== 'address') return policy;
  const { value, effect, layers } = policy;
  return {
    ...policy,
    value: value && pathOnly(value),
    effect: typeof value === 'string' ? effect.replaceAll(value, () => cut(value)) : effect,
    layers: layers.map((layer) => ({ ...layer, value: layer.value && pathOnly(layer.value) })),
  };
}

function pathOnly(value: PolicyValue): PolicyValue {
  return typeof value === 'string' ? cut(value) : value;
}

function cut(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

/** The same as of `gatehouse policy --json`. */
export function reportJson(report: PolicyReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

const names = policyReportTexts.columns;

const columns: readonly (readonly [() => string, (policy: Policy) => string])[] = [
  [names.key, ({ key }) => key],
  [names.value, ({ value }) => valueText(value)],
  [names.source, ({ source }) => source ?? ''],
  [names.level, ({ level }) => level ?? ''],
  [names.scope, ({ scope }) => scope ?? ''],
  [names.status, ({ status }) => status],
  [names.effect, ({ effect }) => effect],
];

/** All policies as CSV (RFC 4180), set or not. */
export function reportCsv({ policies }: PolicyReport): string {
  const rows = policies.map((policy) => columns.map(([, cell]) => cellText(cell(policy))));
  const head = columns.map(([name]) => name());
  return [head, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function valueText(value: PolicyValue | null): string {
  if (value === null) return '';
  if (!Array.isArray(value)) return String(value);
  // An empty list may forbid everything, and must not look unset.
  return value.length === 0 ? '[]' : value.join(' ');
}

// A spreadsheet would calculate what begins so.
const formula = /^[=+\-@\t\r]/;

function cellText(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
