import type { Cloud } from './cloud.ts';
import {
  cloudWith,
  documentsWith,
  faultGroups,
  placeRules,
  sourceGroups,
  type Documents,
  type FaultKind,
  type FileName,
  type SourceKind,
} from './documents.ts';
import {
  environmentGroups,
  environments,
  type Environment,
  type EnvironmentKind,
} from './environments.ts';
import { drawFrom, groupOf } from './groups.ts';
import { MissingPairs, type Row } from './pairs.ts';
import { randomFrom, type Random } from './random.ts';
import { drawRecord, recordGroups, type RecordKind, type StoredRecord } from './records.ts';
import { ruleGroups, rules, type RuleKind } from './rules.ts';

/** What a case is made of. Each has its kinds, in groups. */
interface Facts {
  readonly record: RecordKind;
  readonly environment: EnvironmentKind;
  readonly rule: RuleKind;
  readonly source: SourceKind;
  readonly fault: FaultKind;
}

/** One case, as data: the seed and the index bring it back, and all of it can be printed. */
export interface OracleCase {
  readonly seed: number;
  readonly index: number;
  readonly facts: Facts;
  readonly record: StoredRecord;
  /** Of the tokens, and of a personal access token. */
  readonly plan: string;
  readonly environment: Environment;
  readonly documents: Documents;
  /** What the workspace says; null for nothing. */
  readonly cloud: Cloud | null;
  /** The file with the fault; null where there is none. */
  readonly faultIn: FileName | null;
  /** Whether Gatehouse finds a Codex CLI that it can ask. */
  readonly hasCli: boolean;
  /** Whether a person has Gatehouse ask whose a token is. */
  readonly looksUp: boolean;
}

const groups = {
  record: recordGroups,
  environment: environmentGroups,
  rule: ruleGroups,
  source: sourceGroups,
  fault: faultGroups,
};

type Grouped = Row<keyof Facts>;

/**
 * The first cases of a seed. Three of four are drawn for pairs of groups that no case had before,
 * until all have occurred, which takes about 130; the others as machines are, where a removal is
 * decided: mostly a person's sign-in, a rule that can remove, and nothing in the environment.
 */
export function casesOf(seed: number, count: number): readonly OracleCase[] {
  const random = randomFrom(seed);
  const draw = kindsFrom(random);
  const missing = allPairs();
  return Array.from({ length: count }, (_, index) => {
    const grouped = index % 4 !== 3 && missing.count > 0 ? rare(random, missing) : likely(random);
    if (grouped.fault !== 'harmful') missing.take(grouped);
    // A stream of its own, so that a further kind in one place leaves the other draws alone.
    return caseOf(draw(grouped), { seed, index }, randomFrom(random.below(2 ** 31)));
  });
}

/** How many pairs of groups the cases have, of how many there are. */
export function pairsCovered(
  cases: readonly OracleCase[],
): readonly [covered: number, all: number] {
  const missing = allPairs();
  const all = missing.count;
  for (const { facts } of cases) {
    const grouped = eachFact((fact) => groupOf(groups[fact], facts[fact]));
    if (grouped.fault !== 'harmful') missing.take(grouped);
  }
  return [all - missing.count, all];
}

/** Without those of a fault, since one that stops Codex hides the others. */
function allPairs(): MissingPairs<Exclude<keyof Facts, 'fault'>> {
  const { record, environment, rule, source } = eachFact((fact) => Object.keys(groups[fact]));
  return new MissingPairs({ record, environment, rule, source });
}

function eachFact<T>(make: (fact: keyof Facts) => T): Readonly<Record<keyof Facts, T>> {
  return {
    record: make('record'),
    environment: make('environment'),
    rule: make('rule'),
    source: make('source'),
    fault: make('fault'),
  };
}

function kindsFrom(random: Random): (grouped: Grouped) => Facts {
  const record = drawFrom<RecordKind>(recordGroups, random);
  const environment = drawFrom<EnvironmentKind>(environmentGroups, random);
  const rule = drawFrom<RuleKind>(ruleGroups, random);
  const source = drawFrom<SourceKind>(sourceGroups, random);
  const fault = drawFrom<FaultKind>(faultGroups, random);
  return (grouped) => ({
    record: record(grouped.record),
    environment: environment(grouped.environment),
    rule: rule(grouped.rule),
    source: source(grouped.source),
    fault: fault(grouped.fault),
  });
}

function rare(random: Random, missing: ReturnType<typeof allPairs>): Grouped {
  return { ...missing.draw(random), fault: random.below(4) > 0 ? 'none' : 'harmless' };
}

function likely(random: Random): Grouped {
  const any = eachFact((fact) => random.pick(Object.keys(groups[fact])));
  const mostly = (chance: number): boolean => random.below(100) < chance;
  return {
    record: mostly(80) ? random.pick(ofPeople) : any.record,
    environment: mostly(95) ? 'nothing' : any.environment,
    rule: mostly(70) ? random.pick(removing) : any.rule,
    source: mostly(80) ? random.pick(['user', 'system', 'managed', 'cloud']) : any.source,
    fault: mostly(40) ? 'harmful' : mostly(80) ? 'none' : 'harmless',
  };
}

const ofPeople = [
  'chatgpt of W',
  'chatgpt of X',
  'switched',
  'ids that differ',
  'any three ids',
  'any three ids',
  'key',
] as const satisfies readonly (keyof typeof recordGroups)[];

const removing = [
  'forced api',
  'forced chatgpt',
  'forced workspaces',
  'forced and allowed',
] as const satisfies readonly (keyof typeof ruleGroups)[];

function caseOf(facts: Facts, at: Pick<OracleCase, 'seed' | 'index'>, random: Random): OracleCase {
  const { lines, cloud } = placeRules(rules[facts.rule], facts.source);
  const isPlanWithCloud = cloud !== null && random.below(3) > 0;
  return {
    ...at,
    facts,
    record: drawRecord(facts.record, random),
    plan: random.pick(isPlanWithCloud ? plans.withCloud : plans.without),
    environment: environments[facts.environment],
    ...documentsWith(lines, facts.fault, random),
    cloud: cloud && cloudWith(cloud, random.pick(['none', 'same', 'same', 'failing'])),
    hasCli: random.below(10) > 0,
    looksUp: random.below(5) > 0,
  };
}

/** For which Codex asks for the rules of the workspace, and for which it does not. */
const plans = {
  withCloud: ['business', 'enterprise', 'edu', 'hc', 'ent26'],
  without: ['pro', 'plus', 'team'],
} as const;
