import { z } from 'zod';

import type { Management } from './app-state.ts';

/**
 * What the rules of this machine are and what they do here: the one report behind
 * the policy page, its exports and `gatehouse policy --json`. It holds no token, no
 * key and no e-mail address, so that fleet tools may collect it.
 *
 * Every change of its shape raises `policySchemaVersion`.
 */
export const policySchemaVersion = 4;

/** Every value that a policy can have. */
const policyValueSchema = z.union([z.string(), z.boolean(), z.array(z.string())]);
export type PolicyValue = z.infer<typeof policyValueSchema>;

/**
 * How strongly a place speaks: `enforced` cannot be changed by the user, `default`
 * applies until the user's own file (`user`) says otherwise.
 */
const policyLevelSchema = z.enum(['enforced', 'default', 'user']);
export type PolicyLevel = z.infer<typeof policyLevelSchema>;

const policyScopeSchema = z.enum(['machine', 'user']);
export type PolicyScope = z.infer<typeof policyScopeSchema>;

/** Line and column count from 1; null where the place has none, or they are not known. */
const position = {
  line: z.number().int().positive().nullable(),
  column: z.number().int().positive().nullable(),
};

/** What one place says of one policy. */
const policyLayerSchema = z.strictObject({
  /** The file, with the home folder as `~`, or the managed preference of macOS. */
  source: z.string(),
  level: policyLevelSchema,
  scope: policyScopeSchema,
  ...position,
  /**
   * `applied`: this one decides. `superseded`: a stronger one does. `invalid`: it
   * cannot be understood. `ignored`: the key has no meaning in this place.
   */
  outcome: z.enum(['applied', 'superseded', 'invalid', 'ignored']),
  /** Null where it is invalid, blank, or none that is shown. */
  value: policyValueSchema.nullable(),
  /** Why it cannot be understood, or is ignored; null otherwise. It never quotes the value. */
  message: z.string().nullable(),
});
export type PolicyLayer = z.infer<typeof policyLayerSchema>;

/**
 * `enforced`: set by an administrator, and it applies. `satisfied`: it applies, and
 * the present account complies. `violated`: the present account does not comply.
 * `overridden`: it applies, and another value lost to it, the user's own or that of a
 * weaker managed place. `conflict`: no sign-in can comply with it and the other rules,
 * or with it alone. `invalid`: what decides it cannot be read or
 * understood. `unknownKey`: Gatehouse has no such policy. `notSet`: no value holds,
 * for no place has one, or the one that decides is blank.
 */
const policyStatusSchema = z.enum([
  'enforced',
  'satisfied',
  'violated',
  'overridden',
  'conflict',
  'invalid',
  'unknownKey',
  'notSet',
]);
export type PolicyStatus = z.infer<typeof policyStatusSchema>;

/** One policy: what holds, where that comes from, and everything that was said of it. */
const policySchema = z.strictObject({
  /** Its path in the document, such as `gatehouse.allow_export`. */
  key: z.string(),
  /** What holds; null where that is nothing, such as with a blank, or it is not known. */
  value: policyValueSchema.nullable(),
  /** The place that decides, with a blank as well; null where none speaks of it. */
  source: z.string().nullable(),
  level: policyLevelSchema.nullable(),
  scope: policyScopeSchema.nullable(),
  status: policyStatusSchema,
  /** What it does on this device, in one sentence or two. */
  effect: z.string(),
  /** Every place that speaks of it, the strongest first. */
  layers: z.array(policyLayerSchema),
});
export type Policy = z.infer<typeof policySchema>;

/** One place where policies are looked for, the strongest of its family first. */
const policySourceSchema = z.strictObject({
  place: z.string(),
  kind: z.enum([
    'managedPreference',
    'managedConfig',
    'userConfig',
    'systemConfig',
    'requirements',
  ]),
  level: policyLevelSchema,
  scope: policyScopeSchema,
  status: z.enum(['absent', 'read', 'unreadable']),
  /** Why it is unreadable, with line, column and kind of mistake where it is no TOML; null otherwise. */
  message: z.string().nullable(),
  ...position,
  /** Name or number of the user it belongs to; null where that is not known. */
  owner: z.string().nullable(),
  /** Octal, such as `0644`; null where files have none. */
  mode: z.string().nullable(),
  /** What was read instead where the place is a link; null otherwise. */
  readFrom: z.string().nullable(),
});
export type PolicySource = z.infer<typeof policySourceSchema>;

