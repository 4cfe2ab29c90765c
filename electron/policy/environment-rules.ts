import { rulePlaceTexts } from '../../shared/texts/rule-places.ts';
import { codexPrograms, type CodexProgram } from '../../shared/codex-programs.ts';
import { environmentRuleTexts as texts } from '../../shared/texts/environment-rules.ts';
import { brokenRuleTexts } from '../../shared/texts/broken-rules.ts';
import { loginRuleTexts } from '../../shared/texts/login-rules.ts';
import { commaList, orList } from '../../shared/wording/lists.ts';
import { knownId } from '../auth/effective-identity.ts';
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
    const sentence = loginRuleTexts.codex.wrongMethod[forcedMethod.value]();
    return { ...judged, answer: 'breaks', rule: 'forcedMethod', sentence };
  }
  const ids = forcedWorkspaces ? workspaceIds(forcedWorkspaces.value) : [];
  if (method === 'api' || ids.length === 0) return { ...judged, answer: 'obeys' };
  if (whoami === null) return { ...judged, answer: 'unknown' };
  if (ids.includes(whoami.workspaceId)) return { ...judged, answer: 'obeys' };
  const of = { workspaces: codexWorkspacesText(ids), owner: ownerText(whoami.workspaceId) };
  const sentence = `${loginRuleTexts.codex.otherWorkspace(of)}.`;
  return { ...judged, answer: 'breaks', rule: 'forcedWorkspaces', sentence };
}

/** "workspace A", or "the workspaces A, B", in a sentence of Gatehouse. */
export function workspacesText(ids: readonly string[]): string {
  const { one, more } = loginRuleTexts.workspaces.plain;
  return (ids.length === 1 ? one : more)({ ids: commaList(ids) });
}

/** Several workspaces, as the Codex CLI names them in a sentence. */
export function codexWorkspacesText(ids: readonly string[]): string {
  return loginRuleTexts.workspaces.several({ ids: ids.join(', ') });
}

/** Whose a token is: a workspace id, or words in its place. */
function ownerText(workspaceId: string): string {
  return shownName(knownId(workspaceId) ?? loginRuleTexts.owners.none());
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
  const owner = ownerText(whoami.workspaceId);
  return texts.otherWorkspace({ workspaces: workspacesText(ids), variable, owner });
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
    const message = `${text} ${texts.notReplaced({ variable: credential.variable })}`;
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
  return `${fault} ${savedNote({ credential, answer }, rules)}`;
}

/** The same without what it breaks. */
export function savedNote(
  { credential, answer }: Pick<ForcedJudgement, 'credential' | 'answer'>,
  rules: LoginRules,
): string {
  const name = nameOf(credential);
  const now = deadlockOf(rules) ? texts.saves.endsBefore({ name }) : savedNow(answer, name);
  return `${now} ${texts.saves.untilUnset({ variable: credential.variable })}`;
}

function savedNow(answer: ForcedJudgement['answer'], name: string): string {
  switch (answer) {
    case 'obeys':
      return texts.saves.obeys({ name });
    case 'unusable':
      return texts.saves.unusable({ name });
    case 'breaks':
    case 'unknown':
      return texts.saves.depends({ name });
  }
}

/** In the words of Codex; `plain` has the same for people. */
interface SaidTwice {
  readonly message: string;
  readonly plain: string;
}

export function brokenText(
  { credential, isCertain, rule, sentence }: ForcedJudgement & Broken,
  rules: LoginRules,
  isRemoving: boolean,
): SaidTwice {
  const { breaks, unset } = texts;
  const programs = rulePlaceTexts.forcedRulePrograms();
  const removes = isCertain ? breaks.removes({ programs }) : breaks.mayRemove({ programs });
  const effect = isRemoving ? removes : breaks.stops({ programs });
  const ofAll = isIdentity(credential) ? breaks.stopsAll() : effect;
  const source = breaks.source({ name: nameOf(credential) });
  const rest = `${ofAll} ${unset({ variable: credential.variable })}`;
  return {
    message: `${sentence} ${source} ${rest}`,
    plain: `${plainFault(credential, rule, rules)} ${rest}`,
  };
}

/** What this device allows, and what is in the environment instead. */
function plainFault(
  credential: EnvironmentCredential,
  rule: Broken['rule'],
  rules: LoginRules,
): string {
  const name = nameOf(credential);
  const { allowed } = brokenRuleTexts;
  const { apiKey, accessToken, tokenOf } = texts.breaks;
  if (rule === 'forcedMethod') {
    return environmentMethod(credential) === 'api'
      ? `${allowed.methods.chatgpt()} ${apiKey({ name })}`
      : `${allowed.methods.api()} ${accessToken({ name })}`;
  }
  const ids = rules.forcedWorkspaces ? workspaceIds(rules.forcedWorkspaces.value) : [];
  const owner = ownerText(credential.whoami?.workspaceId ?? '');
  return `${texts.breaks.onlyAllows({ workspaces: workspacesText(ids) })} ${tokenOf({ name, owner })}`;
}

/** No program goes past one, nor removes anything because of it (Codex CLI 0.171.0). */
function isIdentity({ kind }: EnvironmentCredential): boolean {
  return kind === 'workloadIdentity';
}

/** @param required what Codex says of it */
export function barredText(required: string, credential: EnvironmentCredential): SaidTwice {
  const name = nameOf(credential);
  const { key, signIn } = texts.barred;
  const isKey = credential.kind === 'apiKey';
  const source = isKey ? key({ name }) : signIn({ name });
  const { chatgpt, api } = brokenRuleTexts.allowed.methods;
  const plain = environmentMethod(credential) === 'api' ? chatgpt() : api();
  return {
    message: `${texts.barred.required({ required })} ${source}`,
    plain: `${plain} ${source}`,
  };
}

function removingDoubt(credential: EnvironmentCredential, rules: LoginRules): string {
  if (isIdentity(credential)) return hidingDoubt(credential, rules);
  const { variable } = credential;
  const ids = workspacesOf(rules);
  const effect = texts.ifOther.removes({
    ids,
    programs: rulePlaceTexts.forcedRulePrograms(),
    variable,
  });
  return `${usedInstead(credential)} ${effect}`;
}

function hidingDoubt(credential: EnvironmentCredential, rules: LoginRules): string {
  const demand = isOwnerAsked(rules, credential)
    ? conditionOf(rules, credential)
    : texts.notVerified();
  const unset = texts.unsetForStored({ variable: credential.variable });
  return `${usedInstead(credential)} ${demand} ${unset}`;
}

/** What comes of a credential whose owner only the issuer knows. */
export function conditionOf(rules: LoginRules, credential: EnvironmentCredential): string {
  const ids = workspacesOf(rules);
  return isIdentity(credential) ? texts.ifOther.stops({ ids }) : texts.ifOther.unused({ ids });
}

function usedInstead(credential: EnvironmentCredential): string {
  const name = nameOf(credential);
  return credential.whoami === null ? texts.used.unknown({ name }) : texts.used.known({ name });
}

function workspacesOf(rules: LoginRules): string {
  return orList(effectiveWorkspaces(rules) ?? []);
}

export function nameOf({ variable, setIn }: EnvironmentCredential): string {
  return setIn === 'dotenv'
    ? texts.names.dotenv({ variable })
    : texts.names.environment({ variable });
}
