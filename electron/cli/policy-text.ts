import {
  isBlank,
  isOfUnreadable,
  managementOf,
  type CloudReport,
  type Policy,
  type PolicyReport,
} from '../../shared/policy.ts';
import { policySummaryTexts } from '../../shared/texts/policy-summaries.ts';
import { cloudRulesText } from '../../shared/wording/cloud-rules.ts';
import { zonedTime } from '../../shared/wording/local-time.ts';
import {
  textsOf,
  workspaceNameOf,
  workspaceWithId,
  type WorkspaceNaming,
} from '../../shared/wording/workspaces.ts';
import { evidenceText, policySummary, removalCause } from '../../shared/wording/policy-phrases.ts';

/** A report as people read it, with `all` also of policies that nobody set. */
export function policyText(
  report: PolicyReport,
  all: boolean,
  names: WorkspaceNaming = {},
): string {
  const set = report.policies.filter(
    ({ status, layers }) => status !== 'notSet' || layers.length > 0,
  );
  const unknown = all ? [] : set.filter((policy) => isOfUnreadable(policy, report));
  const shown = all ? report.policies : set.filter((policy) => !unknown.includes(policy));
  const hidden = all ? 0 : report.policies.length - set.length;
  return [
    ...headOf(report),
    ...section('Warnings', report.warnings.map(warningLine)),
    ...(shown.length === 0 ? [] : ['', ...table(shown, names)]),
    ...countLine(unknown.length, 'Not known', 'what would set them cannot be read'),
    ...countLine(hidden, 'Not set', '--all lists them'),
    ...section('Cloud rules', cloudLines(report.cloud)),
    ...section('Account', [
      ...report.accounts.flatMap((account) => accountLines(account, report)),
      ...savedLines(report),
    ]),
    ...section('Cannot be read', report.sources.flatMap(unreadableLines)),
  ].join('\n');
}

function startText({ folder, profile }: NonNullable<PolicyReport['start']>): string {
  const where = folder === null ? '' : ` in ${folder}`;
  const withProfile = profile === null ? '' : ` with the profile ${profile}`;
  return `For Codex started${where}${withProfile}.`;
}

function countLine(count: number, what: string, more: string): readonly string[] {
  return count === 0 ? [] : [`${what}: ${count} ${count === 1 ? 'policy' : 'policies'}; ${more}.`];
}

function headOf(report: PolicyReport): readonly string[] {
  const { managedBy, previewOf, start, removal } = report;
  const { title, text } = policySummary(report);
  const lines = [`${title}: ${text}`];
  if (previewOf !== null) {
    lines.unshift(`Preview: as if the file were ${previewOf}. Nothing was changed.`);
  }
  if (start !== null) lines.unshift(startText(start));
  const management = managementOf(report);
  if (management !== null) {
    const name = management.organization === null ? '' : `${management.organization}: `;
    lines.push(`Managed by ${name}${managedBy.join(', ')}`);
  }
  if (removal !== null) {
    lines.push(
      `${policySummaryTexts.removals[removal.state]()} at ${zonedTime(removal.at)}, ${removalCause(removal)}.`,
    );
  }
  return lines;
}

const headings = ['Policy', 'Value', 'Level', 'Scope', 'Status', 'Source'] as const;

