import type { AuthRecord } from '../auth/auth-record.ts';
import { modeOf, type CredentialOfStore } from '../auth/credential.ts';
import { effectiveIdentityOf, knownId } from '../auth/effective-identity.ts';
import { shownName } from '../unseen-characters.ts';
import { wrongMethod } from './environment-rules.ts';
import {
  effectiveWorkspaces,
  workspaceIds,
  type ForcedWorkspaces,
  type LoginMethod,
  type LoginRules,
} from './login-rules.ts';
import { deadlockOf } from './usable-methods.ts';
import type { Evidence, Remedy, Violation } from './verdict.ts';

/** The CLI's sentence where no sign-in whatever would comply. */
export const noUsableMethod = 'authentication requirements do not permit any usable login method';

/** What rules ask of a credential. */
export type Facts =
  | { readonly kind: 'none' }
  | { readonly kind: 'apiKey' }
  | {
      readonly kind: 'chatgpt';
      /** Decides removals. */
      readonly workspaceId: string | null;
      /** The workspace of its requests, which decides what is hidden. */
      readonly selectedId: string | null;
      readonly complete: boolean;
    }
  | {
      readonly kind: 'unknown';
      readonly message: string;
      /** As what methods count it; null where Codex itself does not use it. */
      readonly method: LoginMethod | null;
    };

type ChatgptFacts = Extract<Facts, { kind: 'chatgpt' }>;

export function factsOf(stored: CredentialOfStore): Facts {
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
    case 'unusable':
      return stored.problem.code === 'tokens-missing'
        ? { kind: 'chatgpt', workspaceId: null, selectedId: null, complete: false }
        : {
            kind: 'unknown',
            message: stored.problem.message,
            method: stored.record === undefined ? null : otherMethodOf(stored.record),
          };
  }
}

/**
 * As what Codex counts a credential that Gatehouse does not manage; null where it removes
 * none of that kind. Whose a personal access token is, only the issuer can say.
 *
 * Source: seen with Codex CLI 0.171.0 (`exec`).
 */
function otherMethodOf(record: AuthRecord): LoginMethod | null {
  switch (modeOf(record)) {
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
      return 'api';
    case 'personalAccessToken':
      return 'chatgpt';
    case 'apikey':
    case 'chatgpt':
    case 'chatgptAuthTokens':
    case 'headers':
    case 'agentIdentity':
      return null;
  }
}

export function methodOf(facts: Facts): LoginMethod | null {
  switch (facts.kind) {
    case 'apiKey':
      return 'api';
    case 'chatgpt':
      return 'chatgpt';
    case 'unknown':
      return facts.method;
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
    forcedMethodViolation(rules, method),
    forcedWorkspaceViolation(rules, facts),
    managedMethodViolation(rules, method),
    managedWorkspaceViolation(rules, facts),
    unverifiedViolation(rules, facts, evidence),
  ].filter((violation) => violation !== null);
}

function forcedMethodViolation(rules: LoginRules, method: LoginMethod): Violation | null {
  const forced = rules.forcedMethod;
  if (!forced || forced.value === method) return null;
  const message = `${wrongMethod[forced.value]} Logging out.`;
  return violation('forcedMethod', forced.source, message, 'signOut');
}

function forcedWorkspaceViolation(rules: LoginRules, facts: Facts): Violation | null {
  const forced = rules.forcedWorkspaces;
  if (!forced || facts.kind !== 'chatgpt') return null;
  const ids = workspaceIds(forced.value);
  if (ids.length === 0) return null;
  const violated = (message: string): Violation =>
    violation('forcedWorkspaces', forced.source, message, 'signOut');
  if (!facts.complete) {
    // Both periods are upstream's.
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

function managedMethodViolation(rules: LoginRules, method: LoginMethod): Violation | null {
  const methods = rules.allowedMethods;
  if (!methods || methods.value.includes(method)) return null;
  return violation('allowedMethods', methods.source, requiredMethod(rules), 'hide');
}

function managedWorkspaceViolation(rules: LoginRules, facts: Facts): Violation | null {
  const workspaces = rules.allowedWorkspaces;
  if (!workspaces || facts.kind !== 'chatgpt') return null;
  const ids = effectiveWorkspaces(rules) ?? [];
  if (facts.selectedId !== null && ids.includes(facts.selectedId)) return null;
  const required = deadlockOf(rules) ? noUsableMethod : 'API key login is required';
  const message =
    ids.length === 0
      ? required
      : `Login is restricted to workspace(s) ${ids.join(', ')}, but current credentials belong to ${shownName(knownId(facts.selectedId) ?? 'unknown')}`;
  return violation('allowedWorkspaces', workspaces.source, message, 'hide');
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
  // Without a claim there is nothing that evidence to come could prove.
  const unnamed =
    knownId(facts.workspaceId) === null
      ? 'its tokens name no workspace'
      : 'its tokens do not name the workspace that it is used for';
  const message = `A verified workspace is required, but ${isRefuted ? evidence.message : unnamed}`;
  return violation('requireVerified', demand.source, message, 'hide');
}

/** Whether a token names the workspace that the requests are made for. */
export function isProvable({ workspaceId, selectedId }: ChatgptFacts): boolean {
  return knownId(workspaceId) !== null && selectedId === workspaceId;
}

export function requiredMethod(rules: LoginRules): string {
  if (deadlockOf(rules)) return noUsableMethod;
  const only = rules.allowedMethods?.value[0];
  return only === 'api' ? 'API key login is required' : 'ChatGPT login is required';
}

// One id is worded as in the seed, a list as upstream words it now.
export function nameWorkspaces(forced: ForcedWorkspaces): string {
  return forced.form === 'single'
    ? `workspace ${forced.id}`
    : `workspace(s) ${forced.ids.join(', ')}`;
}

export function violation(
  rule: keyof LoginRules,
  source: string,
  message: string,
  remedy: Remedy,
): Violation {
  return { kind: 'violated', rule, source, message, remedy, withheld: null };
}
