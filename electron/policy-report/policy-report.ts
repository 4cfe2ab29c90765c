import {
  isNotLoaded,
  isSetByCloud,
  policySchemaVersion,
  type Policy,
  type PolicyAccount,
  type PolicyLayer,
  type PolicyRemoval,
  type PolicyReport,
  type PolicyValue,
} from '../../shared/policy.ts';
import { loginRuleTexts } from '../../shared/texts/login-rules.ts';
import { policyReportTexts as texts } from '../../shared/texts/policy-report.ts';
import type { Credential } from '../auth/credential.ts';
import { collectableReport } from './report-text.ts';
import type { ConfigStop, LoadDoubt } from '../policy/config-check.ts';
import { policyAccounts, savedPolicyAccounts, type SavedAccountFacts } from './policy-accounts.ts';
import { withCloudRules, type CloudRules } from '../policy/cloud-rules.ts';
import { cloudReport } from './cloud-report.ts';
import { ruleNames } from '../policy/login-rules.ts';
import {
  enforcers,
  policyNames,
  policyRow,
  policyRowOf,
  type SettingName,
} from '../policy/policy-keys.ts';
import { positionMembers, readLayer, sourceOf, type ReadLayer } from '../policy/config-layer.ts';
import { ignoredFiles } from './ignored-files.ts';
import { managedPlaces } from './management.ts';
import { loadWarnings, policyWarnings } from './policy-warnings.ts';
import { needsEvidence, restrictionVerdict, violationsOf } from '../policy/restriction-verdict.ts';
import type { Evidence, Verdict } from '../policy/verdict.ts';
import { inWordsOfCodex, type SayReason } from '../policy/violation-text.ts';
import { ruleConflicts, type RuleConflict } from '../policy/rule-conflicts.ts';
import { layersFor, type CodexConfig } from '../policy/codex-config.ts';
import type { CodexStart } from '../policy/layers.ts';
import { withStartSources } from './start-sources.ts';
import { unknownGatehouseKeys } from './unknown-keys.ts';
import { keyText, memberOf, type KeyPath } from '../policy/toml-table.ts';
import { settingIn, type Setting } from '../policy/config-document.ts';

export interface ReportInput {
  /** With the cloud rules that count. */
  readonly settings: CodexConfig;
  readonly cloud: CloudRules;
  readonly credential: Credential;
  readonly evidence: Evidence;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly appVersion: string;
  readonly platform: string;
  readonly userHome: string;
  /** Why Codex would not remove what a rule forbids, as far as it was asked. */
  readonly doubt: LoadDoubt | null;
  /** What stops Codex, as far as that is known. */
  readonly stop: ConfigStop | null;
  /** The place that a candidate stands in for. */
  readonly previewOf: string | null;
  readonly removal: PolicyRemoval | null;
  /** Accounts that are saved and not in use. */
  readonly saved: readonly SavedAccountFacts[];
  readonly start: CodexStart | null;
  /** Left out: in the words of Codex. */
  readonly say?: SayReason;
}

/**
 * What the rules are, where they come from, what lost, and what they do to the credential, in
 * texts that may be sent away (see {@link collectableReport}). It decides nothing by itself.
 */
export function policyReport(input: ReportInput): PolicyReport {
  const { settings, credential, evidence, appVersion, platform, previewOf, start } = input;
  const { say = inWordsOfCodex } = input;
  const layers = settings.layers.map((layer) => readLayer(layer, settings));
  const accounts = policyAccounts(settings, credential, evidence, input.doubt, say);
  const judged = judge(settings, credential, evidence, accounts);
  const policies = [
    ...policyNames.map((name) => policyOf(name, layers, judged)),
    ...layers.flatMap((layer) =>
      unknownGatehouseKeys(layer).listed.map(({ path }) => unknownPolicy(path, layer)),
    ),
  ];
  // A preview names the places that count alone.
  const ignored = ignoredFiles(previewOf === null ? settings : { ...settings, ignored: [] });
  const sources = [...withStartSources(layers.map(sourceOf), start), ...ignored.sources];
  const verdict = restrictionVerdict(settings.rules, credential, evidence, settings.environment);
  const warnings = [
    ...loadWarnings(input.stop, layers),
    ...ignored.warnings,
    ...policyWarnings(layers, policies, accounts),
  ];
  const report: PolicyReport = {
    schemaVersion: policySchemaVersion,
    at: new Date(input.at).toISOString(),
    appVersion,
    platform,
    previewOf,
    start: start && { folder: start.folder, profile: start.profile },
    managedBy: [...managedPlaces(settings)],
    state: stateOf({ policies, sources, warnings }, verdict, input.cloud),
    policies,
    sources,
    warnings,
    cloud: { ...cloudReport(input.cloud), setsPolicies: setsPolicies(input, layers) },
    accounts,
    savedAccounts: savedPolicyAccounts(settings, input.saved, say),
    removal: removalOf(input, accounts),
  };
  return collectableReport(report, input.userHome);
}