function table(policies: readonly Policy[], names: WorkspaceNaming): readonly string[] {
  const rows = policies.map((policy) => [
    policy.key,
    valueText(policy),
    policy.level ?? '-',
    policy.scope ?? '-',
    statusWords[policy.status] ?? policy.status,
    sourceWithLine(policy),
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(headings),
    ...policies.flatMap((policy, index) => [
      line(rows[index] ?? []),
      `  ${policy.effect}`,
      ...namedLines(policy, names),
      ...supersededLines(policy),
    ]),
  ];
}

/** What the workspaces are called that a value names by their ids. */
function namedLines({ value }: Policy, names: WorkspaceNaming): readonly string[] {
  return textsOf(value).flatMap((id) =>
    workspaceNameOf(id, names) === null ? [] : [`  Workspace ${workspaceWithId(id, names)}`],
  );
}

function valueText(policy: Policy): string {
  if (policy.value !== null) return JSON.stringify(policy.value);
  return isBlank(policy) ? 'blank' : '-';
}

const statusWords: Readonly<Partial<Record<Policy['status'], string>>> = {
  notSet: 'not set',
  unknownKey: 'unknown key',
};

function sourceWithLine({ source, layers }: Policy): string {
  if (source === null) return '-';
  const line = layers.find((layer) => layer.source === source)?.line ?? null;
  return line === null ? source : `${source}:${line}`;
}

function supersededLines({ layers }: Policy): readonly string[] {
  return layers
    .filter(({ outcome }) => outcome === 'superseded' || outcome === 'ignored')
    .map(({ source, line, outcome, value, message }) => {
      const place = line === null ? source : `${source}:${line}`;
      const nothing = outcome === 'superseded' && message === null ? ': blank' : '';
      const said = value === null ? nothing : `: ${JSON.stringify(value)}`;
      return `  ${outcome} in ${place}${said}${message === null ? '' : ` (${message})`}`;
    });
}

function accountLines(
  account: PolicyReport['accounts'][number],
  { start }: PolicyReport,
): readonly string[] {
  const { shortId, method, methodCheck, workspaceCheck, result, reason, withheld } = account;
  const proof = evidenceText(account);
  const who = method === 'unknown' ? 'The stored sign-in' : `${shortId} (${method})`;
  return [
    `${who}: ${withheld === null ? results[result] : 'not allowed, and kept for now'}. ${reason}`,
    `  method ${checks[methodCheck]}, workspace ${checks[workspaceCheck]}`,
    ...(proof === null ? [] : [`  ${proof}`]),
    ...(result === 'toBeSignedOut' && withheld === null
      ? [`  removed by ${start === null ? remover : 'the Codex CLI where it is started so'}`]
      : []),
  ];
}

const remover = 'the Gatehouse app while it runs, else by the next start of it or of the Codex CLI';

const results = {
  allowed: 'allowed',
  hidden: 'kept and not used',
  toBeSignedOut: 'will be signed out on this device',
  toBeUnset: 'not used, and to be unset',
  unknown: 'not known',
} as const;

const checks = {
  allowed: 'allowed',
  forbidden: 'forbidden',
  unknown: 'not known',
  notApplicable: 'under no rule',
} as const;

function unreadableLines(source: PolicyReport['sources'][number]): readonly string[] {
  return source.status === 'unreadable' ? [`${source.place}: ${source.message}`] : [];
}

function cloudLines(cloud: CloudReport): readonly string[] {
  const text = cloudRulesText(cloud);
  const { fetchedAt, expiresAt, workspaceId, userId, documents } = cloud;
  if (text === null) return [];
  return [
    text,
    ...(fetchedAt === null
      ? []
      : [
          `fetched ${zonedTime(fetchedAt)}, expires ${expiresAt === null ? 'at no time' : zonedTime(expiresAt)}`,
        ]),
    ...(fetchedAt === null ? [] : [`for workspace ${workspaceId ?? '-'}, user ${userId ?? '-'}`]),
    ...documents.map(({ name }) => name),
  ];
}

function warningLine({ source, line, column, message }: PolicyReport['warnings'][number]): string {
  return line === null ? `${source}: ${message}` : `${source}:${line}:${column}: ${message}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function savedLines({ savedAccounts: { saved, forbidden } }: PolicyReport): readonly string[] {
  if (saved === 0) return [];
  const number = saved === 1 ? '1 account is saved' : `${saved} accounts are saved`;
  const barred = forbidden === 0 ? '' : `; not allowed of these: ${forbidden}`;
  return [`${number}${barred}. See "gatehouse accounts".`];
}
