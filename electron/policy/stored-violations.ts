import { signInNames } from '../../shared/wording/sign-in-kinds.ts';
import type { BedrockKind, Credential } from '../auth/credential.ts';
import { effectiveIdentityOf, knownId } from '../auth/effective-identity.ts';
import { shownName } from '../base/unseen-characters.ts';
import { wrongMethod } from './environment-rules.ts';
import {
  effectiveWorkspaces,
  workspaceIds,
  type ForcedWorkspaces,
  type LoginMethod,
  type LoginRules,
  type RuleName,
  type Sourced,
} from './login-rules.ts';
import { deadlockOf, endsUnjudged, obstaclesTo } from './rule-conflicts.ts';
import type { Evidence, Remedy, Violation } from './verdict.ts';

/** The CLI's sentence where no sign-in at all would comply. */
export const noUsableMethod = 'authentication requirements do not permit any usable login method';

/** What rules ask of a credential. */
export type Facts =
  | { readonly kind: 'none' }
  | { readonly kind: 'apiKey' }
  | {
      readonly kind: 'chatgpt';
      readonly workspaceId: string | null;
      /** Decides what is hidden, as `workspaceId` decides removals. */
      readonly selectedId: string | null;
      readonly complete: boolean;
    }
  /** It counts as ChatGPT; whose it is, the issuer says. */
  | {
      readonly kind: 'personalAccessToken';
      /** Null where it was not asked, or refused. */
      readonly workspaceId: string | null;
      /** Why it is not known. */
      readonly message: string;
    }
  | { readonly kind: BedrockKind }
  | { readonly kind: 'unknown'; readonly message: string };

type ChatgptFacts = Extract<Facts, { kind: 'chatgpt' }>;

export function factsOf(stored: Credential): Facts {
  switch (stored.kind) {
    case 'signedOut':
      return { kind: 'none' };
    case 'apiKey':
      return { kind: 'apiKey' };
    case 'chatgpt': {
      const { workspaceId, selectedId } = effectiveIdentityOf(stored.tokens);
      const complete = stored.record.lastRefresh !== null;
      return { kind: 'chatgpt', workspaceId, selectedId, complete };
    }
    case 'personalAccessToken': {
      const { kind, lookUp } = stored;
      const workspaceId = lookUp?.kind === 'known' ? lookUp.whoami.workspaceId : null;
      return { kind, workspaceId, message: lookUp?.kind === 'refused' ? lookUp.message : notAsked };
    }
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return { kind: stored.kind };
    case 'unusable':
      // Codex CLI 0.171.0 removes nothing else that it cannot use.
      return stored.problem.code === 'tokens-missing'
        ? { kind: 'chatgpt', workspaceId: null, selectedId: null, complete: false }
        : { kind: 'unknown', message: stored.problem.message };
  }
}

/** Of an account whose record is sealed, by what is known of it. */
export function factsOfSaved({ kind, workspaceId }: SavedFacts): Facts {
  switch (kind) {
    case 'apiKey':
      return { kind };
    case 'chatgpt':
      return { kind, workspaceId, selectedId: workspaceId, complete: true };
    case 'personalAccessToken':
      return { kind, workspaceId, message: notAsked };
  }
}

export interface SavedFacts {
  readonly kind: 'apiKey' | 'chatgpt' | 'personalAccessToken';
  readonly workspaceId: string | null;
}

export function methodOf(facts: Facts): LoginMethod | null {
  switch (facts.kind) {
    case 'apiKey':
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return 'api';
    case 'chatgpt':
    case 'personalAccessToken':
      return 'chatgpt';
    case 'unknown':
    case 'none':
      return null;
  }
}

/** What the rules have against the stored credential by itself. */
export function storedViolations(
  rules: LoginRules,
  facts: Facts,
  evidence: Evidence,
): readonly Violation[] {
  const method = methodOf(facts);
  if (method === null) return [];
  return [
    forcedMethodViolation(rules, method, facts),
    forcedWorkspaceViolation(rules, facts),
    managedMethodViolation(rules, method),
    managedWorkspaceViolation(rules, facts),
    unverifiedViolation(rules, facts, evidence),
  ].filter((violation) => violation !== null);
}

