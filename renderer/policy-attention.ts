import {
  isOfUnreadable,
  type Policy,
  type PolicyReport,
  type PolicyWarning,
} from '../shared/policy.ts';
import { policyPageTexts } from '../shared/texts/policy-page.ts';
import { asSentence } from '../shared/wording/sentence.ts';
import { rowId, rowOf, type ShownRow } from './policy-rows.ts';
import type { Tone } from './wording/tone.ts';

/** What a person should look at, with the row of the page that says the rest. */
export interface PolicyAttention {
  readonly kind: PolicyWarning['kind'] | 'unreadable' | 'invalid' | 'conflict' | 'violated';
  readonly tone: Extract<Tone, 'attention' | 'bad'>;
  /** A sentence. */
  readonly message: string;
  /** Where it is set; null where the message says it. */
  readonly place: Pick<PolicyWarning, 'source' | 'line' | 'column'> | null;
  readonly row: ShownRow;
}

/** All of it, the gravest first: what stops Codex, what is no rule, what is not met, warnings. */
export function attentionOf(report: PolicyReport): readonly PolicyAttention[] {
  const { policies, sources, warnings } = report;
  const told = warnings.map((warning) => ofWarning(warning, report));
  const unreadable = sources.flatMap(({ place, status, message, line, column }) =>
    status === 'unreadable' && message !== null && !isWarnedOf(warnings, place, null)
      ? [unreadableAt({ source: place, line, column }, message)]
      : [],
  );
  return [
    ...told.filter(({ kind }) => kind === 'stopsCodex'),
    ...unreadable,
    ...policies.flatMap((policy) => ofInvalid(policy, report)),
    ...ofConflicts(policies),
    ...policies.flatMap((policy) => ofViolated(policy)),
    ...told.filter(({ kind }) => kind !== 'stopsCodex'),
  ];
}

const texts = policyPageTexts.warnings;

function ofWarning(warning: PolicyWarning, report: PolicyReport): PolicyAttention {
  const { kind, message } = warning;
  const tone = kind === 'stopsCodex' ? 'bad' : 'attention';
  return { kind, tone, message, place: warning, row: rowOf(warning, report) };
}

function unreadableAt(place: NonNullable<PolicyAttention['place']>, message: string) {
  const row = { kind: 'source', id: place.source } as const;
  return { kind: 'unreadable', tone: 'bad', message: asSentence(message), place, row } as const;
}

/** A value that is none. What an unreadable file makes of its policies is told once, of the file. */
function ofInvalid(policy: Policy, report: PolicyReport): readonly PolicyAttention[] {
  const layer = policy.layers.find(({ outcome }) => outcome === 'invalid');
  const said = layer?.message ?? null;
  if (policy.status !== 'invalid' || layer === undefined || said === null) return [];
  if (isOfUnreadable(policy, report) || isWarnedOf(report.warnings, layer.source, policy.key)) {
    return [];
  }
  const message = asSentence(said);
  return [{ kind: 'invalid', tone: 'bad', message, place: layer, row: rowOfPolicy(policy) }];
}

/** Rules that contradict each other say the same of it, which is told once. */
function ofConflicts(policies: readonly Policy[]): readonly PolicyAttention[] {
  const conflicts = policies.filter(({ status }) => status === 'conflict');
  const first = conflicts.filter(
    ({ effect }, index) => conflicts.findIndex((other) => other.effect === effect) === index,
  );
  return first.map((policy) => ({
    kind: 'conflict',
    tone: 'bad',
    message: policy.effect,
    place: null,
    row: rowOfPolicy(policy),
  }));
}

function ofViolated(policy: Policy): readonly PolicyAttention[] {
  if (policy.status !== 'violated') return [];
  const place = policy.layers.find(({ outcome }) => outcome === 'applied') ?? null;
  const message = texts.violated({ key: policy.key });
  return [{ kind: 'violated', tone: 'bad', message, place, row: rowOfPolicy(policy) }];
}

function rowOfPolicy(policy: Policy): ShownRow {
  return { kind: 'policy', id: rowId(policy) };
}

function isWarnedOf(
  warnings: PolicyReport['warnings'],
  source: string,
  key: string | null,
): boolean {
  return warnings.some((warning) => warning.source === source && warning.key === key);
}
