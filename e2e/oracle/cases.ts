import {
  documentsWith,
  faults,
  placeRules,
  sourceKinds,
  type Documents,
  type FaultKind,
  type FileName,
  type SourceKind,
} from './documents.ts';
import { environments, type Environment, type EnvironmentKind } from './environments.ts';
import { randomFrom, type Random } from './random.ts';
import { drawRecord, recordKinds, type RecordKind, type StoredRecord } from './records.ts';
import { rules, type RuleKind } from './rules.ts';

/** What a case is made of; each has its kinds, and all pairs of kinds of two of them occur. */
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
  readonly environment: Environment;
  readonly documents: Documents;
  /** The file with the fault; null where there is none. */
  readonly faultIn: FileName | null;
  /** Whether Gatehouse finds a Codex CLI that it can ask. */
  readonly hasCli: boolean;
}

const kinds: { readonly [F in keyof Facts]: readonly Facts[F][] } = {
  record: keysOf(recordKinds),
  environment: keysOf(environments),
  rule: keysOf(rules),
  source: sourceKinds,
  fault: keysOf(faults),
};
const names = Object.keys(kinds) as readonly (keyof Facts)[];

/**
 * The first cases of a seed. Every other one is drawn from among many for the most pairs
 * of kinds that no case had before; the rest are drawn from what decides over a removal:
 * mostly a rule that can remove, nothing in the environment, and files that load.
 */
export function casesOf(seed: number, count: number): readonly OracleCase[] {
  const random = randomFrom(seed);
  const seen = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const facts = index % 2 === 0 ? rarest(random, seen) : likely(random);
    for (const pair of pairsOf(facts)) seen.add(pair);
    // A stream of its own, so that a further kind in one place leaves the other draws alone.
    return caseOf(facts, { seed, index }, randomFrom(random.below(2 ** 31)));
  });
}

/** How many pairs of kinds the cases have, of how many there are. */
export function pairsCovered(
  cases: readonly OracleCase[],
): readonly [covered: number, all: number] {
  const covered = new Set(cases.flatMap(({ facts }) => pairsOf(facts)));
  const sizes = names.map((name) => kinds[name].length);
  const all = sizes.flatMap((size, at) => sizes.slice(at + 1).map((other) => size * other));
  return [covered.size, all.reduce((sum, size) => sum + size, 0)];
}

function caseOf(facts: Facts, at: Pick<OracleCase, 'seed' | 'index'>, random: Random): OracleCase {
  const lines = placeRules(rules[facts.rule], facts.source);
  return {
    ...at,
    facts,
    record: drawRecord(facts.record, random),
    environment: environments[facts.environment],
    ...documentsWith(lines, facts.fault, random),
    hasCli: random.below(4) > 0,
  };
}

const candidates = 40;

function rarest(random: Random, seen: ReadonlySet<string>): Facts {
  let best = anyFacts(random);
  let most = -1;
  for (let tried = 0; tried < candidates; tried += 1) {
    const facts = anyFacts(random);
    const fresh = pairsOf(facts).filter((pair) => !seen.has(pair)).length;
    if (fresh > most) [best, most] = [facts, fresh];
  }
  return best;
}

function anyFacts(random: Random): Facts {
  return {
    record: random.pick(kinds.record),
    environment: random.pick(kinds.environment),
    rule: random.pick(kinds.rule),
    source: random.pick(kinds.source),
    fault: random.pick(kinds.fault),
  };
}

function likely(random: Random): Facts {
  const any = anyFacts(random);
  const mostly = (chance: number): boolean => random.below(100) < chance;
  return {
    record: mostly(30) ? 'any three ids' : any.record,
    environment: mostly(55) ? 'nothing' : any.environment,
    rule: mostly(70) ? random.pick(removing) : any.rule,
    source: mostly(50) ? random.pick(['user', 'system', 'managed']) : any.source,
    fault: mostly(60) ? 'none' : mostly(50) ? random.pick(harmless) : any.fault,
  };
}

const removing = [
  'forced api',
  'forced chatgpt',
  'forced W',
  'forced W in a list',
  'forced W and V',
  'forced W with blanks',
  'forced api and W',
  'forced chatgpt and W',
  'forced chatgpt and Y',
  'forced W, allowed W and X',
  'forced W and X, allowed W',
  'forced chatgpt, allowed both',
] as const satisfies readonly RuleKind[];

/** What looks like a fault, and Codex loads it. */
const harmless = [
  'nesting of 60',
  'a byte order mark',
  'lines that end with CR LF',
  'more than 1 MiB',
  'a wrong type that a stronger file replaces',
  'an MCP server',
  'a table of profiles alone',
  'keys that nobody knows',
  'known sandboxes in the requirements',
] as const satisfies readonly FaultKind[];

function pairsOf(facts: Facts): string[] {
  return names.flatMap((name, at) =>
    names.slice(at + 1).map((other) => `${name}=${facts[name]} ${other}=${facts[other]}`),
  );
}

function keysOf<K extends string>(object: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(object) as K[];
}