function forcedMethodViolation(
  rules: LoginRules,
  method: LoginMethod,
  facts: Facts,
): Violation | null {
  const forced = rules.forcedMethod;
  if (!forced || forced.value === method) return null;
  if (facts.kind === 'personalAccessToken') {
    // Codex keeps a token that the issuer refuses, or cannot be asked about.
    const message = `${wrongMethod[forced.value]} The stored personal access token is kept here: at its next start Codex asks the sign-in service about it, and removes it if the service accepts it.`;
    const found = violation('forcedMethod', forced.source, message, 'signOut');
    return { ...found, withheld: { because: 'unproven', message: notAskedNow } };
  }
  const what = isBedrock(facts)
    ? ` The stored sign-in is of the kind "${signInNames[facts.kind]}".`
    : '';
  const message = `${wrongMethod[forced.value]} Logging out.${what}`;
  return violation('forcedMethod', forced.source, message, 'signOut');
}

function forcedWorkspaceViolation(rules: LoginRules, facts: Facts): Violation | null {
  const forced = rules.forcedWorkspaces;
  if (!forced) return null;
  const ids = workspaceIds(forced.value);
  if (ids.length === 0) return null;
  if (facts.kind === 'personalAccessToken') return ofAnotherWorkspace(forced, facts);
  if (facts.kind !== 'chatgpt') return null;
  const violated = (message: string): Violation =>
    violation('forcedWorkspaces', forced.source, message, 'signOut');
  if (!facts.complete) {
    // Both full stops are upstream's.
    return violated(
      'Failed to load ChatGPT credentials while enforcing workspace restrictions: Token data is not available.. Logging out.',
    );
  }
  const { workspaceId, selectedId } = facts;
  const restriction = `Login is restricted to ${nameWorkspaces(forced.value)}`;
  if (workspaceId !== null && ids.includes(workspaceId)) {
    const isHidden = rules.allowedWorkspaces === null && !ids.includes(selectedId ?? '');
    if (!isHidden) return null;
    const message = `${restriction}, but the workspace in use is ${knownId(selectedId) ?? 'unknown'}`;
    return violation('forcedWorkspaces', forced.source, message, 'hide');
  }
  const known = knownId(workspaceId);
  return violated(
    known === null
      ? `${restriction}, but current credentials lack a workspace identifier. Logging out.`
      : `${restriction}, but current credentials belong to ${shownName(known)}. Logging out.`,
  );
}

/** A token of another workspace than the forced ones. Codex asks once more before it removes it. */
function ofAnotherWorkspace(
  { value, source }: Sourced<ForcedWorkspaces>,
  { workspaceId }: Extract<Facts, { kind: 'personalAccessToken' }>,
): Violation | null {
  if (workspaceId === null || workspaceIds(value).includes(workspaceId)) return null;
  const whose = shownName(knownId(workspaceId) ?? 'no workspace');
  const message = `Login is restricted to ${nameWorkspaces(value)}, but the stored personal access token belongs to ${whose}. It is kept here: at its next start Codex asks the sign-in service about it, and removes it if that says the same.`;
  const found = violation('forcedWorkspaces', source, message, 'signOut');
  return { ...found, withheld: { because: 'unproven', message: notAskedNow } };
}

function managedMethodViolation(rules: LoginRules, method: LoginMethod): Violation | null {
  const methods = rules.allowedMethods;
  if (!methods || methods.value.includes(method)) return null;
  return violation('allowedMethods', methods.source, requiredMethod(rules), 'hide');
}

function managedWorkspaceViolation(rules: LoginRules, facts: Facts): Violation | null {
  const workspaces = rules.allowedWorkspaces;
  const selectedId = selectedIdOf(facts);
  if (!workspaces || selectedId === undefined) return null;
  const ids = effectiveWorkspaces(rules) ?? [];
  if (selectedId !== null && ids.includes(selectedId)) return null;
  if (facts.kind === 'personalAccessToken' && selectedId === null && ids.length > 0) return null;
  const required = deadlockOf(rules) ? noUsableMethod : 'API key login is required';
  const message =
    ids.length === 0
      ? required
      : `Login is restricted to workspace(s) ${ids.join(', ')}, but current credentials belong to ${shownName(knownId(selectedId) ?? 'unknown')}`;
  return violation('allowedWorkspaces', workspaces.source, message, 'hide');
}

