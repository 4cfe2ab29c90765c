import { forcedRulePrograms } from '../../shared/wording/rule-place.ts';
import { codexPrograms, type CodexProgram } from '../../shared/codex-programs.ts';
import { knownId } from '../auth/effective-identity.ts';
import type { Whoami } from '../auth/personal-access-token.ts';
import { shownName } from '../base/unseen-characters.ts';
import {
  chainOf,
  environmentMethod,
  type EnvironmentCredential,
} from '../auth/credential-chain.ts';
import {
  effectiveWorkspaces,
  forcedRuleIn,
  workspaceIds,
  type LoginMethod,
  type LoginRules,
  type RuleName,
} from './login-rules.ts';
import { deadlockOf, obstaclesTo } from './rule-conflicts.ts';

/** In the order in which `codex exec` takes them. */
export type Environment = readonly EnvironmentCredential[];

export type ForcedJudgement = {
  readonly credential: EnvironmentCredential;
  /** Codex removes nothing for a token that is refused, and never for a workload identity. */
  readonly isCertain: boolean;
} & (
  | { readonly answer: 'obeys' }
  | Broken
  /** A workspace is forced, and the issuer was not asked about the token's. */
  | { readonly answer: 'unknown' }
  /** Codex ends, and removes nothing. */
  | { readonly answer: 'unusable'; readonly fault: string }
);

interface Broken {
  readonly answer: 'breaks';
  readonly rule: 'forcedMethod' | 'forcedWorkspaces';
  readonly sentence: string;
}

/** Forced rules judge the first credential of the environment alone (Codex CLI 0.171.0, `exec`). */
export function forcedJudgement(
  rules: LoginRules,
  environment: Environment,
): ForcedJudgement | null {
  const [credential] = environment;
  if (credential === undefined) return null;
  const method = environmentMethod(credential);
  const { fault, whoami } = credential;
  const judged = { credential, isCertain: method === 'api' };
  if (fault !== null) return { ...judged, answer: 'unusable', fault };
  const { forcedMethod, forcedWorkspaces } = rules;
  if (forcedMethod && forcedMethod.value !== method) {
    const sentence = wrongMethod[forcedMethod.value];
    return { ...judged, answer: 'breaks', rule: 'forcedMethod', sentence };
  }
  const ids = forcedWorkspaces ? workspaceIds(forcedWorkspaces.value) : [];
  if (method === 'api' || ids.length === 0) return { ...judged, answer: 'obeys' };
  if (whoami === null) return { ...judged, answer: 'unknown' };
  if (ids.includes(whoami.workspaceId)) return { ...judged, answer: 'obeys' };
  const sentence = restrictedText(ids, 'current credentials belong', workspaceOf(whoami));
  return { ...judged, answer: 'breaks', rule: 'forcedWorkspaces', sentence };
}

/** @param owner a workspace id, or words in its place */
export function restrictedText(ids: readonly string[], whatBelongs: string, owner: string): string {
  return `Login is restricted to workspace(s) ${ids.join(', ')}, but ${whatBelongs} to ${shownName(owner)}.`;
}

function workspaceOf({ workspaceId }: Whoami): string {
  return knownId(workspaceId) ?? 'no workspace';
}

/** The credential that a program takes before the stored one (seen with Codex CLI 0.171.0). */
export function environmentInUse(
  program: CodexProgram,
  environment: Environment,
  rules: LoginRules,
): EnvironmentCredential | null {
  const isUsable = (one: EnvironmentCredential): boolean =>
    obstaclesTo(environmentMethod(one), rules).length === 0;
  return chainOf(program, environment).find(isUsable) ?? null;
}

/** The access token that some program uses, or is judged by; null where none is. */
export function accessTokenInUse(
  rules: LoginRules,
  environment: Environment,
): EnvironmentCredential | null {
  const judged = forcedRuleIn(rules) === null ? [] : environment.slice(0, 1);
  const found = [...judged, ...usedIn(rules, environment)];
  return found.find(({ kind }) => kind === 'accessToken') ?? null;
}

function usedIn(rules: LoginRules, environment: Environment): Environment {
  return codexPrograms
    .map((program) => environmentInUse(program, environment, rules))
    .filter((one) => one !== null);
}

/** Whether no program looks at the stored sign-in, and what each uses instead is known. */
export function isStoredUnused(rules: LoginRules, environment: Environment): boolean {
  const used = usedIn(rules, environment);
  const isKnown = used.every(({ whoami, fault }) => whoami !== null || fault !== null);
  return isKnown && used.length === codexPrograms.length;
}

/** That a credential is not used, as it is of another workspace; null where none is known. */
export function otherWorkspaceText(
  rules: LoginRules,
  { variable, whoami }: EnvironmentCredential,
): string | null {
  const ids = effectiveWorkspaces(rules);
  if (whoami === null || ids === null || ids.includes(whoami.workspaceId)) return null;
  return restrictedText(ids, `${variable} belongs`, workspaceOf(whoami));
}

/** The credential that a program takes and, as it is of another workspace, does not use. */
export function unusedCredential(
  rules: LoginRules,
  environment: Environment,
): {
  readonly credential: EnvironmentCredential;
  readonly rule: RuleName;
  readonly message: string;
} | null {
  for (const credential of usedIn(rules, environment)) {
    const text = otherWorkspaceText(rules, credential);
    if (text === null) continue;
    const message = `${text} Codex does not use the stored sign-in in its place. Unset ${credential.variable}.`;
    const isAllowed =
      rules.allowedWorkspaces?.value.includes(credential.whoami?.workspaceId ?? '') ?? true;
    return { credential, rule: isAllowed ? 'forcedWorkspaces' : 'allowedWorkspaces', message };
  }
  return null;
}

