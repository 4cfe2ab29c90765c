import { effectiveWorkspaces, type LoginMethod, type LoginRules } from './login-rules.ts';

/** Rules that bar a method together: another value of any of them lifts it. */
type Obstacle = readonly (keyof LoginRules)[];

const methods: readonly LoginMethod[] = ['api', 'chatgpt'];

/**
 * What stands in the way of a method; empty where it may be used. A method may be used
 * that is the forced one (if any), among the allowed ones (if listed) and, for ChatGPT,
 * has a workspace left.
 *
 * Source: codex-rs/config `ManagedAuthPolicy`.
 */
export function obstaclesTo(method: LoginMethod, rules: LoginRules): readonly Obstacle[] {
  const { forcedMethod, allowedMethods, allowedWorkspaces } = rules;
  const obstacles: Obstacle[] = [];
  if (forcedMethod && forcedMethod.value !== method) obstacles.push(['forcedMethod']);
  if (allowedMethods && !allowedMethods.value.includes(method)) obstacles.push(['allowedMethods']);
  if (method === 'chatgpt' && effectiveWorkspaces(rules)?.length === 0) {
    // An empty list needs no second one to leave none.
    const isEmpty = allowedWorkspaces?.value.length === 0;
    obstacles.push(isEmpty ? ['allowedWorkspaces'] : ['forcedWorkspaces', 'allowedWorkspaces']);
  }
  return obstacles;
}

/** Rules that leave no usable method. */
export interface Deadlock {
  /** Those that do it together. */
  readonly rules: readonly (keyof LoginRules)[];
  /** Those of which each, with another value, makes a method usable. */
  readonly waysOut: readonly (keyof LoginRules)[];
}

/** Why no method is usable; null where one is. */
export function deadlockOf(rules: LoginRules): Deadlock | null {
  const found = methods.map((method) => obstaclesTo(method, rules));
  if (found.some((obstacles) => obstacles.length === 0)) return null;
  const barred = found.map((obstacles) => [...new Set(obstacles.flat())]);
  const all = [...new Set(barred.flat())];
  // One that bars every method needs no other to do it.
  const barAll = all.filter((rule) => barred.every((barring) => barring.includes(rule)));
  const together = barAll.length > 0 ? barAll : all;
  const ways = found.filter(({ length }) => length === 1).flat(2);
  return { rules: together, waysOut: ways.length > 0 ? [...new Set(ways)] : together };
}