function setsPolicies({ settings, cloud }: ReportInput, layers: readonly ReadLayer[]): boolean {
  if (cloud.kind === 'inForce') return isAnySetByCloud(layers);
  if (cloud.kind !== 'expected' || cloud.because !== 'expired' || !cloud.bundle) return false;
  const last = withCloudRules(settings, { kind: 'inForce', bundle: cloud.bundle });
  return isAnySetByCloud(last.layers.map((layer) => readLayer(layer, last)));
}

/** Whether a layer of the workspace decides a policy. */
function isAnySetByCloud(layers: readonly ReadLayer[]): boolean {
  return policyNames.some((name) => {
    const counting = layersFor(layers, name) as readonly ReadLayer[];
    return counting.find((layer) => statementOf(layer, name, false) !== null)?.kind === 'cloud';
  });
}

/** A removal counts for as long as it explains the present state or is still to come. */
function removalOf(
  { removal, previewOf, start }: ReportInput,
  accounts: readonly PolicyAccount[],
): PolicyRemoval | null {
  if (removal === null || previewOf !== null || start !== null) return null;
  const isMeant =
    removal.state === 'done'
      ? accounts.length === 0
      : accounts.some(({ result, withheld }) => result === 'toBeSignedOut' && withheld === null);
  return isMeant ? removal : null;
}

interface Judged {
  readonly violated: ReadonlySet<string>;
  readonly conflicts: ReadonlyMap<string, RuleConflict>;
  readonly hasAccount: boolean;
  readonly isPending: boolean;
}

function judge(
  { rules: known, environment }: Pick<CodexConfig, 'rules' | 'environment'>,
  credential: Credential,
  evidence: Evidence,
  accounts: readonly PolicyAccount[],
): Judged {
  if (known.kind === 'unknown') {
    return { violated: new Set(), conflicts: new Map(), hasAccount: false, isPending: false };
  }
  const violations = violationsOf(known.rules, credential, evidence, environment);
  const conflicts = ruleConflicts(known.rules).flatMap((conflict) =>
    conflict.settings.map((name) => [name, conflict] as const),
  );
  return {
    violated: new Set(violations.map(({ rule }) => ruleNames[rule])),
    // The gravest conflict of a setting comes last, and so stays.
    conflicts: new Map(conflicts.toReversed()),
    hasAccount: accounts.some(({ method }) => method !== 'unknown'),
    isPending: evidence.kind === 'pending' && needsEvidence(known.rules, credential),
  };
}

function policyOf(name: SettingName, layers: readonly ReadLayer[], judged: Judged): Policy {
  const counting = layersFor(layers, name) as readonly ReadLayer[];
  const said: PolicyLayer[] = [];
  for (const layer of counting) {
    const found = statementOf(layer, name, said.length > 0);
    if (found !== null) said.push(found);
  }
  const [first] = said;
  const setting = settingOf(first);
  const elsewhere = layers
    .filter((layer) => !counting.includes(layer))
    .map((layer) => ignoredIn(layer, name))
    .filter((layer) => layer !== null);
  const conflict = judged.conflicts.get(name) ?? null;
  const status = statusOf(name, setting, said, conflict, judged);
  // Also where it is violated: no other sign-in would help.
  const note = conflict?.sentence ?? (holdsStatuses.includes(status) ? lossText(said) : null);
  const ofCloud = cloudNote(said, layers);
  const effect = conflict?.isTotal ? null : effectOf(name, setting);
  return {
    key: name,
    value: setting.kind === 'set' ? setting.value : null,
    source: first?.source ?? null,
    level: first?.level ?? null,
    scope: first?.scope ?? null,
    status,
    effect: [effect, note, ofCloud].filter((part) => part !== null).join(' '),
    layers: [...said, ...elsewhere],
  };
}

