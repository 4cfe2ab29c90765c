import type { LoginRules } from './login-rules.ts';
import { ruleNames } from './login-rules.ts';
import type { SettingName } from './policy-keys.ts';
import { deadlockOf, obstaclesTo } from './usable-methods.ts';

/** Settings that contradict each other, or leave nothing to sign in with. */
export interface RuleConflict {
  readonly settings: readonly SettingName[];
  /** Those of which each, with another value, ends it. */
  readonly waysOut: readonly SettingName[];
  /** Whether it forbids every sign-in, so that no other effect of a setting comes about. */
  readonly isTotal: boolean;
  /** What is wrong, and where it is set. */
  readonly sentence: string;
}

/** Everything in the rules that no sign-in can comply with, the gravest first. */
export function ruleConflicts(rules: LoginRules): readonly RuleConflict[] {
  const conflicts: RuleConflict[] = [];
  const deadlock = deadlockOf(rules);
  if (deadlock) {
    conflicts.push({
      settings: deadlock.rules.map((rule) => ruleNames[rule]),
      waysOut: deadlock.waysOut.map((rule) => ruleNames[rule]),
      sentence: `No login method is usable under ${placesOf(deadlock.rules, rules)}: nobody can sign in, and what is stored is kept and not used.`,
      isTotal: true,
    });
  }
  const apart = obstaclesTo('chatgpt', rules).find((rule) => rule.includes('forcedWorkspaces'));
  if (apart && !deadlock?.rules.includes('forcedWorkspaces')) {
    const settings = apart.map((rule) => ruleNames[rule]);
    const sentence = `No workspace is in both ${placesOf(apart, rules)}: nobody can sign in with ChatGPT.`;
    conflicts.push({ settings, waysOut: settings, isTotal: false, sentence });
  }
  const store = rules.forbiddenStore;
  if (store) {
    conflicts.push({
      settings: ['gatehouse.allow_file_storage', 'cli_auth_credentials_store'],
      waysOut: ['cli_auth_credentials_store'],
      isTotal: false,
      sentence: `${store.source} forbids files, and the store is "${store.value}": nobody can sign in.`,
    });
  }
  return conflicts;
}

/** "forced_login_method in FILE and allowed_login_methods in FILE", for sentences. */
export function placesOf(names: readonly (keyof LoginRules)[], rules: LoginRules): string {
  const places = names.map((name) => `${ruleNames[name]} in ${rules[name]?.source ?? 'no file'}`);
  return [places.slice(0, -1).join(', '), ...places.slice(-1)].filter(Boolean).join(' and ');
}
