import type { IdTokenClaims } from '../auth/id-token-claims.ts';
import {
  effectiveWorkspaces,
  type KnownRules,
  type LoginMethod,
  type Sourced,
} from './login-rules.ts';
import { noUsableMethod } from './stored-violations.ts';
import { deadlockOf, obstaclesTo, placesOf } from './rule-conflicts.ts';

export type RuleAnswer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'forbidden'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const allowed: RuleAnswer = { kind: 'allowed' };

export function reasonAgainst(answer: RuleAnswer): string | null {
  return answer.kind === 'allowed' ? null : answer.reason;
}

/**
 * Whether a new sign-in by this method may start: not where the rules leave no method, bar this
 * one, or forbid the file that it would be kept in. Sources: codex-rs/cli/src/login.rs for the
 * sentences, codex-rs/config `ManagedAuthPolicy` for the managed part.
 */
export function ruleForMethod(
  known: KnownRules,
  method: LoginMethod,
  name = methodNames[method],
): RuleAnswer {
  if (known.kind === 'unknown') return { kind: 'unknown', reason: known.message };
  const { rules } = known;
  const deadlock = deadlockOf(rules);
  if (deadlock) return forbidden(`${noUsableMethod} (${placesOf(deadlock.rules, rules)}).`);
  const [obstacle] = obstaclesTo(method, rules);
  if (obstacle?.includes('forcedMethod')) return disabled(name, method, rules.forcedMethod);
  if (obstacle?.includes('allowedMethods')) return disabled(name, method, rules.allowedMethods);
  const store = rules.forbiddenStore;
  if (store) {
    return forbidden(
      `A sign-in would be kept in a file, which ${store.source} does not allow: set cli_auth_credentials_store = "keyring" (it is "${store.value}").`,
    );
  }
  if (obstacle) {
    return forbidden(
      `${name} login is disabled: no workspace is allowed (${placesOf(obstacle, rules)}).`,
    );
  }
  return allowed;
}

const methodNames: Readonly<Record<LoginMethod, string>> = { chatgpt: 'ChatGPT', api: 'API key' };

/** The same for a personal access token, which counts as ChatGPT. */
export function ruleForAccessToken(known: KnownRules): RuleAnswer {
  return ruleForMethod(known, 'chatgpt', 'Access token');
}

/**
 * Whether fresh tokens may be saved, by the workspace claim of their ID token.
 * Source: codex-rs/login/src/server.rs (the sentences, "an chatgpt_account_id" included).
 */
export function ruleForWorkspace(
  known: KnownRules,
  claims: Pick<IdTokenClaims, 'workspaceId'>,
): RuleAnswer {
  if (known.kind === 'unknown') return { kind: 'unknown', reason: known.message };
  const workspaces = effectiveWorkspaces(known.rules);
  if (workspaces === null) return allowed;
  if (claims.workspaceId === null) {
    return forbidden(
      'Login is restricted to a specific workspace, but the token did not include an chatgpt_account_id claim.',
    );
  }
  if (workspaces.includes(claims.workspaceId)) return allowed;
  return forbidden(`Login is restricted to workspace id(s) ${workspaces.join(', ')}.`);
}

/**
 * For `allowed_workspace_id` of the authorize URL: the wanted one where the rules allow it, else
 * those of the rules; empty where nobody names any.
 */
export function workspacesToOffer(
  known: KnownRules,
  wanted: string | null = null,
): readonly string[] {
  const ruled = known.kind === 'known' ? (effectiveWorkspaces(known.rules) ?? []) : [];
  const mayBeWanted = wanted !== null && (ruled.length === 0 || ruled.includes(wanted));
  return mayBeWanted ? [wanted] : ruled;
}

function disabled(name: string, method: LoginMethod, rule: Sourced<unknown> | null): RuleAnswer {
  const other = methodNames[method === 'chatgpt' ? 'api' : 'chatgpt'];
  return forbidden(
    `${name} login is disabled. Use ${other} login instead. (Set in ${rule?.source ?? 'no file'}.)`,
  );
}

function forbidden(reason: string): RuleAnswer {
  return { kind: 'forbidden', reason };
}
