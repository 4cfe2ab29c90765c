import {
  doctorSchemaVersion,
  type DoctorCheck,
  type DoctorReport,
  type DoctorStatus,
} from '../../shared/doctor.ts';
import { doctorTexts } from '../../shared/texts/doctor.ts';
import type { Onlooker } from '../../shared/wording/codex-credentials.ts';
import { presentable } from '../base/presentable.ts';
import { wrapped } from '../base/wrapped.ts';
import { plainLine, type Line, type LinePart } from '../base/toned-line.ts';
import type { DoctorFacts, DoctorReader } from './doctor-facts.ts';
import { credentialChecks } from './credential-checks.ts';
import { gatherFacts, type GatherParts } from './gather-facts.ts';
import { networkChecks } from './network-checks.ts';
import { portChecks } from './port-checks.ts';
import { rulesCheck } from './rules-check.ts';
import { storeChecks } from './store-checks.ts';

export interface DoctorContext {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly appVersion: string;
  readonly platform: string;
  readonly userHome: string;
  readonly onlooker: Onlooker;
  readonly reader: DoctorReader;
}

/** Looks at this machine and judges it; rejects where the system fails unexpectedly. */
export async function examine(
  parts: GatherParts,
  context: Omit<DoctorContext, 'at'>,
): Promise<DoctorReport> {
  const facts = await gatherFacts(parts);
  return doctorReport(facts, { ...context, at: parts.probes.now() });
}

/** Judges what was found, in texts that may be sent away; see {@link presentable}. */
export function doctorReport(facts: DoctorFacts, context: DoctorContext): DoctorReport {
  const { at, appVersion, platform, userHome } = context;
  const checks = [
    ...portChecks(facts.ports),
    ...networkChecks(facts),
    rulesCheck(facts.rules, facts.cloud, context.reader),
    ...credentialChecks(facts, context.onlooker),
    ...storeChecks(facts),
  ];
  return {
    schemaVersion: doctorSchemaVersion,
    at: new Date(at).toISOString(),
    appVersion,
    platform,
    state: worstOf(checks),
    checks: checks.map((check) => ({
      ...check,
      detail: presentable(check.detail, userHome),
      action: check.action && presentable(check.action, userHome),
    })),
  };
}

function worstOf(checks: readonly DoctorCheck[]): DoctorReport['state'] {
  const has = (wanted: DoctorCheck['status']) => checks.some(({ status }) => status === wanted);
  if (has('fail')) return 'fail';
  return has('warn') ? 'warn' : 'pass';
}

const { marks, states } = doctorTexts;

/**
 * The report as a list: one line a check, and what to do below it. @param columns of the terminal,
 * where details are to be wrapped within it, and on a narrow one below the title
 */
export function doctorLines(
  { checks, state }: DoctorReport,
  columns: number | null = null,
): readonly Line[] {
  const width = Math.max(...checks.map(({ title }) => title.length));
  const beside = 2 + 4 + 2 + width + 2;
  const isNarrow = columns !== null && columns < beside + leastDetail;
  const indent = isNarrow ? 8 : beside;
  const told = (text: string): readonly string[] =>
    columns === null ? [text] : wrapped(text, Math.max(columns - indent - 3, leastDetail / 2));
  const below = (line: string): string => `${' '.repeat(indent)}${line}`;
  const lines = checks.flatMap(({ status, title, detail, action }): readonly Line[] => {
    const [first = '', ...more] = told(detail);
    const mark = toned(status, marks[status]().padEnd(4));
    const head: readonly Line[] = isNarrow
      ? [['  ', mark, `  ${title}`], below(first)]
      : [['  ', mark, `  ${title.padEnd(width)}  ${first}`]];
    const [step = '', ...others] = action === null ? [] : told(action);
    return [
      ...head,
      ...more.map(below),
      ...(action === null ? [] : [below(`-> ${step}`), ...others.map((one) => below(`   ${one}`))]),
    ];
  });
  return [[toned(state, states[state]())], '', ...lines];
}

/** Characters of a line that a detail should have at least. */
const leastDetail = 40;

export function doctorText(report: DoctorReport): string {
  return doctorLines(report).map(plainLine).join('\n');
}

function toned(status: DoctorStatus, words: string): LinePart {
  return status === 'skipped' ? words : { tone: tones[status], words };
}

const tones = { pass: 'good', warn: 'attention', fail: 'bad' } as const;
