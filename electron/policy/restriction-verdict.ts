import type { Credential } from '../auth/credential.ts';
import {
  effectiveWorkspaces,
  hasRules,
  workspaceIds,
  type ForcedWorkspaces,
  type KnownRules,
  type LoginMethod,
  type LoginRules,
} from './login-rules.ts';
import { deadlockOf } from './usable-methods.ts';
import { shownName } from '../unseen-characters.ts';

/** Whether the present credential may be used under the rules, and what is to be done if not. */
export type Verdict = { readonly kind: 'allowed' } | Violation | Unjudged;

export interface Violation {
  readonly kind: 'violated';
  readonly rule: keyof LoginRules;
  /** The file that sets the rule. */
  readonly source: string;
  readonly message: string;
  readonly remedy: Remedy;
  /** Only beside the remedy `signOut`: why the removal does not happen; null where nothing withholds it. */
  readonly withheld: Withheld | null;
}

/**
 * Why a stored credential that breaks a removing rule is left in place. The rule stays
 * violated: what is withheld is the removal, not the judgement.
 */
export type Withheld =
  /** A credential of the environment is used in its place for as long as that is set. */
  | { readonly because: 'environment'; readonly variable: string }
  /** Codex does not start with the present configuration, and so removes nothing. */
  | {
      readonly because: 'config';
      readonly message: string;
      /** Where the configuration stops Codex, counted from 1; null where that is not known. */
      readonly place: {
        readonly source: string;
        readonly line: number | null;
        readonly column: number | null;
      } | null;
    }
  /** Nobody could tell whether Codex would remove it. */
  | { readonly because: 'unproven'; readonly message: string };

/** It cannot be told: the credential is kept and not used until it can. */
export interface Unjudged {
  readonly kind: 'unknown';
  readonly because: UnjudgedBecause;
  readonly message: string;
}

export type UnjudgedBecause =
  /** The rules cannot be read or understood. */
  | 'rules'
  /** The credential cannot be read. */
  | 'credential'
  /** Nobody could verify its workspace so far, which is tried again without being asked. */
  | 'evidence';

export type Remedy =
  /** A rule of config.toml: the stored credential is removed. */
  | 'signOut'
  /** A managed requirement, or a rule of Gatehouse: the credential stays and is not used. */
  | 'hide'
  /** The credential comes from the environment: only its variable can be unset. */
  | 'unsetVariable';

/** How far the workspace of a ChatGPT sign-in is proven. */
export type Evidence =
  /** By a key that the issuer publishes. */
  | { readonly kind: 'verified' }
  /** The claim was read from a token that was looked at and is not proven; the message says why. */
  | { readonly kind: 'readOnly'; readonly message: string }
  /** It is not told yet, neither way; the message says what that waits for. */
  | { readonly kind: 'pending'; readonly message: string };

/** What is known of a token before anybody has verified it. */
export const notVerified: Evidence = {
  kind: 'pending',
  message: 'the signature of its ID token was not verified so far',
};

/** The CLI's sentence where no sign-in whatever would comply. */
export const noUsableMethod = 'authentication requirements do not permit any usable login method';

/** What rules ask of a credential. */
type Facts =
  | { readonly kind: 'none' }
  | { readonly kind: 'apiKey'; readonly variable: string | null }
  | { readonly kind: 'chatgpt'; readonly workspaceId: string | null; readonly complete: boolean }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * The one decision about login rules. It removes nothing and reads nothing; see
 * `enforceVerdict` for the step that acts on it.
 *
 * Rules of config.toml come first and in upstream's order, the method before the
 * workspace; then managed requirements, and last Gatehouse's own demand for a
 * verified workspace. The workspace claim of the ID token decides everywhere
 * (upstream's managed check looks at `tokens.account_id` first and so can disagree
 * with itself). A workspace rule alone does not forbid API keys. Unlike upstream, a key
 * from the environment is named as the culprit and does not cost the stored credential.
 * Rules that leave no usable method remove nothing, as Codex CLI 0.169.0 does it.
 *
 * Evidence that is still to come leaves it open whether the last of them is met, and so
 * the verdict, unless another rule is violated in any case.
 *
 * Source: codex-rs/core/src/auth.rs `enforce_login_restrictions` for one
 * workspace, codex-rs/login/src/auth/manager.rs for lists and requirements.
 */
export function restrictionVerdict(
  known: KnownRules,
  credential: Credential,
  evidence: Evidence = notVerified,
): Verdict {
  if (known.kind === 'unknown') return unjudged('rules', known.message);
  const { rules } = known;
  const facts = factsOf(credential);
  if (facts.kind === 'unknown' && hasRules(rules)) return unjudged('credential', facts.message);
  const [first] = violationsOf(rules, credential, evidence);
  if (first) return first;
  return evidence.kind === 'pending' && needsEvidence(rules, credential)
    ? unjudged(
        'evidence',
        `A verified workspace is required, which cannot be judged yet: ${evidence.message}`,
      )
    : { kind: 'allowed' };
}

/** Whether it depends on evidence alone that a rule is met. */
export function needsEvidence(rules: LoginRules, credential: Credential): boolean {
  const facts = factsOf(credential);
  return rules.requireVerified !== null && facts.kind === 'chatgpt' && facts.workspaceId !== null;
}

/**
 * Everything that the rules have against a credential, what decides first; empty
 * where nothing is, or nothing can be told. For reports: `restrictionVerdict` decides.
 */
