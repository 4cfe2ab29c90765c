import type { AuthRecord } from '../auth/auth-record.ts';
import { modeOf, type Credential, type CredentialOfStore } from '../auth/credential.ts';
import { storedPartOf } from '../auth/credential-facts.ts';
import { effectiveIdentityOf, knownId } from '../auth/effective-identity.ts';
import {
  barredCredential,
  barredText,
  brokenText,
  environmentDoubt,
  forcedJudgement,
  savedText,
  wrongMethod,
  type Environment,
} from './environment-rules.ts';
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
  /** Only beside the remedy `unsetVariable`. */
  readonly variable?: string;
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
  | 'evidence'
  /** Codex uses a token of the environment in its place, whose workspace is not known. */
  | 'environment';

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
  message: 'the signature of its tokens was not verified so far',
};

/** The CLI's sentence where no sign-in whatever would comply. */
export const noUsableMethod = 'authentication requirements do not permit any usable login method';

/** What rules ask of a credential. */
type Facts =
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

/**
 * The one decision about login rules. It removes nothing and reads nothing; see
 * `enforceVerdict` for the step that acts on it.
 *
 * Rules of config.toml come first and in upstream's order, the method before the
 * workspace; then managed requirements, and last Gatehouse's own demand for a
 * verified workspace. As in Codex there are two judges: a removal is decided by the
 * effective identity, and what is hidden by the workspace that requests are made for.
 * A workspace rule alone does not forbid API keys. Rules that leave no usable method
 * remove nothing.
 *
 * A forced rule judges the first credential of the environment, if there is one, and the
 * stored one pays for it. So a stored credential is removed only where every start of
 * Codex would do it, with the environment and without: one of the environment saves it,
 * and where that breaks the rule itself, its variable is named. Whose a token of the
 * environment is cannot be known, which leaves the verdict open where a workspace counts.
 *
 * Evidence that is still to come leaves it open whether the last of the rules is met, and
 * so the verdict, unless another rule is violated in any case.
 *
 * Source: codex-rs/core/src/auth.rs `enforce_login_restrictions` for one
 * workspace, codex-rs/login/src/auth/manager.rs for lists and requirements; seen with
 * Codex CLI 0.171.0 for identities and for the environment.
 */
export function restrictionVerdict(
  known: KnownRules,
  credential: Credential,
  evidence: Evidence = notVerified,
  environment: Environment = [],
): Verdict {
  if (known.kind === 'unknown') return unjudged('rules', known.message);
  const { rules } = known;
  const facts = factsOf(storedPartOf(credential));
  const [first] = violationsOf(rules, credential, evidence, environment);
  const isOpen = facts.kind === 'unknown' && isStoredInUse(rules, credential);
  if (isOpen && hasRules(rules)) return first ?? unjudged('credential', facts.message);
  if (first) return first;
  const doubt = environmentDoubt(rules, withKeyOf(credential, environment));
  if (doubt !== null) return unjudged('environment', doubt);
  return evidence.kind === 'pending' && needsEvidence(rules, credential)
    ? unjudged(
        'evidence',
        `A verified workspace is required, which cannot be judged yet: ${evidence.message}`,
      )
    : { kind: 'allowed' };
}

/** Whether it depends on evidence alone that a rule is met. */
export function needsEvidence(rules: LoginRules, credential: Credential): boolean {
  if (!isStoredInUse(rules, credential)) return false;
  const facts = factsOf(storedPartOf(credential));
  return rules.requireVerified !== null && facts.kind === 'chatgpt' && isProvable(facts);
}

/**
 * Everything that the rules have against a credential, what decides first; empty
 * where nothing is, or nothing can be told. For reports: `restrictionVerdict` decides.
 */
export function violationsOf(
  rules: LoginRules,
  credential: Credential,
  evidence: Evidence,
  besides: Environment = [],
): readonly Violation[] {
  const environment = withKeyOf(credential, besides);
  const stored = factsOf(storedPartOf(credential));
  const ofStored = storedViolations(rules, stored, evidence);
  const isUsed = isStoredInUse(rules, credential);
  const violations = [
    ...ofStored
      .filter(({ remedy }) => isUsed || remedy === 'signOut')
      .map((found) => savedBy(rules, environment, stored, found)),
    ...environmentViolations(rules, stored, environment),
  ];
  return deadlockOf(rules) ? violations.map(withoutRemoval) : violations;
}

