import type { ModelProvider } from '../../shared/app-state.ts';
import {
  codexPrograms,
  type CodexCredentials,
  type CodexProgram,
  type CredentialInUse,
} from '../../shared/codex-programs.ts';
import { environmentRuleTexts } from '../../shared/texts/environment-rules.ts';
import { loginRuleTexts as texts } from '../../shared/texts/login-rules.ts';
import { isAgentIdentity } from '../auth/credential-chain.ts';
import type { Credential } from '../auth/credential.ts';
import { knownId } from '../auth/effective-identity.ts';
import { shownName } from '../base/unseen-characters.ts';
import {
  barredText,
  brokenText,
  conditionOf,
  environmentInUse,
  forcedDoubt,
  forcedJudgement,
  isOwnerAsked,
  nameOf,
  otherWorkspaceText,
  workspacesText,
  type Environment,
} from './environment-rules.ts';
import { stopFault, type ConfigStop } from './config-check.ts';
import {
  effectiveWorkspaces,
  forcedRuleIn,
  type KnownRules,
  type LoginRules,
} from './login-rules.ts';
import { useProblemOf } from './model-provider.ts';
import {
  deadlockOf,
  deadlockText,
  endsUnjudged,
  obstaclesTo,
  type Deadlock,
} from './rule-conflicts.ts';
import { otherStoreViolations } from './restriction-verdict.ts';
import {
  allowedMethodText,
  factsOf,
  methodOf,
  ownerDoubt,
  requiredMethod,
  selectedIdOf,
  storedViolations,
  violation,
} from './stored-violations.ts';
import { isTable } from './toml-table.ts';
import { notVerified } from './verdict.ts';
import { forPeople, type SayReason } from './violation-text.ts';

export interface ChainFacts {
  readonly rules: KnownRules;
  readonly environment: Environment;
  /** Why the file `.env` could not be read, as a clause. */
  readonly dotenvProblem: string | null;
  readonly chatgptBaseUrl: string | null;
  readonly stored: Credential;
  /** Null where the settings do not tell. */
  readonly provider: ModelProvider | null;
  /** What stops Codex in its configuration. */
  readonly stop: ConfigStop | null;
  /** What a rule has against the stored sign-in; left out: without names of workspaces. */
  readonly say?: SayReason;
}

/**
 * What each kind of Codex program signs in with at its next start. `codex exec` and the terminal
 * interface first judge the first credential of all by the forced rules, and end if it breaks one;
 * then every program takes the first whose method no rule bars, and uses none if that is of
 * another workspace. Seen with Codex CLI 0.171.0, `e2e/command-line/credential-cells.spec.ts`.
 */
export function credentialsInUse(facts: ChainFacts): CodexCredentials {
  const [exec, terminal, apps] = codexPrograms.map((program) => credentialInUse(program, facts));
  return { exec, terminal, apps } as CodexCredentials;
}

function credentialInUse(program: CodexProgram, facts: ChainFacts): CredentialInUse {
  const { rules: known, environment, dotenvProblem, stop } = facts;
  if (stop !== null) return { uses: 'stops', message: stopFault(stop) };
  if (dotenvProblem !== null) return { uses: 'unknown', message: `${dotenvProblem}.` };
  if (known.kind === 'unknown') return { uses: 'unknown', message: known.message };
  const { rules } = known;
  const deadlock = deadlockOf(rules);
  if (deadlock !== null && endsUnjudged(rules)) return stoppedBy(deadlock, rules);
  const [first] = environment;
  if (first?.kind === 'workloadIdentity') {
    const fault = first.fault ?? addressFault(facts.chatgptBaseUrl);
    const advice = environmentRuleTexts.correctOrUnset({ name: nameOf(first) });
    if (fault !== null) return { uses: 'stops', message: `${fault} ${advice}` };
    if (obstaclesTo('chatgpt', rules).length > 0) {
      return { uses: 'stops', message: barredText(requiredMethod(rules), first).plain };
    }
  }
  const refusal = program === 'apps' ? null : forcedRefusal(rules, facts);
  if (refusal !== null) return { uses: 'stops', message: refusal };
  if (deadlock !== null) return stoppedBy(deadlock, rules);
  const used = environmentInUse(program, environment, rules);
  const open = program === 'apps' ? null : forcedDoubt(rules, environment);
  if (first !== undefined && first !== used && open !== null) {
    return { uses: 'unknown', message: open };
  }
  if (used === null) return storedInUse(program, facts, rules);
  const unused = used.fault ?? otherWorkspaceText(rules, used);
  if (unused !== null) return { uses: 'nothing', message: unused };
  const { kind, variable, setIn } = used;
  const condition = isOwnerAsked(rules, used) ? conditionOf(rules, used) : null;
  return { uses: 'environment', credential: { kind, variable, setIn }, condition };
}

