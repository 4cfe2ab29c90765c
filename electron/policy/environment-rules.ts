import { forcedRulePrograms } from '../../shared/wording/rule-place.ts';
import { codexPrograms, type CodexProgram } from '../../shared/codex-programs.ts';
import {
  chainOf,
  environmentMethod,
  type EnvironmentCredential,
} from '../auth/credential-chain.ts';
import { asks, effectiveWorkspaces, type LoginMethod, type LoginRules } from './login-rules.ts';
import { obstaclesTo } from './rule-conflicts.ts';

/** In the order in which `codex exec` takes them. */
export type Environment = readonly EnvironmentCredential[];

export interface ForcedJudgement {
  readonly credential: EnvironmentCredential;
  /** `unknown` where a workspace is forced, since only the issuer knows the token's. */
  readonly answer: 'obeys' | 'breaks' | 'unknown';
  /** Codex removes nothing for a token that is refused, or an identity that cannot be exchanged. */
  readonly isCertain: boolean;
}

/** Forced rules judge the first credential of the environment alone (Codex CLI 0.171.0, `exec`). */
export function forcedJudgement(
  rules: LoginRules,
  environment: Environment,
): ForcedJudgement | null {
  const [credential] = environment;
  if (credential === undefined) return null;
  const method = environmentMethod(credential);
  const isCertain = method === 'api';
  if (rules.forcedMethod && rules.forcedMethod.value !== method) {
    return { credential, answer: 'breaks', isCertain };
  }
  const isOpen = method === 'chatgpt' && asks(rules, 'forcedWorkspaces');
  return { credential, answer: isOpen ? 'unknown' : 'obeys', isCertain };
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

/** The credential that a managed rule bars, where Codex uses nothing else in its place. */
export function barredCredential(
  rules: LoginRules,
  environment: Environment,
  isAnythingStored: boolean,
): { readonly credential: EnvironmentCredential; readonly rule: keyof LoginRules } | null {
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
  const isAsked =
    rules.requireVerified !== null ||
    asks(rules, 'forcedWorkspaces') ||
    rules.allowedWorkspaces !== null;
  const used = codexPrograms
    .map((program) => environmentInUse(program, environment, rules))
    .find((one) => one !== null && environmentMethod(one) === 'chatgpt');
  return isAsked && used ? hidingDoubt(used, rules) : null;
}

/** Why it is open what a forced rule does; null where it is certain. */
export function forcedDoubt(rules: LoginRules, environment: Environment): string | null {
  const forced = forcedJudgement(rules, environment);
  return forced?.answer === 'unknown' ? removingDoubt(forced.credential, rules) : null;
}

/** That the environment keeps a stored credential which breaks a rule. */
export function savedText(fault: string, { credential, answer }: ForcedJudgement): string {
  const now =
    answer === 'obeys'
      ? `Codex uses ${nameOf(credential)} instead and keeps the stored sign-in for now`
      : `What Codex does now depends on ${nameOf(credential)}, which it uses instead`;
  return `${fault} ${now}. Once ${credential.variable} is unset, Codex removes the stored sign-in at its next start.`;
}

export function brokenText(
  method: LoginMethod,
  { credential, isCertain }: ForcedJudgement,
  isRemoving: boolean,
): string {
  const sentence = wrongMethod[method];
  const source = `It comes from ${nameOf(credential)}.`;
  const remove = isCertain ? 'remove' : 'may remove';
  const effect = isRemoving
    ? `Because of it, ${forcedRulePrograms} ${remove} the stored sign-in at their next start.`
    : `Because of it, ${forcedRulePrograms} do not start.`;
  return `${sentence} ${source} ${effect} Unset ${credential.variable}.`;
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
  return `${usedInstead(credential)} If it does not belong to ${workspacesOf(rules)}, ${forcedRulePrograms} remove the stored sign-in at their next start. Unset ${credential.variable} unless you know that it does.`;
}

function hidingDoubt(credential: EnvironmentCredential, rules: LoginRules): string {
  const demand =
    effectiveWorkspaces(rules) === null
      ? 'A verified workspace is required, which that of the environment is not.'
      : conditionOf(rules);
  return `${usedInstead(credential)} ${demand} Unset ${credential.variable} to use the stored sign-in.`;
}

/** What comes of a credential whose owner only the issuer knows. */
export function conditionOf(rules: LoginRules): string {
  return `If it does not belong to ${workspacesOf(rules)}, Codex uses no sign-in at all.`;
}

function usedInstead(credential: EnvironmentCredential): string {
  return `Codex uses ${nameOf(credential)} in place of the stored sign-in, and whose that is cannot be told here.`;
}

function workspacesOf(rules: LoginRules): string {
  return `workspace ${(effectiveWorkspaces(rules) ?? []).join(' or ')}`;
}

export function nameOf({ variable, setIn }: EnvironmentCredential): string {
  return setIn === 'dotenv'
    ? `${variable} of the file .env in the Codex folder`
    : `the environment variable ${variable}`;
}
