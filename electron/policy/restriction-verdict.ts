import { loginRuleTexts as texts } from '../../shared/texts/login-rules.ts';
import { signInKindTexts } from '../../shared/texts/sign-in-kinds.ts';
import type { EnvironmentCredential } from '../auth/credential-chain.ts';
import { type Credential } from '../auth/credential.ts';
import { knownId } from '../auth/effective-identity.ts';
import {
  barredCredential,
  barredText,
  brokenText,
  environmentDoubt,
  forcedJudgement,
  isStoredUnused,
  savedText,
  savedNote,
  unusedCredential,
  workspacesText,
  type Environment,
} from './environment-rules.ts';
import {
  hasRules,
  workspaceIds,
  type KnownRules,
  type LoginRules,
  type RuleName,
} from './login-rules.ts';
import {
  factsOf,
  isBedrock,
  isProvable,
  methodOf,
  openOwner,
  ownerDoubt,
  requiredMethod,
  storedViolations,
  violation,
  withDeadlock,
  type Facts,
} from './stored-violations.ts';
import { endsUnjudged } from './rule-conflicts.ts';
import {
  notVerified,
  type Evidence,
  type Unjudged,
  type UnjudgedBecause,
  type Verdict,
  type Violation,
} from './verdict.ts';

/**
 * The one decision about login rules; `enforceVerdict` acts on it. Rules of config.toml come
 * first, the method before the workspace, then managed requirements, then a verified workspace.
 * The effective identity decides a removal, the workspace of the requests what is hidden. A
 * workspace rule alone allows API keys, and rules of this machine that leave no usable method
 * remove nothing.
 *
 * A forced rule judges the first credential of the environment, and removes the stored one for
 * it. So a stored credential is removed only where every start of Codex would do it, with the
 * environment and without. The owner of a token of the environment, or of a personal access
 * token, is unknown, which leaves the verdict open where a workspace counts.
 *
 * Source: codex-rs/core/src/auth.rs `enforce_login_restrictions` for one workspace,
 * codex-rs/login/src/auth/manager.rs for lists and requirements; seen with Codex CLI 0.171.0.
 */
export function restrictionVerdict(
  known: KnownRules,
  credential: Credential,
  evidence: Evidence = notVerified(),
  environment: Environment = [],
): Verdict {
  if (known.kind === 'unknown') return unjudged('rules', known.message);
  const { rules } = known;
  const facts = factsOf(credential);
  const [first] = violationsOf(rules, credential, evidence, environment);
  if (first?.remedy !== 'signOut' && environment.length === 0) {
    const doubt = ownerDoubt(rules, facts);
    if (doubt !== null) return unjudged('owner', doubt);
  }
  if (first) return first;
  if (hasRules(rules)) {
    if (facts.kind === 'unknown') return unjudged('credential', facts.message);
    const doubt = isStoredUnused(rules, environment) ? null : tokenDoubt(rules, facts);
    if (doubt !== null) return unjudged('owner', doubt);
  }
  const doubt = environmentDoubt(rules, environment);
  if (doubt !== null) return unjudged('environment', doubt);
  return evidence.kind === 'pending' && needsEvidence(rules, credential)
    ? unjudged('evidence', texts.stored.evidencePending({ message: evidence.message }))
    : { kind: 'allowed' };
}

/** Whether it depends on evidence alone that a rule is met. */
export function needsEvidence(rules: LoginRules, credential: Credential): boolean {
  const facts = factsOf(credential);
  return rules.requireVerified !== null && facts.kind === 'chatgpt' && isProvable(facts);
}

/** Everything that the rules have against a credential, what decides first; for reports. */
export function violationsOf(
  rules: LoginRules,
  credential: Credential,
  evidence: Evidence,
  environment: Environment = [],
): readonly Violation[] {
  const stored = factsOf(credential);
  const violations = [
    ...storedViolations(rules, stored, evidence).map((found) =>
      savedBy(rules, environment, stored, found),
    ),
    ...environmentViolations(rules, stored, environment),
    ...otherStoreViolations(rules, credential),
  ];
  return endsUnjudged(rules)
    ? violations.map((found) => withDeadlock(withoutRemoval(found), rules))
    : violations;
}

