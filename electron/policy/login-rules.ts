import type { KeysOf } from './policy-keys.ts';

/** The login rules of this machine, each with where it was set. */
export interface LoginRules {
  /** `forced_login_method` of config.toml. */
  readonly forcedMethod: Sourced<LoginMethod> | null;
  /** `forced_chatgpt_workspace_id` of config.toml: one id, or a list (an empty one allows all). */
  readonly forcedWorkspaces: Sourced<ForcedWorkspaces> | null;
  /** `allowed_login_methods` of requirements.toml. */
  readonly allowedMethods: Sourced<readonly LoginMethod[]> | null;
  /** `allowed_chatgpt_workspaces` of requirements.toml. */
  readonly allowedWorkspaces: Sourced<readonly string[]> | null;
  /** `gatehouse.require_verified_workspace`: a workspace that is only read does not count. */
  readonly requireVerified: Sourced<true> | null;
  /** The store in use is a file, or may be one, and `gatehouse.allow_file_storage` forbids that. */
  readonly forbiddenStore: Sourced<'file' | 'auto'> | null;
}

/** A method as rules name it: `api` is an API key, `chatgpt` everything with tokens. */
export type LoginMethod = 'api' | 'chatgpt';

export type ForcedWorkspaces =
  | { readonly form: 'single'; readonly id: string }
  | { readonly form: 'list'; readonly ids: readonly string[] };

export interface Sourced<T> {
  readonly value: T;
  /** The file that the winning value comes from. */
  readonly source: string;
}

/** The setting behind each rule. */
export const ruleNames: Readonly<Record<keyof LoginRules, KeysOf<'loginRules'>>> = {
  forcedMethod: 'forced_login_method',
  forcedWorkspaces: 'forced_chatgpt_workspace_id',
  allowedMethods: 'allowed_login_methods',
  allowedWorkspaces: 'allowed_chatgpt_workspaces',
  requireVerified: 'gatehouse.require_verified_workspace',
  forbiddenStore: 'gatehouse.allow_file_storage',
};

export const noRules: LoginRules = {
  forcedMethod: null,
  forcedWorkspaces: null,
  allowedMethods: null,
  allowedWorkspaces: null,
  requireVerified: null,
  forbiddenStore: null,
};

/**
 * The rules, or why they cannot be known. What cannot be read never counts as
 * "no rules": it forbids new sign-ins and removes nothing.
 */
export type KnownRules =
  | { readonly kind: 'known'; readonly rules: LoginRules }
  | { readonly kind: 'unknown'; readonly message: string };

/** Whether any rule asks something of a sign-in. */
export function hasRules(rules: LoginRules): boolean {
  const names = Object.keys(rules) as (keyof LoginRules)[];
  return names.some((name) => name !== 'forbiddenStore' && asks(rules, name));
}

/** Whether managed rules allow other methods only, so that Codex passes over one of this method. */
export function passesOver(known: KnownRules, method: LoginMethod): boolean {
  return known.kind === 'known' && known.rules.allowedMethods?.value.includes(method) === false;
}

/** Whether a rule is set; an empty list of forced workspaces is none. */
export function asks(rules: LoginRules, name: keyof LoginRules): boolean {
  const { forcedWorkspaces } = rules;
  if (name !== 'forcedWorkspaces') return rules[name] !== null;
  return forcedWorkspaces !== null && workspaceIds(forcedWorkspaces.value).length > 0;
}

/**
 * Workspaces that a sign-in may use: where both a config rule and a managed
 * rule give some, those in both, in the config's order; null where none does.
 *
 * Source: codex-rs/config `ManagedAuthPolicy`.
 */
export function effectiveWorkspaces(rules: LoginRules): readonly string[] | null {
  const forced = rules.forcedWorkspaces ? workspaceIds(rules.forcedWorkspaces.value) : [];
  const allowed = rules.allowedWorkspaces?.value ?? null;
  if (forced.length === 0) return allowed;
  if (allowed === null) return forced;
  return forced.filter((id) => allowed.includes(id));
}

/** The ids of a forced workspace rule, whichever form it was written in. */
export function workspaceIds(forced: ForcedWorkspaces): readonly string[] {
  return forced.form === 'single' ? [forced.id] : forced.ids;
}