function settingOf(first: PolicyLayer | undefined): Setting<PolicyValue> {
  if (first?.outcome === 'invalid') {
    return { kind: 'unknown', source: first.source, message: first.message ?? '' };
  }
  return first === undefined || first.value === null
    ? { kind: 'unset' }
    : { kind: 'set', value: first.value, source: first.source };
}

/** Null where the layer does not set it. */
function statementOf(
  layer: ReadLayer,
  name: SettingName,
  isSuperseded: boolean,
): PolicyLayer | null {
  const { document } = layer;
  // An unreadable place may say anything, which matters unless a stronger one decides.
  if (document === null || (document.kind === 'unknown' && isSuperseded)) return null;
  const said = settingIn(document, name);
  if (said.kind === 'absent') return null;
  const { place: source, level, scope } = layer;
  const path = said.kind === 'invalid' ? said.path : name.split('.');
  const position = document.kind === 'unknown' ? document.position : layer.positionOf(path);
  const common = { source, level, scope, ...positionMembers(position) };
  if (said.kind === 'invalid') {
    const isUnusable = level !== 'enforced' && isOnlyUnusable(layer, name);
    const outcome = isSuperseded ? 'superseded' : isUnusable ? 'ignored' : 'invalid';
    return { ...common, outcome, value: null, message: said.message };
  }
  const outcome = isSuperseded ? 'superseded' : 'applied';
  const value = said.kind === 'value' ? policyValueOf(said.value) : null;
  return { ...common, outcome, value, message: null };
}

function effectOf(name: SettingName, setting: Setting<PolicyValue>): string {
  const { effect, enforcedBy } = policyRow(name);
  switch (setting.kind) {
    case 'unset':
      return effect(null);
    case 'set':
      return effect(setting.value);
    case 'unknown': {
      const { source: place, message: fault } = setting;
      return `${loginRuleTexts.placeUnusable({ place, fault })} ${enforcers[enforcedBy[0]]()}`;
    }
  }
}

/** Whether Codex takes a value that is of no use: a mistake of the person, and no error of the fleet. */
function isOnlyUnusable({ document }: ReadLayer, name: SettingName): boolean {
  return (
    policyRow(name).holds === 'address' &&
    document?.kind === 'table' &&
    typeof memberOf(document.table, name) === 'string'
  );
}

/** A key where it does not count; null where it is not there. */
function ignoredIn(layer: ReadLayer, name: SettingName): PolicyLayer | null {
  if (layer.document?.kind !== 'table') return null;
  const found = settingIn(layer.document, name);
  // A table that is none is reported once, and not with each policy in it.
  if (found.kind === 'invalid' && found.path.join('.') !== name) return null;
  const said = statementOf(layer, name, false);
  if (said === null) return null;
  return { ...said, outcome: 'ignored', message: noMeaningText(layer, name) };
}

function noMeaningText({ kind, family }: ReadLayer, key: SettingName): string {
  const { gatehouse, project, cloudRequirements, requirements, config } =
    texts.policies.elsewhereNoMeaning;
  if (key.startsWith('gatehouse.')) return gatehouse();
  if (kind === 'projectConfig') return project({ key });
  if (family === 'config') return config({ key });
  return kind === 'cloud' ? cloudRequirements({ key }) : requirements({ key });
}

const accountRules: ReadonlySet<string> = new Set(
  // Where the store may be asks nothing of the account.
  Object.values(ruleNames).filter(
    (name) => name !== ruleNames.forbiddenStore && name !== ruleNames.otherStore,
  ),
);

const holdsStatuses: readonly Policy['status'][] = ['enforced', 'satisfied'];

/** That a weaker place lost to a managed one, which is no conflict: places are layered. */
function lossText(said: readonly PolicyLayer[]): string | null {
  const [first] = said;
  const lost = first?.level === 'enforced' ? lostTo(first, said) : undefined;
  return first && lost
    ? texts.policies.decidesAgainst({ place: first.source, other: lost.source })
    : null;
}