const policyWarningSchema = z.strictObject({
  /**
   * `unknownKey`: no program here knows it. `misplacedKey`: it has no meaning in this
   * place. `exposedSource`: others than administrators can change a managed file.
   * `malformedWorkspaceId`: a workspace rule has an id that no workspace can have.
   * `deadLink`: in the place of a file is a link to none. `unusableValue`: nothing can be done
   * with it. `stopsCodex`: Codex does not start until it is corrected.
   */
  kind: z.enum([
    'unknownKey',
    'misplacedKey',
    'exposedSource',
    'malformedWorkspaceId',
    'deadLink',
    'unusableValue',
    'stopsCodex',
  ]),
  source: z.string(),
  /** Null where the warning is about the whole place. */
  key: z.string().nullable(),
  ...position,
  message: z.string(),
});
export type PolicyWarning = z.infer<typeof policyWarningSchema>;

/** `notApplicable`: no rule asks, or it does not ask this kind of sign-in. */
const ruleCheckSchema = z.enum(['allowed', 'forbidden', 'unknown', 'notApplicable']);
export type RuleCheck = z.infer<typeof ruleCheckSchema>;

/** What the rules mean for one account. */
const policyAccountSchema = z.strictObject({
  /** Enough to tell accounts apart: the start of the workspace id, or the kind of key. */
  shortId: z.string(),
  method: z.enum(['chatgpt', 'api', 'unknown']),
  methodCheck: ruleCheckSchema,
  workspaceCheck: ruleCheckSchema,
  /**
   * `hidden`: kept and not used. `toBeSignedOut`: removed from this device at the next
   * start, sign-in or reload. `toBeUnset`: a key from an environment variable, which is not
   * used and only a person can unset; what is stored stays. `unknown`: it cannot be told, so that it is kept and not
   * used; where the rules cannot be read, nobody may sign in either.
   */
  result: z.enum(['allowed', 'hidden', 'toBeSignedOut', 'toBeUnset', 'unknown']),
  /** The sentence of the Codex CLI where there is one. */
  reason: z.string(),
  /**
   * Why a sign-in that is `toBeSignedOut` is not removed now; null where nothing holds that up.
   * `environment`: a credential of the environment is used in its place. `config`: Codex does
   * not start with its configuration. `unproven`: it is not certain that it does, or that it
   * removes a personal access token, about which it asks the issuer.
   */
  withheld: z.enum(['environment', 'config', 'unproven']).nullable(),
  /** The policy that decides; null where none does. */
  rule: z.string().nullable(),
  /**
   * How far the workspace claim is proven: `verified` by a published key of the issuer,
   * `readOnly` from a token that is not proven, `pending` where that is not told yet, such
   * as without the keys; `none` where there is no claim.
   */
  evidence: z.enum(['verified', 'readOnly', 'pending', 'none']),
  /** Why it is not verified; null where it is, or where nothing is to be verified. */
  evidenceMessage: z.string().nullable(),
  /** `chatgpt_account_id` of the ID token: what rules are checked against. */
  workspaceId: z.string().nullable(),
  /** `tokens.account_id` of the stored record: what requests are sent with. */
  recordAccountId: z.string().nullable(),
});
export type PolicyAccount = z.infer<typeof policyAccountSchema>;

/** The removal of a sign-in that a rule demands or demanded. */
const policyRemovalSchema = z.strictObject({
  /** `announced`: it is told to the person first. `failed`: it is tried again at the next look. */
  state: z.enum(['announced', 'done', 'failed']),
  /** When it is due, or was done or tried; ISO 8601 in UTC. */
  at: z.iso.datetime(),
  /** The policy; null where this version does not know it. */
  rule: z.string().nullable(),
  /** The place that set it, as far as this machine has that place. */
  source: z.string().nullable(),
  line: position.line,
});
export type PolicyRemoval = z.infer<typeof policyRemovalSchema>;

