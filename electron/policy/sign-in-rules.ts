import { loginRuleTexts as texts } from '../../shared/texts/login-rules.ts';
import type { IdTokenClaims } from '../auth/id-token-claims.ts';
import {
  effectiveWorkspaces,
  type KnownRules,
  type LoginMethod,
  type Sourced,
} from './login-rules.ts';
import { deadlockOf, deadlockText, obstaclesTo, placesOf } from './rule-conflicts.ts';

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
  name = texts.signIn.methods[method](),
): RuleAnswer {
  if (known.kind === 'unknown') return { kind: 'unknown', reason: known.message };
  const { rules } = known;
  const deadlock = deadlockOf(rules);
  if (deadlock) return forbidden(deadlockText(deadlock, rules));
  const [obstacle] = obstaclesTo(method, rules);
  if (obstacle?.includes('forcedMethod')) return disabled(name, method, rules.forcedMethod);
  if (obstacle?.includes('allowedMethods')) return disabled(name, method, rules.allowedMethods);
  const store = rules.forbiddenStore;
  if (store) {
    const { source: place, value: mode } = store;
    return forbidden(texts.signIn.fileForbidden({ place, mode }));
  }
  if (obstacle) {
    const places = placesOf(obstacle, rules);
    return forbidden(texts.signIn.noWorkspace({ method: name, rules: places }));
  }
  return allowed;
}

/** The same for a personal access token, which counts as ChatGPT. */
export function ruleForAccessToken(known: KnownRules): RuleAnswer {
  return ruleForMethod(known, 'chatgpt', texts.signIn.methods.accessToken());
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
    return forbidden(texts.codex.noClaim());
  }
  if (workspaces.includes(claims.workspaceId)) return allowed;
  return forbidden(texts.codex.restricted({ ids: workspaces.join(', ') }));
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
  const other = texts.signIn.methods[method === 'chatgpt' ? 'api' : 'chatgpt']();
  const place = rule?.source ?? texts.conflicts.noPlace();
  return forbidden(texts.signIn.disabled({ method: name, other, place }));
}

function forbidden(reason: string): RuleAnswer {
  return { kind: 'forbidden', reason };
}