export function violationsOf(
  rules: LoginRules,
  credential: Credential,
  evidence: Evidence,
): readonly Violation[] {
  const facts = factsOf(credential);
  if (facts.kind === 'none' || facts.kind === 'unknown') return [];
  const violations = [
    forcedMethodViolation(rules, facts),
    forcedWorkspaceViolation(rules, facts),
    managedMethodViolation(rules, facts),
    managedWorkspaceViolation(rules, facts),
    unverifiedViolation(rules, facts, evidence),
  ].filter((violation) => violation !== null);
  return deadlockOf(rules) ? violations.map(withoutRemoval) : violations;
}

/** Where no sign-in would comply, the CLI ends before it removes the one that is there. */
function withoutRemoval(found: Violation): Violation {
  return found.remedy === 'signOut' ? { ...found, message: noUsableMethod, remedy: 'hide' } : found;
}

type JudgedFacts = Extract<Facts, { kind: 'apiKey' | 'chatgpt' }>;

function factsOf(credential: Credential): Facts {
  switch (credential.kind) {
    case 'signedOut':
      return { kind: 'none' };
    case 'apiKey': {
      const { origin } = credential;
      return { kind: 'apiKey', variable: origin.from === 'environment' ? origin.variable : null };
    }
    case 'chatgpt':
      return {
        kind: 'chatgpt',
        workspaceId: credential.tokens.claims.workspaceId,
        complete: credential.record.lastRefresh !== null,
      };
    case 'unusable':
      return credential.problem.code === 'tokens-missing'
        ? { kind: 'chatgpt', workspaceId: null, complete: false }
        : { kind: 'unknown', message: credential.problem.message };
  }
}

function methodOf(facts: JudgedFacts): LoginMethod {
  return facts.kind === 'apiKey' ? 'api' : 'chatgpt';
}

function forcedMethodViolation(rules: LoginRules, facts: JudgedFacts): Violation | null {
  const forced = rules.forcedMethod;
  if (!forced || forced.value === methodOf(facts)) return null;
  if (forced.value === 'api') {
    const message = 'API key login is required, but ChatGPT is currently being used. Logging out.';
    return violation('forcedMethod', forced.source, message, 'signOut');
  }
  const sentence = 'ChatGPT login is required, but an API key is currently being used.';
  if (facts.kind === 'apiKey' && facts.variable !== null) {
    const message = `${sentence} The key comes from the environment variable ${facts.variable}: unset it. Stored credentials were left as they are.`;
    return violation('forcedMethod', forced.source, message, 'unsetVariable');
  }
  return violation('forcedMethod', forced.source, `${sentence} Logging out.`, 'signOut');
}

function forcedWorkspaceViolation(rules: LoginRules, facts: JudgedFacts): Violation | null {
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
  const { workspaceId } = facts;
  if (workspaceId !== null && ids.includes(workspaceId)) return null;
  const restriction = `Login is restricted to ${nameWorkspaces(forced.value)}`;
  return violated(
    workspaceId === null
      ? `${restriction}, but current credentials lack a workspace identifier. Logging out.`
      : `${restriction}, but current credentials belong to ${shownName(workspaceId)}. Logging out.`,
  );
}

function managedMethodViolation(rules: LoginRules, facts: JudgedFacts): Violation | null {
  const methods = rules.allowedMethods;
  if (!methods || methods.value.includes(methodOf(facts))) return null;
  const [only] = methods.value;
  const required = only === 'api' ? 'API key login is required' : 'ChatGPT login is required';
  const message = deadlockOf(rules) ? noUsableMethod : required;
  return managed('allowedMethods', methods.source, message, facts);
}

function managedWorkspaceViolation(rules: LoginRules, facts: JudgedFacts): Violation | null {
  const workspaces = rules.allowedWorkspaces;
  if (!workspaces || facts.kind !== 'chatgpt') return null;
  const ids = effectiveWorkspaces(rules) ?? [];
  if (facts.workspaceId !== null && ids.includes(facts.workspaceId)) return null;
  const required = deadlockOf(rules) ? noUsableMethod : 'API key login is required';
  const message =
    ids.length === 0
      ? required
      : `Login is restricted to workspace(s) ${ids.join(', ')}, but current credentials belong to ${shownName(facts.workspaceId ?? 'unknown')}`;
  return managed('allowedWorkspaces', workspaces.source, message, facts);
}

function unverifiedViolation(
  rules: LoginRules,
  facts: JudgedFacts,
  evidence: Evidence,
): Violation | null {
  const demand = rules.requireVerified;
  if (!demand || facts.kind !== 'chatgpt') return null;
  const isRefuted = evidence.kind === 'readOnly';
  if (!isRefuted && facts.workspaceId !== null) return null;
  // Without a claim there is nothing that evidence to come could prove.
  const reason = isRefuted ? evidence.message : 'its ID token names no workspace';
  const message = `A verified workspace is required, but ${reason}`;
  return violation('requireVerified', demand.source, message, 'hide');
}

function managed(
  rule: keyof LoginRules,
  source: string,
  message: string,
  facts: JudgedFacts,
): Violation {
  const variable = facts.kind === 'apiKey' ? facts.variable : null;
  if (variable === null) return violation(rule, source, message, 'hide');
  const explained = `${message}. The key comes from the environment variable ${variable}: unset it.`;
  return violation(rule, source, explained, 'unsetVariable');
}

// One id is worded as in the seed, a list as upstream words it now.
function nameWorkspaces(forced: ForcedWorkspaces): string {
  return forced.form === 'single'
    ? `workspace ${forced.id}`
    : `workspace(s) ${forced.ids.join(', ')}`;
}

function unjudged(because: UnjudgedBecause, message: string): Unjudged {
  return { kind: 'unknown', because, message };
}

function violation(
  rule: keyof LoginRules,
  source: string,
  message: string,
  remedy: Remedy,
): Violation {
  return { kind: 'violated', rule, source, message, remedy, withheld: null };
}