/** The credential that a managed rule bars, where Codex uses nothing else in its place. */
export function barredCredential(
  rules: LoginRules,
  environment: Environment,
  isAnythingStored: boolean,
): { readonly credential: EnvironmentCredential; readonly rule: RuleName } | null {
  const [credential] = environment;
  if (credential === undefined || isAnythingStored) return null;
  if (environmentInUse('exec', environment, rules) !== null) return null;
  const barring = obstaclesTo(environmentMethod(credential), rules).flat();
  const rule = barring.find((one) => one !== 'forcedMethod');
  return rule === undefined ? null : { credential, rule };
}

/** Why the rules cannot be judged: they ask for a workspace, and Codex uses a token of the environment. */
export function environmentDoubt(rules: LoginRules, environment: Environment): string | null {
  const forced = forcedDoubt(rules, environment);
  if (forced !== null) return forced;
  const isOpen = (one: EnvironmentCredential): boolean =>
    environmentMethod(one) === 'chatgpt' &&
    one.fault === null &&
    (rules.requireVerified !== null || isOwnerAsked(rules, one));
  const used = usedIn(rules, environment).find(isOpen);
  return used ? hidingDoubt(used, rules) : null;
}

/** Whether it depends on its workspace that a credential is used, which only the issuer knows. */
export function isOwnerAsked(rules: LoginRules, credential: EnvironmentCredential): boolean {
  const isKnown = environmentMethod(credential) === 'api' || credential.whoami !== null;
  return !isKnown && effectiveWorkspaces(rules) !== null;
}

/** Why it is open what a forced rule does; null where it is certain. */
export function forcedDoubt(rules: LoginRules, environment: Environment): string | null {
  const forced = forcedJudgement(rules, environment);
  return forced?.answer === 'unknown' ? removingDoubt(forced.credential, rules) : null;
}

/** That the environment keeps a stored credential which breaks a rule. */
export function savedText(
  fault: string,
  { credential, answer }: ForcedJudgement,
  rules: LoginRules,
): string {
  const name = nameOf(credential);
  const now = deadlockOf(rules)
    ? `With ${name}, Codex does not start, and keeps the stored sign-in for now`
    : savedNow(answer, name);
  return `${fault} ${now}. Once ${credential.variable} is unset, Codex removes the stored sign-in at its next start.`;
}

function savedNow(answer: ForcedJudgement['answer'], name: string): string {
  switch (answer) {
    case 'obeys':
      return `Codex uses ${name} instead and keeps the stored sign-in for now`;
    case 'unusable':
      return `Codex cannot use ${name}, does not start, and keeps the stored sign-in for now`;
    case 'breaks':
    case 'unknown':
      return `What Codex does now depends on ${name}, which it uses instead`;
  }
}

export function brokenText(
  { credential, isCertain, sentence }: ForcedJudgement & Broken,
  isRemoving: boolean,
): string {
  const source = `It comes from ${nameOf(credential)}.`;
  const remove = isCertain ? 'remove' : 'may remove';
  const effect = isRemoving
    ? `${forcedRulePrograms} ${remove} the stored sign-in at their next start.`
    : `${forcedRulePrograms} do not start.`;
  const ofAll = isIdentity(credential) ? 'no Codex program starts.' : effect;
  return `${sentence} ${source} Because of it, ${ofAll} Unset ${credential.variable}.`;
}

/** No program goes past one, nor removes anything because of it (Codex CLI 0.171.0). */
function isIdentity({ kind }: EnvironmentCredential): boolean {
  return kind === 'workloadIdentity';
}

export function barredText(required: string, credential: EnvironmentCredential): string {
  const what = credential.kind === 'apiKey' ? 'The key' : 'The sign-in';
  return `${required}. ${what} comes from ${nameOf(credential)}: unset it.`;
}

/** The CLI adds "Logging out." */
export const wrongMethod: Readonly<Record<LoginMethod, string>> = {
  api: 'API key login is required, but ChatGPT is currently being used.',
  chatgpt: 'ChatGPT login is required, but an API key is currently being used.',
};

function removingDoubt(credential: EnvironmentCredential, rules: LoginRules): string {
  if (isIdentity(credential)) return hidingDoubt(credential, rules);
  return `${usedInstead(credential)} If it does not belong to ${workspacesOf(rules)}, ${forcedRulePrograms} remove the stored sign-in at their next start. Unset ${credential.variable} unless you know that it does.`;
}

function hidingDoubt(credential: EnvironmentCredential, rules: LoginRules): string {
  const demand = isOwnerAsked(rules, credential)
    ? conditionOf(rules, credential)
    : 'A verified workspace is required, which that of the environment is not.';
  return `${usedInstead(credential)} ${demand} Unset ${credential.variable} to use the stored sign-in.`;
}

/** What comes of a credential whose owner only the issuer knows. */
export function conditionOf(rules: LoginRules, credential: EnvironmentCredential): string {
  const effect = isIdentity(credential) ? 'does not start' : 'uses no sign-in at all';
  return `If it does not belong to ${workspacesOf(rules)}, Codex ${effect}.`;
}

function usedInstead(credential: EnvironmentCredential): string {
  const open = credential.whoami === null ? ', and whose that is cannot be told here' : '';
  return `Codex uses ${nameOf(credential)} in place of the stored sign-in${open}.`;
}

function workspacesOf(rules: LoginRules): string {
  return `workspace ${(effectiveWorkspaces(rules) ?? []).join(' or ')}`;
}

export function nameOf({ variable, setIn }: EnvironmentCredential): string {
  return setIn === 'dotenv'
    ? `${variable} of the file .env in the Codex folder`
    : `the environment variable ${variable}`;
}