export const policyReportSchema = z.strictObject({
  schemaVersion: z.literal(policySchemaVersion),
  /** When the sources were read, ISO 8601 in UTC. */
  at: z.iso.datetime(),
  appVersion: z.string(),
  platform: z.string(),
  /** The place that a candidate file stood in for; null where all is as it is. */
  previewOf: z.string().nullable(),
  /** The files and preferences of administrators that are there; empty where nothing is managed. */
  managedBy: z.array(z.string()),
  /**
   * The worst of all: `error` before `actionNeeded`, that before `attention`, that before the
   * others. `error` is also a configuration that Codex does not load, a sign-in that cannot be
   * judged while a rule asks something of it, and a candidate that has a meaning in another
   * place only. `attention`: all rules are met, but something in a managed place does nothing,
   * as a misspelt or misplaced rule.
   */
  state: z.enum(['notManaged', 'compliant', 'attention', 'actionNeeded', 'error']),
  policies: z.array(policySchema),
  sources: z.array(policySourceSchema),
  warnings: z.array(policyWarningSchema),
  accounts: z.array(policyAccountSchema),
  /** Null where no rule is about to remove the sign-in here, nor has since somebody signed in. */
  removal: policyRemovalSchema.nullable(),
});
export type PolicyReport = z.infer<typeof policyReportSchema>;

/**
 * Whether a report with the state `error` has it because of the sign-in alone: every
 * policy is known, and what is signed in cannot be judged by them.
 */
export function isUnjudged(report: PolicyReport): boolean {
  const { state, policies, sources } = report;
  return (
    state === 'error' &&
    !isMisplaced(report) &&
    !isNotLoaded(report) &&
    !policies.some(({ status }) => status === 'invalid') &&
    !sources.some(({ status }) => status === 'unreadable')
  );
}

/** Whether Codex does not start with what stands here. */
export function isNotLoaded({ warnings }: Pick<PolicyReport, 'warnings'>): boolean {
  return warnings.some(({ kind }) => kind === 'stopsCodex');
}

/**
 * Whether a previewed file has policies, and none of them has a meaning in the place that
 * it stands in for, so that it would do nothing there.
 */
export function isMisplaced({ previewOf, policies }: PolicyReport): boolean {
  const said = policies
    .filter(({ status }) => status !== 'unknownKey')
    .flatMap(({ layers }) => layers.filter(({ source }) => source === previewOf));
  return said.length > 0 && said.every(({ outcome }) => outcome === 'ignored');
}

/** Whether all that is to be said of a policy is that the file which decides it cannot be read. */
export function isOfUnreadable(
  { status, source }: Policy,
  { sources }: Pick<PolicyReport, 'sources'>,
): boolean {
  return (
    status === 'invalid' &&
    sources.some((read) => read.place === source && read.status === 'unreadable')
  );
}

/** Whether what decides a policy is a blank, which takes weaker values away. */
export function isBlank({ value, layers }: Policy): boolean {
  return value === null && layers.some(({ outcome }) => outcome === 'applied');
}

/** Whether a sign-in that cannot be judged only waits for what would prove its workspace. */
export function isPending({ accounts }: Pick<PolicyReport, 'accounts'>): boolean {
  return accounts.some(({ result, evidence }) => result === 'unknown' && evidence === 'pending');
}

/** Who manages the machine of a report; null where its user does. */
export function managementOf({ managedBy, policies }: PolicyReport): Management | null {
  if (managedBy.length === 0) return null;
  const name = policies.find(({ key }) => key === 'gatehouse.organization')?.value;
  return { organization: typeof name === 'string' ? name : null };
}

/**
 * What is larger is not read, deployed or not: 8 MiB. The Codex CLI has no limit; no file of
 * settings comes near this one, and a larger one must not keep the window's process busy.
 */
export const maxSettingsBytes = 8 * 1024 * 1024;

/** Which of the managed files a candidate might become. */
export const candidateKindSchema = z.enum(['requirements', 'managedConfig']);
export type CandidateKind = z.infer<typeof candidateKindSchema>;

/** A file that might become one of the managed files. */
export const policyCandidateSchema = z.strictObject({
  name: z.string().min(1).max(255),
  /** As they are in the file; of one that is too large one byte more than is read. */
  bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= maxSettingsBytes + 1),
  /** What a person takes it for; null leaves that to its name and keys. */
  as: candidateKindSchema.nullable(),
});
export type PolicyCandidate = z.infer<typeof policyCandidateSchema>;

export const policyPreviewSchema = z.strictObject({
  /** Of the file that stood in. */
  name: z.string(),
  kind: candidateKindSchema,
  /**
   * What says so: a person, its name, or keys that have a meaning in one of the files only.
   * Where nothing does it is assumed.
   */
  because: z.enum(['asked', 'name', 'keys', 'assumed']),
  report: policyReportSchema,
});
export type PolicyPreview = z.infer<typeof policyPreviewSchema>;
