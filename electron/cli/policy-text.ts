import {
  isBlank,
  isOfUnreadable,
  managementOf,
  type CloudReport,
  type Policy,
  type PolicyReport,
} from '../../shared/policy.ts';
import { policyCommandTexts as texts } from '../../shared/texts/command-line/policy.ts';
import { cloudRulesText } from '../../shared/wording/cloud-rules.ts';
import { commaList } from '../../shared/wording/lists.ts';
import { zonedTime } from '../base/local-time.ts';
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
    ...section(texts.sections.warnings(), report.warnings.map(warningLine)),
    ...(shown.length === 0 ? [] : ['', ...table(shown, names)]),
    ...(unknown.length === 0 ? [] : [texts.notKnown({ count: unknown.length })]),
    ...(hidden === 0 ? [] : [texts.notSet({ count: hidden })]),
    ...section(texts.sections.cloudRules(), cloudLines(report.cloud)),
    ...section(texts.sections.account(), [
      ...report.accounts.flatMap((account) => accountLines(account, report)),
      ...savedLines(report),
    ]),
    ...section(
      texts.sections.unreadable(),
      report.sources.filter((source) => !isWarnedOf(source, report)).flatMap(unreadableLines),
    ),
  ].join('\n');
}

function startText({ folder, profile }: NonNullable<PolicyReport['start']>): string {
  const { any, inFolder, withProfile, both } = texts.start;
  if (folder === null) return profile === null ? any() : withProfile({ profile });
  return profile === null ? inFolder({ folder }) : both({ folder, profile });
}

function headOf(report: PolicyReport): readonly string[] {
  const { managedBy, previewOf, start, removal } = report;
  const lines = [texts.summary(policySummary(report))];
  if (previewOf !== null) {
    lines.unshift(texts.preview({ file: previewOf }));
  }
  if (start !== null) lines.unshift(startText(start));
  const management = managementOf(report);
  if (management !== null) {
    const { organization } = management;
    const sources = commaList(managedBy);
    lines.push(
      organization === null
        ? texts.managedBy({ sources })
        : texts.managedByOrganization({ organization, sources }),
    );
  }
  if (removal !== null) {
    const told = { time: zonedTime(removal.at), cause: removalCause(removal) };
    lines.push(texts.removals[removal.state](told));
  }
  return lines;
}

function table(policies: readonly Policy[], names: WorkspaceNaming): readonly string[] {
  const { columns, levels, scopes, statuses } = texts;
  const headings = [
    columns.policy(),
    columns.value(),
    columns.level(),
    columns.scope(),
    columns.status(),
    columns.source(),
  ];
  const rows = policies.map((policy) => [
    policy.key,
    valueText(policy),
    policy.level === null ? '-' : levels[policy.level](),
    policy.scope === null ? '-' : scopes[policy.scope](),
    statuses[policy.status](),
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
    workspaceNameOf(id, names) === null
      ? []
      : [`  ${texts.workspace({ workspace: workspaceWithId(id, names) })}`],
  );
}

function valueText(policy: Policy): string {
  if (policy.value !== null) return JSON.stringify(policy.value);
  return isBlank(policy) ? texts.blank() : '-';
}

function sourceWithLine({ source, layers }: Policy): string {
  if (source === null) return '-';
  const line = layers.find((layer) => layer.source === source)?.line ?? null;
  return line === null ? source : `${source}:${line}`;
}

function supersededLines({ layers }: Policy): readonly string[] {
  return layers.flatMap(({ source, line, outcome, value, message }) => {
    if (outcome !== 'superseded' && outcome !== 'ignored') return [];
    const { withValue, withMessage } = texts.layers;
    const layer = texts.layers[outcome]({ place: line === null ? source : `${source}:${line}` });
    const isValueBlank = value === null && outcome === 'superseded' && message === null;
    const shown = isValueBlank ? texts.blank() : value === null ? null : JSON.stringify(value);
    const said = shown === null ? layer : withValue({ layer, value: shown });
    return [`  ${message === null ? said : withMessage({ layer: said, message })}`];
  });
}

function accountLines(
  account: PolicyReport['accounts'][number],
  { start }: PolicyReport,
): readonly string[] {
  const { shortId, method, methodCheck, workspaceCheck, result, reason, withheld } = account;
  const proof = evidenceText(account);
  const who =
    method === 'unknown'
      ? texts.accounts.unknown()
      : texts.accounts.known({ id: shortId ?? '', method });
  const { results, checks } = texts;
  const isUnderRules = [methodCheck, workspaceCheck].some((check) => check !== 'notApplicable');
  const told = withheld === null ? results[result]() : results.withheld();
  return [
    texts.account({ account: who, result: told, reason }),
    ...(isUnderRules
      ? [
          `  ${texts.checked({ method: checks[methodCheck](), workspace: checks[workspaceCheck]() })}`,
        ]
      : []),
    ...(proof === null || workspaceCheck === 'notApplicable' ? [] : [`  ${proof}`]),
    ...(result === 'toBeSignedOut' && withheld === null
      ? [`  ${start === null ? texts.removedByApp() : texts.removedByCodex()}`]
      : []),
  ];
}

/** A mistake that stops Codex is told among the warnings. */
function isWarnedOf(
  { place, message }: PolicyReport['sources'][number],
  { warnings }: PolicyReport,
): boolean {
  return warnings.some(
    (warning) => warning.source === place && message !== null && warning.message.includes(message),
  );
}

function unreadableLines(source: PolicyReport['sources'][number]): readonly string[] {
  return source.status === 'unreadable' ? [`${source.place}: ${source.message}`] : [];
}

function cloudLines(cloud: CloudReport): readonly string[] {
  const text = cloudRulesText(cloud);
  const { fetchedAt, expiresAt, workspaceId, userId, documents } = cloud;
  if (text === null) return [];
  const names = documents.map(({ name }) => name);
  if (fetchedAt === null) return [text, ...names];
  const { fetched, fetchedForGood, whose } = texts.cloud;
  const time = zonedTime(fetchedAt);
  return [
    text,
    expiresAt === null ? fetchedForGood({ time }) : fetched({ time, end: zonedTime(expiresAt) }),
    whose({ workspace: workspaceId ?? '-', user: userId ?? '-' }),
    ...names,
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
  return [
    forbidden === 0
      ? texts.saved({ count: saved })
      : texts.savedSomeForbidden({ count: saved, forbidden }),
  ];
}
