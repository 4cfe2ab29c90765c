import {
  codexPrograms,
  type CodexCredentials,
  type CodexProgram,
  type CredentialInUse,
} from '../../shared/codex-programs.ts';
import type { Credential } from '../auth/credential.ts';
import { knownId } from '../auth/effective-identity.ts';
import { shownName } from '../base/unseen-characters.ts';
import {
  brokenText,
  conditionOf,
  environmentInUse,
  forcedDoubt,
  forcedJudgement,
  isOwnerAsked,
  nameOf,
  otherWorkspaceText,
  type Environment,
} from './environment-rules.ts';
import { stopText, type ConfigStop } from './config-check.ts';
import { asks, effectiveWorkspaces, type KnownRules, type LoginRules } from './login-rules.ts';
import { deadlockOf, obstaclesTo } from './rule-conflicts.ts';
import { otherStoreViolations } from './restriction-verdict.ts';
import {
  factsOf,
  methodOf,
  noUsableMethod,
  ownerDoubt,
  requiredMethod,
  storedViolations,
  type Facts,
} from './stored-violations.ts';
import { notVerified } from './verdict.ts';

export interface ChainFacts {
  readonly rules: KnownRules;
  readonly environment: Environment;
  /** Why the file `.env` could not be read, as a clause. */
  readonly dotenvProblem: string | null;
  readonly chatgptBaseUrl: string | null;
  readonly stored: Credential;
  /** What stops Codex in its configuration. */
  readonly stop: ConfigStop | null;
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
  const { rules: known, environment, dotenvProblem, stored, stop } = facts;
  if (stop !== null) return { uses: 'stops', message: stopText(stop) };
  if (dotenvProblem !== null) return { uses: 'unknown', message: `${dotenvProblem}.` };
  if (known.kind === 'unknown') return { uses: 'unknown', message: known.message };
  const { rules } = known;
  if (deadlockOf(rules)) return { uses: 'stops', message: `${noUsableMethod}.` };
  const [first] = environment;
  if (first?.kind === 'workloadIdentity') {
    const fault = first.fault ?? addressFault(facts.chatgptBaseUrl);
    const message = `${fault} Correct or unset ${nameOf(first)}.`;
    if (fault !== null) return { uses: 'stops', message };
  }
  const refusal = program === 'apps' ? null : forcedRefusal(rules, environment, factsOf(stored));
  if (refusal !== null) return { uses: 'stops', message: refusal };
  const used = environmentInUse(program, environment, rules);
  const open = program === 'apps' ? null : forcedDoubt(rules, environment);
  if (first !== undefined && first !== used && (first.kind === 'workloadIdentity' || open)) {
    return { uses: 'unknown', message: open ?? exchangedFirst };
  }
  if (used === null) return storedInUse(rules, stored);
  const unused = used.fault ?? otherWorkspaceText(rules, used);
  if (unused !== null) return { uses: 'nothing', message: unused };
  const { kind, variable, setIn } = used;
  const condition = isOwnerAsked(rules, used) ? conditionOf(rules) : null;
  return { uses: 'environment', credential: { kind, variable, setIn }, condition };
}

/** Compared as text, without slashes at the end (Codex CLI 0.171.0). */
const trusted =
  /^https:\/\/(chatgpt|chat\.openai|chatgpt-staging)\.com(\/backend-api)?(\/codex)?\/*$/;

function addressFault(chatgptBaseUrl: string | null): string | null {
  return chatgptBaseUrl === null || trusted.test(chatgptBaseUrl)
    ? null
    : 'Workload identity works with chatgpt.com alone, and chatgpt_base_url names another address.';
}

const exchangedFirst =
  'The rules bar workload identity, and yet Codex asks for its token first: it does not start where it gets none.';

/** Why a forced rule ends a program that starts; null where it does not. */
function forcedRefusal(rules: LoginRules, environment: Environment, stored: Facts): string | null {
  const judged = forcedJudgement(rules, environment);
  if (judged === null) {
    const found = storedViolations(rules, stored, notVerified);
    return found.find(({ remedy }) => remedy === 'signOut')?.message ?? null;
  }
  const isForced = rules.forcedMethod !== null || asks(rules, 'forcedWorkspaces');
  if (judged.answer === 'unusable') return isForced ? judged.fault : null;
  return judged.answer === 'breaks' ? brokenText(judged, stored.kind !== 'none') : null;
}

function storedInUse(rules: LoginRules, stored: Credential): CredentialInUse {
  const facts = factsOf(stored);
  const nothing = (message: string | null): CredentialInUse => ({ uses: 'nothing', message });
  if (facts.kind === 'none') return nothing(null);
  const [elsewhere] = otherStoreViolations(rules, stored);
  if (elsewhere) return nothing(`${elsewhere.message}.`);
  const method = methodOf(facts);
  if (method === null) {
    const isRead = stored.kind === 'unusable' && readable.includes(stored.problem.code);
    const message = facts.kind === 'unknown' ? facts.message : '';
    return isRead ? nothing(message) : { uses: 'unknown', message };
  }
  if (obstaclesTo(method, rules).length > 0) return nothing(`${requiredMethod(rules)}.`);
  if (facts.kind === 'personalAccessToken') {
    const doubt = ownerDoubt(rules, facts);
    return doubt === null ? { uses: 'stored' } : { uses: 'unknown', message: doubt };
  }
  if (facts.kind !== 'chatgpt') return { uses: 'stored' };
  const workspaces = effectiveWorkspaces(rules);
  if (workspaces !== null && !workspaces.includes(facts.selectedId ?? '')) {
    const owner = shownName(knownId(facts.selectedId) ?? 'unknown');
    return nothing(
      `Login is restricted to workspace(s) ${workspaces.join(', ')}, but the stored sign-in belongs to ${owner}.`,
    );
  }
  return facts.complete ? { uses: 'stored' } : nothing('The stored sign-in is not complete.');
}

/** What Codex reads as Gatehouse does, and cannot use. */
const readable: readonly string[] = ['record-invalid', 'api-key-missing'];
