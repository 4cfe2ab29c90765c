import type { StoreMode } from '../auth/credential-store.ts';
import type { SettingName } from './policy-keys.ts';

/** The login rules, each with where it was set; `ruleNames` has their keys. */
export interface LoginRules {
  readonly forcedMethod: Sourced<LoginMethod> | null;
  /** One id, or a list, of which an empty one allows all. */
  readonly forcedWorkspaces: Sourced<ForcedWorkspaces> | null;
  readonly allowedMethods: Sourced<readonly LoginMethod[]> | null;
  readonly allowedWorkspaces: Sourced<readonly string[]> | null;
  /** A workspace that is read but not verified does not count. */
  readonly requireVerified: Sourced<true> | null;
  /** The store in use, where it may be a file and files are forbidden. */
  readonly forbiddenStore: Sourced<'file' | 'auto'> | null;
  /** The store in which Codex looks by cloud rules, where sign-ins are kept in another. */
  readonly otherStore: Sourced<StoreMode> | null;
  /** Those of this machine alone, where cloud rules count besides them; else null. */
  readonly local: LoginRules | null;
}

export type RuleName = Exclude<keyof LoginRules, 'local'>;

/** `api` is an API key, `chatgpt` everything with tokens. */
export type LoginMethod = 'api' | 'chatgpt';

export type ForcedWorkspaces =
  | { readonly form: 'single'; readonly id: string }
  | { readonly form: 'list'; readonly ids: readonly string[] };

export interface Sourced<T> {
  readonly value: T;
  readonly source: string;
}

export const ruleNames: Readonly<Record<RuleName, SettingName>> = {
  forcedMethod: 'forced_login_method',
  forcedWorkspaces: 'forced_chatgpt_workspace_id',
  allowedMethods: 'allowed_login_methods',
  allowedWorkspaces: 'allowed_chatgpt_workspaces',
  requireVerified: 'gatehouse.require_verified_workspace',
  forbiddenStore: 'gatehouse.allow_file_storage',
  otherStore: 'cli_auth_credentials_store',
};

export const noRules: LoginRules = {
  forcedMethod: null,
  forcedWorkspaces: null,
  allowedMethods: null,
  allowedWorkspaces: null,
  requireVerified: null,
  forbiddenStore: null,
  otherStore: null,
  local: null,
};

/** Unknown rules are not "no rules": they forbid new sign-ins and remove nothing. */
export type KnownRules =
  | { readonly kind: 'known'; readonly rules: LoginRules }
  | { readonly kind: 'unknown'; readonly message: string };

/** Whether any rule asks something of a sign-in. */
export function hasRules(rules: LoginRules): boolean {
  const names = Object.keys(ruleNames) as RuleName[];
  return names.some((name) => name !== 'forbiddenStore' && asks(rules, name));
}

/** Whether a rule is set; an empty list of forced workspaces is none. */
export function asks(rules: LoginRules, name: RuleName): boolean {
  const { forcedWorkspaces } = rules;
  if (name !== 'forcedWorkspaces') return rules[name] !== null;
  return forcedWorkspaces !== null && workspaceIds(forcedWorkspaces.value).length > 0;
}

/** The first forced rule that is set; null for none. */
export function forcedRuleIn(rules: LoginRules): 'forcedMethod' | 'forcedWorkspaces' | null {
  return (['forcedMethod', 'forcedWorkspaces'] as const).find((name) => asks(rules, name)) ?? null;
}

/**
 * The workspaces of both a config rule and a managed rule, in the config's order; null where
 * neither names any. Source: codex-rs/config `ManagedAuthPolicy`.
 */
export function effectiveWorkspaces(rules: LoginRules): readonly string[] | null {
  const forced = rules.forcedWorkspaces ? workspaceIds(rules.forcedWorkspaces.value) : [];
  const allowed = rules.allowedWorkspaces?.value ?? null;
  if (forced.length === 0) return allowed;
  if (allowed === null) return forced;
  return forced.filter((id) => allowed.includes(id));
}

export function workspaceIds(forced: ForcedWorkspaces): readonly string[] {
  return forced.form === 'single' ? [forced.id] : forced.ids;
}
