import { setImmediate } from 'node:timers/promises';

import type { Choice, Program } from './program.ts';

/** Programs that are about to begin, over what they share. */
export interface Situation {
  readonly programs: readonly Program[];
  /** Equal for two worlds in which the same is true. */
  readonly key: () => string;
  /** Whether no other program can ever meet the next effect of this one. */
  readonly isOwn: (program: Program) => boolean;
  /** After a program was killed, what the system does for it: its locks are free. */
  readonly killed: (program: Program) => void;
  /** What is wrong in the end, after a fresh program has started; and what was met on the way. */
  readonly judge: () => Promise<Judgement>;
}

export interface Judgement {
  readonly violations: readonly string[];
  /** States that may be reached, and are counted. */
  readonly met: readonly string[];
}

export interface Failure {
  readonly violations: readonly string[];
  readonly trace: readonly string[];
}

export interface WalkResult {
  readonly states: number;
  /** Runs that reached the end; the others met a state that was known already. */
  readonly ends: number;
  readonly runs: number;
  /** Whether nothing was left to be walked. */
  readonly isWhole: boolean;
  readonly failures: readonly Failure[];
  /** How often each state was met that may be reached, with the trace of the first time. */
  readonly met: ReadonlyMap<string, { readonly count: number; readonly trace: readonly string[] }>;
}

export interface WalkOptions {
  /** How many kills and faults one run may have. */
  readonly faults: number;
  readonly maxRuns: number;
  /** Numbers from 0 to 1, for a walk that is cut short and picks where to go on. */
  readonly random?: () => number;
  /** A violation that ends the walk. */
  readonly until?: RegExp;
}

/**
 * Walks through all orders of the effects of programs, depth first. What was done is done again up
 * to the point where another way is taken; a state that is known already is not walked from again.
 */
export async function walk(
  begin: () => Promise<Situation>,
  options: WalkOptions,
): Promise<WalkResult> {
  const { faults, maxRuns, random } = options;
  const known = new Set<string>();
  const open: (readonly number[])[] = [[]];
  const failures: Failure[] = [];
  const met = new Map<string, { count: number; readonly trace: readonly string[] }>();
  let [runs, ends] = [0, 0];
  while (open.length > 0 && runs < maxRuns) {
    const at = random === undefined ? open.length - 1 : Math.floor(random() * open.length);
    const [way] = open.splice(at, 1);
    if (way === undefined) break;
    runs += 1;
    const path = [...way];
    const end = await runThrough(await begin(), faults, (choices, key, depth) => {
      const given = way[depth];
      if (given !== undefined) return given;
      const state = key();
      if (known.has(state)) return null;
      known.add(state);
      for (let other = choices.length - 1; other > 0; other -= 1) open.push([...path, other]);
      path.push(0);
      return 0;
    });
    if (end === null) continue;
    ends += 1;
    for (const one of end.met) {
      const before = met.get(one);
      if (before === undefined) met.set(one, { count: 1, trace: end.trace });
      else before.count += 1;
    }
    if (end.violations.length > 0) failures.push(end);
    if (options.until !== undefined && end.violations.some((one) => options.until?.test(one)))
      break;
  }
  return { states: known.size, ends, runs, isWhole: open.length === 0, failures, met };
}

/** One run, by numbers that pick what happens next; numbers that are left out pick the first. */
export async function sample(
  situation: Situation,
  faults: number,
  picks: readonly number[],
): Promise<Judgement & { readonly trace: readonly string[] }> {
  const end = await runThrough(situation, faults, ({ length }, _, depth) => {
    return (picks[depth] ?? 0) % length;
  });
  if (end === null) throw new TypeError('a sample goes to the end');
  return end;
}

type Decide = (choices: readonly Choice[], key: () => string, depth: number) => number | null;

/** Null where `decide` gave it up. */
async function runThrough(
  situation: Situation,
  faults: number,
  decide: Decide,
): Promise<(Judgement & { readonly trace: readonly string[] }) | null> {
  const { programs } = situation;
  const trace: string[] = [];
  let left = faults;
  for (let depth = 0; ; depth += 1) {
    // All that a program does between two effects is done by then.
    await setImmediate();
    // It makes no difference when an effect happens that no other program can meet.
    const alone = programs.find((one) => situation.isOwn(one));
    const moving = alone === undefined ? programs : [alone];
    const choices = moving.flatMap((one) => one.choices({ withFaults: left > 0 }));
    // What happens comes before what may go wrong, so that the first way is the plain one.
    const ordered = [...choices].sort((a, b) => Number(a.what !== 'go') - Number(b.what !== 'go'));
    if (!ordered.some(({ what }) => what === 'go')) break;
    const key = (): string =>
      [situation.key(), left, ...programs.map((one) => one.key())].join('|');
    const picked = decide(ordered, key, depth);
    if (picked === null) return null;
    const choice = ordered[picked];
    if (choice === undefined)
      throw new TypeError('the same way led elsewhere: it is not repeatable');
    const { program, label, what } = choice;
    trace.push(`${program.name}: ${label}${what === 'go' ? '' : ` [${what}]`}`);
    if (what !== 'go') left -= 1;
    program.take(choice);
    if (what === 'killed') situation.killed(program);
  }
  const stuck = programs.filter((one) => one.state === 'running');
  const broken = programs.filter((one) => one.error !== null);
  const { violations, met } = await situation.judge();
  return {
    met,
    trace,
    violations: [
      ...stuck.map(({ name }) => `${name} waits for ever`),
      ...broken.map(({ name, error }) => `${name} failed: ${describe(error)}`),
      ...violations,
    ],
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