/** Where no sign-in would comply, the CLI ends before it removes the one that is there. */
function withoutRemoval(found: Violation): Violation {
  return found.remedy === 'signOut'
    ? { ...found, message: noUsableMethod, remedy: 'hide', withheld: null }
    : found;
}

type ChatgptFacts = Extract<Facts, { kind: 'chatgpt' }>;

function factsOf(stored: CredentialOfStore): Facts {
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

function methodOf(facts: Facts): LoginMethod | null {
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
function storedViolations(
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
function isProvable({ workspaceId, selectedId }: ChatgptFacts): boolean {
  return knownId(workspaceId) !== null && selectedId === workspaceId;
}

/** The environment with the key that is known of the credential itself. */
function withKeyOf(credential: Credential, environment: Environment): Environment {
  const isOfKey = credential.kind === 'apiKey' && credential.origin.from === 'environment';
  if (!isOfKey || environment.some(({ kind }) => kind === 'apiKey')) return environment;
  const key = {
    kind: 'apiKey',
    variable: credential.origin.variable,
    setIn: 'environment',
  } as const;
  const isBefore = ({ kind }: Environment[number]): boolean => kind === 'workloadIdentity';
  return [...environment.filter(isBefore), key, ...environment.filter((one) => !isBefore(one))];
}

/** Whether a key of the environment stands before the stored credential, and is not passed over. */
function isStoredInUse({ allowedMethods }: LoginRules, credential: Credential): boolean {
  if (credential.kind !== 'apiKey' || credential.origin.from !== 'environment') return true;
  const isPassedOver = allowedMethods !== null && !allowedMethods.value.includes('api');
  return isPassedOver && credential.origin.stored.kind !== 'signedOut';
}

/**
 * A removal, withheld where the environment may save the credential: forced rules judge
 * what stands there instead. One that surely breaks the rule too saves nothing.
 */
function savedBy(
  rules: LoginRules,
  environment: Environment,
  facts: Facts,
  found: Violation,
): Violation {
  const judged = forcedJudgement(rules, environment);
  if (found.remedy !== 'signOut' || judged === null) return found;
  if (judged.answer === 'breaks' && judged.isCertain) return found;
  const { variable } = judged.credential;
  const message = savedText(faultOf(rules, facts, found), judged);
  return { ...found, message, withheld: { because: 'environment', variable } };
}

/** What is wrong with a stored credential that is not the one in use. */
function faultOf(rules: LoginRules, facts: Facts, { rule }: Violation): string {
  if (rule === 'forcedMethod') {
    return methodOf(facts) === 'api'
      ? 'ChatGPT login is required, but the stored sign-in is an API key.'
      : 'API key login is required, but the stored sign-in is a ChatGPT one.';
  }
  const workspaceId = facts.kind === 'chatgpt' ? knownId(facts.workspaceId) : null;
  const names = rules.forcedWorkspaces ? nameWorkspaces(rules.forcedWorkspaces.value) : '';
  const whose = workspaceId === null ? 'names no workspace' : `belongs to ${workspaceId}`;
  const isWhole = facts.kind === 'chatgpt' && facts.complete;
  return `Login is restricted to ${names}, but the stored sign-in ${isWhole ? whose : 'is not complete'}.`;
}

/** What the rules have against a credential of the environment. */
function environmentViolations(
  rules: LoginRules,
  stored: Facts,
  environment: Environment,
): readonly Violation[] {
  const { forcedMethod, allowedMethods } = rules;
  const isAnythingStored = stored.kind !== 'none';
  const judged = forcedJudgement(rules, environment);
  if (forcedMethod && judged?.answer === 'breaks') {
    const isRemoving = isAnythingStored && deadlockOf(rules) === null;
    const message = brokenText(forcedMethod.value, judged, isRemoving);
    const found = violation('forcedMethod', forcedMethod.source, message, 'unsetVariable');
    return [{ ...found, variable: judged.credential.variable }];
  }
  const barred = barredCredential(rules, environment, isAnythingStored);
  if (!allowedMethods || barred === null) return [];
  const message = barredText(requiredMethod(rules), barred);
  const found = violation('allowedMethods', allowedMethods.source, message, 'unsetVariable');
  return [{ ...found, variable: barred.variable }];
}

function requiredMethod(rules: LoginRules): string {
  if (deadlockOf(rules)) return noUsableMethod;
  const only = rules.allowedMethods?.value[0];
  return only === 'api' ? 'API key login is required' : 'ChatGPT login is required';
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