/** The strongest that says something else. A default is made to be replaced. */
function lostTo(first: PolicyLayer, said: readonly PolicyLayer[]): PolicyLayer | undefined {
  return said.find((layer) => layer.level !== 'default' && !saysSame(layer, first));
}

function statusOf(
  name: SettingName,
  setting: Setting<PolicyValue>,
  said: readonly PolicyLayer[],
  conflict: RuleConflict | null,
  judged: Judged,
): Policy['status'] {
  if (setting.kind === 'unknown') return 'invalid';
  if (judged.violated.has(name)) return 'violated';
  if (conflict !== null) return 'conflict';
  const [first] = said;
  if (first === undefined) return 'notSet';
  if (setting.kind === 'unset') {
    // A blank is enforced where it takes something away.
    return first.level === 'enforced' && lostTo(first, said) ? 'enforced' : 'notSet';
  }
  const isOpen = judged.isPending && name === ruleNames.requireVerified;
  const isJudged = judged.hasAccount && accountRules.has(name) && !isOpen;
  return isJudged || first.level !== 'enforced' ? 'satisfied' : 'enforced';
}

function unknownPolicy(path: KeyPath, layer: ReadLayer): Policy {
  const { place: source, level, scope } = layer;
  const where = { source, level, scope };
  const position = positionMembers(layer.positionOf(path));
  const message = texts.policies.unknown();
  return {
    key: keyText(path),
    value: null,
    ...where,
    status: 'unknownKey',
    effect: texts.policies.noEffect(),
    layers: [{ ...where, ...position, outcome: 'ignored', value: null, message }],
  };
}

function stateOf(
  found: Pick<PolicyReport, 'policies' | 'sources' | 'warnings'>,
  verdict: Verdict,
  cloud: CloudRules,
): PolicyReport['state'] {
  const { policies, sources, warnings } = found;
  const isAny = (...statuses: readonly Policy['status'][]): boolean =>
    policies.some(({ status }) => statuses.includes(status));
  if (isAny('invalid') || sources.some(({ status }) => status === 'unreadable')) return 'error';
  // Nobody has found that an unjudged sign-in complies.
  if (isNotLoaded(found) || verdict.kind === 'unknown') return 'error';
  if (isAny('violated', 'conflict')) return 'actionNeeded';
  const enforced = sources.filter(({ level }) => level === 'enforced').map(({ place }) => place);
  if (warnings.some(({ source }) => enforced.includes(source))) return 'attention';
  if (cloud.kind === 'otherVersion') return 'notKnown';
  if (policies.some(isEnforcedRule) || isSetByCloud(found)) return 'compliant';
  return cloud.kind === 'expected' ? 'notKnown' : 'notManaged';
}

/** Of cloud rules, that they can be overridden, or where that was done; null without any. */
function cloudNote(said: readonly PolicyLayer[], layers: readonly ReadLayer[]): string | null {
  const [first] = said;
  const isCloud = ({ source }: PolicyLayer): boolean =>
    layers.some(({ kind, place }) => kind === 'cloud' && place === source);
  const cloud = said.find(isCloud);
  if (first === undefined || cloud === undefined) return null;
  if (isCloud(first)) return texts.policies.setByWorkspace();
  return saysSame(first, cloud) ? null : texts.policies.overridesWorkspace({ place: first.source });
}

/** Whether an administrator's value asks something: a name and an empty forced list ask nothing. */
function isEnforcedRule({ key, level, value }: Policy): boolean {
  if (level !== 'enforced' || value === null) return false;
  const isNoRule = key === ruleNames.forcedWorkspaces && [value].flat().length === 0;
  return !isNoRule && policyRowOf(key)?.enforcedBy[0] !== 'management';
}

function policyValueOf(value: unknown): PolicyValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(String);
  const forced = value as { form: 'single'; id: string } | { form: 'list'; ids: string[] };
  return forced.form === 'single' ? forced.id : [...forced.ids];
}

/** Order does not matter, nor whether one id is a list of one, or a blank an empty list. */
function saysSame(left: PolicyLayer, right: PolicyLayer): boolean {
  if (left.message !== null || right.message !== null) return false;
  return JSON.stringify(meaningOf(left.value)) === JSON.stringify(meaningOf(right.value));
}

function meaningOf(value: PolicyValue | null): readonly string[] | boolean | number {
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  return [...new Set([value ?? []].flat())].toSorted();
}
