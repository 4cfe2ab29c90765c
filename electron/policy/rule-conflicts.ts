import { loginRuleTexts as texts } from '../../shared/texts/login-rules.ts';
import { andList } from '../../shared/wording/lists.ts';
import {
  effectiveWorkspaces,
  ruleNames,
  type LoginMethod,
  type LoginRules,
  type RuleName,
} from './login-rules.ts';
import type { SettingName } from './policy-keys.ts';

/** Rules that bar a method together: another value of any of them ends it. */
type Obstacle = readonly RuleName[];

const methods: readonly LoginMethod[] = ['api', 'chatgpt'];

/**
 * Why a method may not be used: it is not the forced one, not among the allowed ones, or ChatGPT
 * without a workspace left. Source: codex-rs/config `ManagedAuthPolicy`.
 */
export function obstaclesTo(method: LoginMethod, rules: LoginRules): readonly Obstacle[] {
  const { forcedMethod, allowedMethods, allowedWorkspaces } = rules;
  const obstacles: Obstacle[] = [];
  if (forcedMethod && forcedMethod.value !== method) obstacles.push(['forcedMethod']);
  if (allowedMethods && !allowedMethods.value.includes(method)) obstacles.push(['allowedMethods']);
  if (method === 'chatgpt' && effectiveWorkspaces(rules)?.length === 0) {
    const isEmpty = allowedWorkspaces?.value.length === 0;
    obstacles.push(isEmpty ? ['allowedWorkspaces'] : ['forcedWorkspaces', 'allowedWorkspaces']);
  }
  return obstacles;
}

export interface Deadlock {
  readonly rules: readonly RuleName[];
  /** Each of them, with another value, makes a method usable. */
  readonly waysOut: readonly RuleName[];
}

/** Why no method is usable; null where one is. */
export function deadlockOf(rules: LoginRules): Deadlock | null {
  const found = methods.map((method) => obstaclesTo(method, rules));
  if (found.some((obstacles) => obstacles.length === 0)) return null;
  const barred = found.map((obstacles) => [...new Set(obstacles.flat())]);
  const all = [...new Set(barred.flat())];
  // One that bars every method does it alone.
  const barAll = all.filter((rule) => barred.every((barring) => barring.includes(rule)));
  const together = barAll.length > 0 ? barAll : all;
  const ways = found.filter(({ length }) => length === 1).flat(2);
  return { rules: together, waysOut: ways.length > 0 ? [...new Set(ways)] : together };
}

/**
 * Whether every Codex program ends before it judges what is stored, because the rules of this
 * machine leave no method. A deadlock that cloud rules make comes after the forced rules have been
 * judged (seen with Codex CLI 0.171.0, `e2e/command-line/cloud-cells.spec.ts`).
 */
export function endsUnjudged(rules: LoginRules): boolean {
  return deadlockOf(rules.local ?? rules) !== null;
}

/** Settings that contradict each other, or leave no way to sign in. */
export interface RuleConflict {
  readonly settings: readonly SettingName[];
  /** Each of them, with another value, ends it. */
  readonly waysOut: readonly SettingName[];
  /** Whether it forbids every sign-in. */
  readonly isTotal: boolean;
  readonly sentence: string;
}

/** The gravest first. */
export function ruleConflicts(rules: LoginRules): readonly RuleConflict[] {
  const conflicts: RuleConflict[] = [];
  const deadlock = deadlockOf(rules);
  if (deadlock) {
    conflicts.push({
      settings: deadlock.rules.map((rule) => ruleNames[rule]),
      waysOut: deadlock.waysOut.map((rule) => ruleNames[rule]),
      sentence: endsUnjudged(rules)
        ? `${deadlockText(deadlock, rules)} ${texts.conflicts.keptUnused()}`
        : deadlockText(deadlock, rules),
      isTotal: true,
    });
  }
  const apart = obstaclesTo('chatgpt', rules).find((rule) => rule.includes('forcedWorkspaces'));
  if (apart && !deadlock?.rules.includes('forcedWorkspaces')) {
    const settings = apart.map((rule) => ruleNames[rule]);
    const sentence = texts.conflicts.noWorkspace({ rules: placesOf(apart, rules) });
    conflicts.push({ settings, waysOut: settings, isTotal: false, sentence });
  }
  const store = rules.forbiddenStore;
  if (store) {
    conflicts.push({
      settings: ['gatehouse.allow_file_storage', 'cli_auth_credentials_store'],
      waysOut: ['cli_auth_credentials_store'],
      isTotal: false,
      sentence: texts.conflicts.noStore({ place: store.source, mode: store.value }),
    });
  }
  return conflicts;
}

/** Which rules leave no way to sign in, as a sentence for people. */
export function deadlockText({ rules: names }: Deadlock, rules: LoginRules): string {
  const places = { rules: placesOf(names, rules) };
  if (!endsUnjudged(rules)) return texts.conflicts.noMethodForCodex(places);
  const { one, two, more } = texts.conflicts.noMethod;
  if (names.length === 1) return one(places);
  return names.length === 2 ? two(places) : more(places);
}

/** What the window says where no way to sign in is left. */
export interface NoWayToSignIn {
  /** The key of the rule to look at. */
  readonly rule: SettingName;
  /** Which rules it are, as a sentence. */
  readonly message: string;
  /** What helps, as a sentence. */
  readonly step: string;
  /** What Codex says of it. */
  readonly details: string;
}

/**
 * Null where a way is left.
 *
 * @param own the file of the person, who can correct what is set there
 */
export function noWayToSignIn(rules: LoginRules, own: string | undefined): NoWayToSignIn | null {
  const deadlock = deadlockOf(rules);
  if (deadlock === null) return null;
  const { correctOwn, askToCorrect } = texts.conflicts;
  const ofPerson = deadlock.waysOut.find((name) => rules[name]?.source === own);
  const [first] = deadlock.waysOut;
  const toShow = ofPerson ?? first;
  if (toShow === undefined) return null;
  const rule = ruleNames[toShow];
  const askFor = deadlock.rules.length === 1 ? askToCorrect.it : askToCorrect.oneOfThem;
  const step =
    ofPerson === undefined || own === undefined ? askFor() : correctOwn({ rule, place: own });
  return {
    rule,
    message: deadlockText(deadlock, rules),
    step,
    details: texts.codex.noUsableMethod(),
  };
}

/** "forced_login_method in FILE and allowed_login_methods in FILE", for sentences. */
export function placesOf(names: readonly RuleName[], rules: LoginRules): string {
  const { ruleIn, noPlace } = texts.conflicts;
  return andList(
    names.map((name) => {
      const place = rules[name]?.source ?? noPlace();
      return ruleIn({ rule: ruleNames[name], place });
    }),
  );
}