/** Null where it is not known; undefined where there is none. */
export function selectedIdOf(facts: Facts): string | null | undefined {
  if (facts.kind === 'chatgpt') return facts.selectedId;
  return facts.kind === 'personalAccessToken' ? facts.workspaceId : undefined;
}

/** Why it is open whose a personal access token is; null where it is known, and for other kinds. */
export function openOwner(facts: Facts): string | null {
  return facts.kind === 'personalAccessToken' && facts.workspaceId === null ? facts.message : null;
}

const notAskedNow = 'whose the personal access token is was not asked at this moment';
const notAsked =
  'Codex asks the sign-in service whose the stored personal access token is. To ask it now, run "gatehouse status --look-up", or use "Look up" in the window.';

export function isBedrock(facts: Facts): facts is { readonly kind: BedrockKind } {
  return facts.kind === 'bedrockApiKey' || facts.kind === 'bedrockAccessKeys';
}

/**
 * Why a stored personal access token cannot be judged, about which Codex asks the issuer: it
 * removes one of another workspace than a forced one, and does not use one of another than the
 * allowed. Unanswered, it keeps the token, and ends under a forced rule (Codex CLI 0.171.0).
 */
export function ownerDoubt(rules: LoginRules, facts: Facts): string | null {
  if (facts.kind !== 'personalAccessToken' || endsUnjudged(rules)) return null;
  if (facts.workspaceId !== null) return null;
  const forced = rules.forcedWorkspaces;
  if (forced && workspaceIds(forced.value).length > 0) {
    const unused = managedMethodViolation(rules, 'chatgpt')
      ? ` ${requiredMethod(rules)}, so that Codex does not use it in any case.`
      : '';
    return `Login is restricted to ${nameWorkspaces(forced.value)}, and whose the stored personal access token is was not looked up.${unused} At its next start Codex asks the sign-in service, and removes the token if it belongs to another workspace.`;
  }
  const ids = effectiveWorkspaces(rules) ?? [];
  if (ids.length === 0 || managedMethodViolation(rules, 'chatgpt')) return null;
  return `Login is restricted to workspace(s) ${ids.join(', ')}, and whose the stored personal access token is was not looked up. Codex asks the sign-in service at its start, and does not use the token if it belongs to another workspace.`;
}

function unverifiedViolation(
  rules: LoginRules,
  facts: Facts,
  evidence: Evidence,
): Violation | null {
  const demand = rules.requireVerified;
  if (!demand || facts.kind !== 'chatgpt') return null;
  const isRefuted = evidence.kind === 'readOnly';
  if (!isRefuted && isProvable(facts)) return null;
  // Without a claim, later evidence could prove nothing.
  const unnamed =
    knownId(facts.workspaceId) === null
      ? 'its tokens name no workspace'
      : 'its tokens do not name the workspace that it is used for';
  const message = `A verified workspace is required, but ${isRefuted ? evidence.message : unnamed}`;
  return violation('requireVerified', demand.source, message, 'hide');
}

/** Whether a token names the workspace of its requests. */
export function isProvable({ workspaceId, selectedId }: ChatgptFacts): boolean {
  return knownId(workspaceId) !== null && selectedId === workspaceId;
}

export function requiredMethod(rules: LoginRules): string {
  if (deadlockOf(rules)) return noUsableMethod;
  return obstaclesTo('chatgpt', rules).length > 0
    ? 'API key login is required'
    : 'ChatGPT login is required';
}

// One id is worded as in codex-rs of January 2026, a list as upstream words it since.
export function nameWorkspaces(forced: ForcedWorkspaces): string {
  return forced.form === 'single'
    ? `workspace ${forced.id}`
    : `workspace(s) ${forced.ids.join(', ')}`;
}

export function violation(
  rule: RuleName,
  source: string,
  message: string,
  remedy: Remedy,
): Violation {
  return { kind: 'violated', rule, source, message, remedy, withheld: null };
}
