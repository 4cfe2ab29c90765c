import {
  noRules,
  type ForcedWorkspaces,
  type KnownRules,
  type LoginMethod,
  type LoginRules,
} from '../policy/login-rules.ts';

interface RuleValues {
  readonly forcedMethod: LoginMethod;
  readonly forcedWorkspaces: ForcedWorkspaces;
  readonly allowedMethods: readonly LoginMethod[];
  readonly allowedWorkspaces: readonly string[];
  readonly requireVerified: true;
  readonly forbiddenStore: 'file' | 'auto';
}

/** Rules of which this machine sets some, and a workspace what is changed. */
export function rulesWithCloud(local: Partial<RuleValues>, cloud: Partial<RuleValues>): KnownRules {
  const [ofMachine, all] = [rules(local), rules({ ...local, ...cloud })];
  return ofMachine.kind === 'known' && all.kind === 'known'
    ? { kind: 'known', rules: { ...all.rules, local: ofMachine.rules } }
    : ofMachine;
}

/** Known rules; each is set in a file of its own name, such as `forcedMethod.toml`. */
export function rules(values: Partial<RuleValues>): KnownRules {
  const sourced = Object.fromEntries(
    Object.entries(values).map(([rule, value]) => [rule, { value, source: `${rule}.toml` }]),
  ) as Partial<LoginRules>;
  return { kind: 'known', rules: { ...noRules, ...sourced } };
}
