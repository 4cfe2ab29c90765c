import { brokenRuleTexts } from '../../shared/texts/broken-rules.ts';
import { loginRuleTexts as texts } from '../../shared/texts/login-rules.ts';
import { evidenceTexts } from '../../shared/texts/workspace-evidence.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import type { BedrockKind, Credential } from '../auth/credential.ts';
import { effectiveIdentityOf, knownId } from '../auth/effective-identity.ts';
import { shownName } from '../base/unseen-characters.ts';
import { codexWorkspacesText, workspacesText } from './environment-rules.ts';
import {
  effectiveWorkspaces,
  workspaceIds,
  type ForcedWorkspaces,
  type LoginMethod,
  type LoginRules,
  type RuleName,
  type Sourced,
} from './login-rules.ts';
import { deadlockOf, deadlockText, endsUnjudged, obstaclesTo } from './rule-conflicts.ts';
import type { BrokenRule, Evidence, Remedy, Violation } from './verdict.ts';

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
      const message = lookUp?.kind === 'refused' ? lookUp.message : notAsked();
      return { kind, workspaceId, message };
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

function notAsked(): string {
  return `${texts.owner.notAsked()} ${texts.owner.askNow()}`;
}

/** Of an account whose record is sealed, by what is known of it. */
export function factsOfSaved({ kind, workspaceId }: SavedFacts): Facts {
  switch (kind) {
    case 'apiKey':
      return { kind };
    case 'chatgpt':
      return { kind, workspaceId, selectedId: workspaceId, complete: true };
    case 'personalAccessToken':
      return { kind, workspaceId, message: notAsked() };
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
  const violations = [
    forcedMethodViolation(rules, method, facts),
    forcedWorkspaceViolation(rules, facts),
    managedMethodViolation(rules, method),
    managedWorkspaceViolation(rules, facts),
    unverifiedViolation(rules, facts, evidence),
  ].filter((found) => found !== null);
  return endsUnjudged(rules) ? violations.map((found) => withDeadlock(found, rules)) : violations;
}

function forcedMethodViolation(
  rules: LoginRules,
  method: LoginMethod,
  facts: Facts,
): Violation | null {
  const forced = rules.forcedMethod;
  if (!forced || forced.value === method) return null;
  const wrong = texts.codex.wrongMethod[forced.value]();
  if (facts.kind === 'personalAccessToken') {
    // Codex keeps a token that the issuer refuses, or cannot be asked about.
    const doubt = texts.stored.tokenKept();
    const found = violation('forcedMethod', forced.source, `${wrong} ${doubt}`, 'signOut');
    return {
      ...found,
      broken: { ...ofMethod(method), doubt },
      withheld: { because: 'unproven', message: texts.owner.notAskedNow() },
    };
  }
  const what = isBedrock(facts)
    ? ` ${texts.stored.ofKind({ kind: signInKindTexts.names[facts.kind]() })}`
    : '';
  const message = `${loggingOut(wrong)}${what}`;
  const found = violation('forcedMethod', forced.source, message, 'signOut');
  return isBedrock(facts) ? found : { ...found, broken: ofMethod(method) };
}

function ofMethod(method: LoginMethod): BrokenRule {
  return { method, allowed: null, workspaceId: undefined };
}

/** With what the CLI says of a removal. */
function loggingOut(reason: string): string {
  return `${reason} ${texts.codex.loggingOut()}`;
}

function forcedWorkspaceViolation(rules: LoginRules, facts: Facts): Violation | null {
  const forced = rules.forcedWorkspaces;
  if (!forced) return null;
  const ids = workspaceIds(forced.value);
  if (ids.length === 0) return null;
  if (facts.kind === 'personalAccessToken') return ofAnotherWorkspace(forced, facts);
  if (facts.kind !== 'chatgpt') return null;
  const violated = (reason: string): Violation =>
    violation('forcedWorkspaces', forced.source, loggingOut(reason), 'signOut');
  if (!facts.complete) {
    const plain = texts.stored.restrictedNotComplete({ workspaces: workspacesText(ids) });
    return { ...violated(texts.codex.noTokenData()), plain };
  }
  const broken = (id: string | null) =>
    ({ method: 'chatgpt', allowed: ids, workspaceId: knownId(id) }) as const;
  const { workspaceId, selectedId } = facts;
  const workspaces = nameWorkspaces(forced.value);
  if (workspaceId !== null && ids.includes(workspaceId)) {
    const isHidden = rules.allowedWorkspaces === null && !ids.includes(selectedId ?? '');
    if (!isHidden) return null;
    const owner = knownId(selectedId) ?? texts.owners.unknown();
    const message = texts.stored.usedInOther({ workspaces, owner });
    const found = violation('forcedWorkspaces', forced.source, message, 'hide');
    return { ...found, broken: broken(selectedId) };
  }
  const known = knownId(workspaceId);
  const found = violated(
    known === null
      ? texts.codex.noIdentifier({ workspaces })
      : `${texts.codex.otherWorkspace({ workspaces, owner: shownName(known) })}.`,
  );
  return { ...found, broken: broken(workspaceId) };
}

/** A token of another workspace than the forced ones. Codex asks once more before it removes it. */
function ofAnotherWorkspace(
  { value, source }: Sourced<ForcedWorkspaces>,
  { workspaceId }: Extract<Facts, { kind: 'personalAccessToken' }>,
): Violation | null {
  if (workspaceId === null || workspaceIds(value).includes(workspaceId)) return null;
  const owner = shownName(knownId(workspaceId) ?? texts.owners.none());
  const allowed = workspaceIds(value);
  const doubt = texts.stored.tokenAskedFirst();
  const fact = texts.stored.tokenOfOther({ workspaces: workspacesText(allowed), owner });
  const found = violation('forcedWorkspaces', source, `${fact} ${doubt}`, 'signOut');
  return {
    ...found,
    broken: { method: 'chatgpt', allowed, workspaceId: knownId(workspaceId), doubt },
    withheld: { because: 'unproven', message: texts.owner.notAskedNow() },
  };
}

function managedMethodViolation(rules: LoginRules, method: LoginMethod): Violation | null {
  const methods = rules.allowedMethods;
  if (!methods || methods.value.includes(method)) return null;
  const found = violation('allowedMethods', methods.source, requiredMethod(rules), 'hide');
  return deadlockOf(rules) ? withDeadlock(found, rules) : { ...found, broken: ofMethod(method) };
}

function managedWorkspaceViolation(rules: LoginRules, facts: Facts): Violation | null {
  const workspaces = rules.allowedWorkspaces;
  const selectedId = selectedIdOf(facts);
  if (!workspaces || selectedId === undefined) return null;
  const ids = effectiveWorkspaces(rules) ?? [];
  if (selectedId !== null && ids.includes(selectedId)) return null;
  if (facts.kind === 'personalAccessToken' && selectedId === null && ids.length > 0) return null;
  const { codex, owners } = texts;
  const required = deadlockOf(rules) ? codex.noUsableMethod() : codex.required.api();
  const owner = shownName(knownId(selectedId) ?? owners.unknown());
  const message =
    ids.length === 0
      ? required
      : codex.otherWorkspace({ workspaces: codexWorkspacesText(ids), owner });
  const found = violation('allowedWorkspaces', workspaces.source, message, 'hide');
  if (ids.length === 0) return withDeadlock(found, rules);
  const broken = { method: 'chatgpt', allowed: ids, workspaceId: knownId(selectedId) } as const;
  return { ...found, broken };
}

/** With the rules that leave no way to sign in, where they do. */
export function withDeadlock(found: Violation, rules: LoginRules): Violation {
  const deadlock = deadlockOf(rules);
  return deadlock === null ? found : { ...found, deadlock: deadlockText(deadlock, rules) };
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
    const workspaces = workspacesText(workspaceIds(forced.value));
    return managedMethodViolation(rules, 'chatgpt')
      ? texts.owner.unusedAndRemovedIfOther({ workspaces })
      : texts.owner.removedIfOther({ workspaces });
  }
  const ids = effectiveWorkspaces(rules) ?? [];
  if (ids.length === 0 || managedMethodViolation(rules, 'chatgpt')) return null;
  return texts.owner.unusedIfOther({ workspaces: workspacesText(ids) });
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
      ? evidenceTexts.namesNoWorkspace()
      : evidenceTexts.namesOtherWorkspace();
  const fault = isRefuted ? evidence.message : unnamed;
  const message = texts.stored.unverified({ fault });
  return violation('requireVerified', demand.source, message, 'hide');
}

/** Whether a token names the workspace of its requests. */
export function isProvable({ workspaceId, selectedId }: ChatgptFacts): boolean {
  return knownId(workspaceId) !== null && selectedId === workspaceId;
}

export function requiredMethod(rules: LoginRules): string {
  if (deadlockOf(rules)) return texts.codex.noUsableMethod();
  return obstaclesTo('chatgpt', rules).length > 0
    ? texts.codex.required.api()
    : texts.codex.required.chatgpt();
}

/** Which method is left, as a sentence for people. */
export function allowedMethodText(rules: LoginRules): string {
  const { chatgpt, api } = brokenRuleTexts.allowed.methods;
  return obstaclesTo('chatgpt', rules).length > 0 ? api() : chatgpt();
}

/** As Codex names them. */
function nameWorkspaces(forced: ForcedWorkspaces): string {
  return forced.form === 'single'
    ? texts.workspaces.one({ id: forced.id })
    : codexWorkspacesText(forced.ids);
}

export function violation(
  rule: RuleName,
  source: string,
  message: string,
  remedy: Remedy,
): Violation {
  return { kind: 'violated', rule, source, message, remedy, withheld: null };
}