/** Codex looks where its workspace says, though its own sign-in does not (0.171.0). */
export function otherStoreViolations(
  { otherStore }: LoginRules,
  stored: Credential,
): readonly Violation[] {
  if (otherStore === null || (stored.kind !== 'chatgpt' && stored.kind !== 'apiKey')) return [];
  const { value: mode, source: place } = otherStore;
  const source = stored.kind === 'chatgpt' ? stored.source : stored.origin.source;
  if (mode === source || (mode === 'auto' && source !== 'ephemeral')) return [];
  const message = `${texts.stored.elsewhere({ mode })} ${texts.stored.setStore()}`;
  return [violation('otherStore', place, message, 'hide')];
}

/** Where no sign-in would comply, the CLI ends before it removes the stored one. */
function withoutRemoval(found: Violation): Violation {
  return found.remedy === 'signOut'
    ? { ...found, message: texts.codex.noUsableMethod(), remedy: 'hide', withheld: null }
    : found;
}

/** Forced rules judge the environment first; one that surely breaks them too saves nothing. */
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
  const message = savedText(faultOf(rules, facts, found), judged, rules);
  const broken = found.broken && { ...found.broken, doubt: savedNote(judged, rules) };
  return {
    ...found,
    message,
    ...(broken ? { broken } : { plain: message }),
    withheld: { because: 'environment', variable },
  };
}

function faultOf(rules: LoginRules, facts: Facts, { rule }: Violation): string {
  const { stored } = texts;
  if (isBedrock(facts)) return stored.isOfKind({ kind: signInKindTexts.names[facts.kind]() });
  if (rule === 'forcedMethod') {
    return methodOf(facts) === 'api' ? stored.isApiKey() : stored.isChatgpt();
  }
  const hasId = facts.kind === 'chatgpt' || facts.kind === 'personalAccessToken';
  const workspaceId = hasId ? knownId(facts.workspaceId) : null;
  const forced = rules.forcedWorkspaces;
  const workspaces = forced ? workspacesText(workspaceIds(forced.value)) : '';
  const isWhole = facts.kind !== 'chatgpt' || facts.complete;
  if (!isWhole) return stored.restrictedNotComplete({ workspaces });
  return workspaceId === null
    ? stored.namesNone({ workspaces })
    : stored.ofOther({ workspaces, owner: workspaceId });
}

function environmentViolations(
  rules: LoginRules,
  stored: Facts,
  environment: Environment,
): readonly Violation[] {
  const isAnythingStored = stored.kind !== 'none';
  const judged = forcedJudgement(rules, environment);
  const found = (
    rule: RuleName,
    { variable }: EnvironmentCredential,
    { message, plain }: Pick<Violation, 'message' | 'plain'>,
  ): readonly Violation[] => {
    const source = rules[rule]?.source;
    if (source === undefined) return [];
    const broken = violation(rule, source, message, 'unsetVariable');
    return [{ ...broken, ...(plain !== undefined && { plain }), variable }];
  };
  if (judged?.answer === 'breaks') {
    const isRemoving = isAnythingStored && !endsUnjudged(rules);
    return found(judged.rule, judged.credential, brokenText(judged, rules, isRemoving));
  }
  const unused = unusedCredential(rules, environment);
  if (unused !== null) return found(unused.rule, unused.credential, unused);
  const barred = barredCredential(rules, environment, isAnythingStored);
  if (barred === null) return [];
  return found(
    barred.rule,
    barred.credential,
    barredText(requiredMethod(rules), barred.credential),
  );
}

/** Why it is open whether Codex uses a personal access token that breaks no rule. */
function tokenDoubt(rules: LoginRules, facts: Facts): string | null {
  const open = openOwner(facts);
  if (open !== null) return open;
  return facts.kind === 'personalAccessToken' && rules.requireVerified
    ? texts.stored.unverifiedToken()
    : null;
}

function unjudged(because: UnjudgedBecause, message: string): Unjudged {
  return { kind: 'unknown', because, message };
}