function stoppedBy(deadlock: Deadlock, rules: LoginRules): CredentialInUse {
  return { uses: 'stops', message: deadlockText(deadlock, rules) };
}

/** Compared as text, without slashes at the end (Codex CLI 0.171.0). */
const trusted =
  /^https:\/\/(chatgpt|chat\.openai|chatgpt-staging)\.com(\/backend-api)?(\/codex)?\/*$/;

function addressFault(chatgptBaseUrl: string | null): string | null {
  return chatgptBaseUrl === null || trusted.test(chatgptBaseUrl)
    ? null
    : environmentRuleTexts.otherAddress();
}

/** Why a forced rule ends a program that starts; null where it does not. */
function forcedRefusal(
  rules: LoginRules,
  { environment, stored: credential, say = forPeople({}) }: ChainFacts,
): string | null {
  const stored = factsOf(credential);
  const judged = forcedJudgement(rules, environment);
  if (judged === null) {
    const found = storedViolations(rules, stored, notVerified());
    const refusal = found.find(({ remedy }) => remedy === 'signOut');
    return refusal === undefined ? null : say(refusal);
  }
  if (judged.answer === 'unusable') return forcedRuleIn(rules) === null ? null : judged.fault;
  return judged.answer === 'breaks'
    ? brokenText(judged, rules, stored.kind !== 'none').plain
    : null;
}

function storedInUse(
  program: CodexProgram,
  { stored, environment, provider, say = forPeople({}) }: ChainFacts,
  rules: LoginRules,
): CredentialInUse {
  const facts = factsOf(stored);
  const nothing = (message: string | null): CredentialInUse => ({ uses: 'nothing', message });
  if (facts.kind === 'none') return nothing(null);
  const [elsewhere] = otherStoreViolations(rules, stored);
  if (elsewhere) return nothing(`${elsewhere.message}.`);
  // A forced rule judges it, whether or not it is used afterwards.
  const isJudged = forcedRuleIn(rules) !== null && program !== 'apps' && environment.length === 0;
  const fault = loadFault(stored);
  if (fault !== null) return isJudged ? { uses: 'stops', message: fault } : nothing(fault);
  const method = methodOf(facts);
  if (method === null) {
    return { uses: 'unknown', message: facts.kind === 'unknown' ? facts.message : '' };
  }
  const doubt = ownerDoubt(rules, facts);
  if (doubt !== null && isJudged) return { uses: 'unknown', message: doubt };
  // `codex exec` hides nothing by the rules of a workspace (Codex CLI 0.171.0).
  const hiding = program === 'exec' ? (rules.local ?? rules) : rules;
  if (obstaclesTo(method, hiding).length > 0) return nothing(allowedMethodText(hiding));
  if (doubt !== null) return { uses: 'unknown', message: doubt };
  const problem = useProblemOf(stored, provider);
  if (problem !== null) return { uses: 'stops', message: problem.message };
  const owner = selectedIdOf(facts);
  const workspaces = effectiveWorkspaces(hiding);
  if (workspaces !== null && owner !== undefined && !workspaces.includes(owner ?? '')) {
    const whose = shownName(knownId(owner) ?? texts.owners.unknown());
    const message = texts.stored.ofOther({ workspaces: workspacesText(workspaces), owner: whose });
    const broken = { method, allowed: workspaces, workspaceId: knownId(owner) };
    return nothing(say({ ...violation('allowedWorkspaces', '', message, 'hide'), broken }));
  }
  const isIncomplete = facts.kind === 'chatgpt' && !facts.complete;
  return isIncomplete ? nothing(texts.stored.notComplete()) : { uses: 'stored' };
}

/** Why Codex CLI 0.171.0 cannot use what is stored; null where it can, or may. */
function loadFault(stored: Credential): string | null {
  if (stored.kind === 'personalAccessToken') {
    return stored.lookUp?.kind === 'refused' ? stored.lookUp.message : null;
  }
  if (stored.kind !== 'unusable') return null;
  const { record, problem } = stored;
  // Codex cannot read a file either that this person may not read, or a folder (0.171.0).
  const faults = ['record-invalid', 'api-key-missing', 'store-unreadable'];
  if (faults.includes(problem.code)) return problem.message;
  if (problem.code !== 'mode-unsupported') return null;
  const identity = record?.document['agent_identity'];
  const isOpen = isTable(identity) || isAgentIdentity(String(identity));
  return isOpen ? null : texts.stored.cannotUse({ problem: problem.message });
}
