import * as z from 'zod/mini';

import type { Management } from './app-state.ts';

/** Every change of the report's shape raises it. */
export const policySchemaVersion = 7;

const policyValueSchema = z.union([z.string(), z.boolean(), z.int(), z.array(z.string())]);
export type PolicyValue = z.infer<typeof policyValueSchema>;

/** `enforced` cannot be changed by the user; `default` gives way to the user's own file, `user`. */
const policyLevelSchema = z.enum(['enforced', 'default', 'user']);
export type PolicyLevel = z.infer<typeof policyLevelSchema>;

const policyScopeSchema = z.enum(['machine', 'user']);
export type PolicyScope = z.infer<typeof policyScopeSchema>;

/** Both count from 1; null where the place has none, or they are not known. */
const position = {
  line: z.nullable(z.int().check(z.positive())),
  column: z.nullable(z.int().check(z.positive())),
};

const policyLayerSchema = z.strictObject({
  /** The file, with the home folder as `~`, or the managed preference of macOS. */
  source: z.string(),
  level: policyLevelSchema,
  scope: policyScopeSchema,
  ...position,
  /** `superseded`: a stronger one decides. `ignored`: the key has no meaning in this place. */
  outcome: z.enum(['applied', 'superseded', 'invalid', 'ignored']),
  /** Null where it is invalid, blank, or none that is shown. */
  value: z.nullable(policyValueSchema),
  /** It never quotes the value. */
  message: z.nullable(z.string()),
});
export type PolicyLayer = z.infer<typeof policyLayerSchema>;

/**
 * `satisfied`, `violated`: by the present account. `conflict`: no sign-in can comply with it and
 * the other rules. `invalid`: what decides cannot be read or understood. `notSet`: no place has a
 * value, or a blank decides where nothing else is said.
 */
const policyStatusSchema = z.enum([
  'enforced',
  'satisfied',
  'violated',
  'conflict',
  'invalid',
  'unknownKey',
  'notSet',
]);
export type PolicyStatus = z.infer<typeof policyStatusSchema>;

/** One policy: what applies, where that comes from, and what every place says. */
const policySchema = z.strictObject({
  /** Its path in the document, such as `gatehouse.allow_export`. */
  key: z.string(),
  /** What applies; null where that is nothing, such as with a blank, or it is not known. */
  value: z.nullable(policyValueSchema),
  /** The place that decides, also by a blank; null where no place has the key. */
  source: z.nullable(z.string()),
  level: z.nullable(policyLevelSchema),
  scope: z.nullable(policyScopeSchema),
  status: policyStatusSchema,
  effect: z.string(),
  layers: z.array(policyLayerSchema),
});
export type Policy = z.infer<typeof policySchema>;

const policySourceSchema = z.strictObject({
  place: z.string(),
  kind: z.enum([
    'managedPreference',
    'managedConfig',
    'commandLine',
    'projectConfig',
    'profileConfig',
    'userConfig',
    'systemConfig',
    'requirements',
    'cloud',
  ]),
  level: policyLevelSchema,
  scope: policyScopeSchema,
  /**
   * `notLookedAt`, `notTrusted`: it counts for some starts of Codex, and not in this report; on
   * Windows, `notLookedAt` is also a file that no Codex reads.
   */
  status: z.enum(['absent', 'read', 'unreadable', 'notLookedAt', 'notTrusted']),
  message: z.nullable(z.string()),
  ...position,
  owner: z.nullable(z.string()),
  /** Octal, such as `0644`; null where files have none. */
  mode: z.nullable(z.string()),
  /** What was read where the place is a link, else null. */
  readFrom: z.nullable(z.string()),
});
export type PolicySource = z.infer<typeof policySourceSchema>;

const policyWarningSchema = z.strictObject({
  /**
   * `unknownKey`: neither Codex nor Gatehouse has it. `misplacedKey`: it has no meaning in this
   * place. `exposedSource`: others than administrators can change a managed file. `stopsCodex`:
   * Codex does not start until it is corrected. `ignoredFile`: Codex reads no such file on this
   * system.
   */
  kind: z.enum([
    'unknownKey',
    'misplacedKey',
    'exposedSource',
    'malformedWorkspaceId',
    'deadLink',
    'unusableValue',
    'stopsCodex',
    'ignoredFile',
  ]),
  source: z.string(),
  key: z.nullable(z.string()),
  ...position,
  message: z.string(),
});
export type PolicyWarning = z.infer<typeof policyWarningSchema>;

/** `notApplicable`: no rule asks, or it does not ask this kind of sign-in. */
const ruleCheckSchema = z.enum(['allowed', 'forbidden', 'unknown', 'notApplicable']);
export type RuleCheck = z.infer<typeof ruleCheckSchema>;

const policyAccountSchema = z.strictObject({
  /** Enough to tell accounts apart: the start of the workspace id, or the kind of key. */
  shortId: z.string(),
  method: z.enum(['chatgpt', 'api', 'unknown']),
  methodCheck: ruleCheckSchema,
  workspaceCheck: ruleCheckSchema,
  /**
   * `hidden`: kept and not used. `toBeSignedOut`: removed at the next start, sign-in or reload.
   * `toBeUnset`: a key from an environment variable, which only a person can unset. `unknown`: it
   * cannot be judged, and is kept and not used.
   */
  result: z.enum(['allowed', 'hidden', 'toBeSignedOut', 'toBeUnset', 'unknown']),
  /** The sentence of the Codex CLI where there is one. */
  reason: z.string(),
  /**
   * Why a sign-in that is `toBeSignedOut` is not removed now, else null. `environment`: one from
   * the environment is used instead. `config`: Codex does not start with its configuration.
   * `unproven`: it may not start, or may not remove it: it asks the issuer about a personal token.
   */
  withheld: z.nullable(z.enum(['environment', 'config', 'unproven'])),
  rule: z.nullable(z.string()),
  /** `verified` by a published key of the issuer, `pending` without the keys; `none`: no claim. */
  evidence: z.enum(['verified', 'readOnly', 'pending', 'none']),
  evidenceMessage: z.nullable(z.string()),
  /** `chatgpt_account_id` of the ID token: what rules are checked against. */
  workspaceId: z.nullable(z.string()),
  /** `tokens.account_id` of the stored record: what requests are sent with. */
  recordAccountId: z.nullable(z.string()),
});
export type PolicyAccount = z.infer<typeof policyAccountSchema>;

/** What the rules say of an account that is saved and not in use, by what is known of it. */
const savedPolicyAccountSchema = z.extend(
  z.pick(policyAccountSchema, {
    methodCheck: true,
    workspaceCheck: true,
    reason: true,
    rule: true,
    method: true,
  }),
  {
    /** Of the list of accounts: no name. */
    id: z.string(),
    result: z.enum(['allowed', 'hidden', 'unknown']),
  },
);
export type SavedPolicyAccount = z.infer<typeof savedPolicyAccountSchema>;

const policyRemovalSchema = z.strictObject({
  /** `announced`: the person is warned first. `failed`: it is tried again at the next look. */
  state: z.enum(['announced', 'done', 'failed']),
  /** When it is due, or was done or tried; ISO 8601 in UTC. */
  at: z.iso.datetime(),
  rule: z.nullable(z.string()),
  /** The place that set it; null where this machine does not have it. */
  source: z.nullable(z.string()),
  line: position.line,
});
export type PolicyRemoval = z.infer<typeof policyRemovalSchema>;

const cloudMissSchema = z.enum([
  'absent',
  'expired',
  'otherWorkspace',
  'otherUser',
  'noIds',
  'owner',
  'unreadable',
  'damaged',
  'signature',
  'contents',
]);
/** `noIds`: of the sign-in, or of what is there. `owner`: only the issuer knows whose it is. */
export type CloudMiss = z.infer<typeof cloudMissSchema>;

const cloudPassedOverSchema = z.enum(['signedOut', 'method', 'plan', 'localRules']);
/** `localRules`: those of this machine bar every sign-in for which there could be any. */
export type CloudPassedOver = z.infer<typeof cloudPassedOverSchema>;

export const cloudReportSchema = z.strictObject({
  /**
   * `expected`: what they demand is not known until Codex asks. `otherVersion`: Gatehouse cannot
   * read them. `passedOver`: Codex has some, and does not look at them.
   */
  kind: z.enum(['none', 'inForce', 'expected', 'otherVersion', 'passedOver']),
  /** Of `expected` and `passedOver`. */
  because: z.nullable(z.union([cloudMissSchema, cloudPassedOverSchema])),
  /** Why Codex does not use what is there, as a clause; null where it is not damaged. */
  problem: z.nullable(z.string()),
  /** What is in the file, whether it counts or not. */
  fetchedAt: z.nullable(z.iso.datetime()),
  expiresAt: z.nullable(z.iso.datetime()),
  workspaceId: z.nullable(z.string()),
  userId: z.nullable(z.string()),
  /** The strongest first; of those in force, as the sources call them. */
  documents: z.array(
    z.strictObject({ name: z.string(), family: z.enum(['config', 'requirements']) }),
  ),
});
/** The rules of the workspace, as Codex has got them. */
export type CloudReport = z.infer<typeof cloudReportSchema>;

/** What the rules of this machine do. Fleet tools may collect it: no token, key or e-mail address. */
export const policyReportSchema = z.strictObject({
  schemaVersion: z.literal(policySchemaVersion),
  at: z.iso.datetime(),
  appVersion: z.string(),
  platform: z.string(),
  /** The place that a candidate file stood in for; null where it is no preview. */
  previewOf: z.nullable(z.string()),
  /** What a start of Codex was asked about with; null for what counts for every start. */
  start: z.nullable(
    z.strictObject({ folder: z.nullable(z.string()), profile: z.nullable(z.string()) }),
  ),
  managedBy: z.array(z.string()),
  /**
   * The worst of all, `error` first. That is also a configuration that Codex does not load, a
   * sign-in that cannot be judged, and a candidate that only another place would give a meaning.
   * `attention`: all rules are met, but a managed place has a warning: something in it does
   * nothing, or others can change it. `compliant` needs a rule of an administrator that holds;
   * managed places without one are `notManaged`. `notKnown`: all known rules are met, and those of
   * the workspace are not known.
   */
  state: z.enum(['notManaged', 'notKnown', 'compliant', 'attention', 'actionNeeded', 'error']),
  policies: z.array(policySchema),
  sources: z.array(policySourceSchema),
  warnings: z.array(policyWarningSchema),
  cloud: z.extend(cloudReportSchema, {
    /** Whether those in force set a policy here, or expired ones did. */
    setsPolicies: z.boolean(),
  }),
  accounts: z.array(policyAccountSchema),
  /** Accounts that are saved and not in use. */
  savedAccounts: z.strictObject({
    saved: z.int().check(z.nonnegative()),
    forbidden: z.int().check(z.nonnegative()),
    accounts: z.array(savedPolicyAccountSchema),
  }),
  /** Null where no rule is about to remove the sign-in, nor has since somebody signed in. */
  removal: z.nullable(policyRemovalSchema),
});
export type PolicyReport = z.infer<typeof policyReportSchema>;

/** Whether the state is `error` because of the sign-in alone, which cannot be judged. */
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

/** Whether Codex does not start with what is set. */
export function isNotLoaded({ warnings }: Pick<PolicyReport, 'warnings'>): boolean {
  return warnings.some(({ kind }) => kind === 'stopsCodex');
}

/** Whether a previewed file has policies, and none of them has a meaning in its place. */
export function isMisplaced({ previewOf, policies }: PolicyReport): boolean {
  const said = policies
    .filter(({ status }) => status !== 'unknownKey')
    .flatMap(({ layers }) => layers.filter(({ source }) => source === previewOf));
  return said.length > 0 && said.every(({ outcome }) => outcome === 'ignored');
}

/** Whether a policy is invalid because the file that decides it cannot be read. */
export function isOfUnreadable(
  { status, source }: Policy,
  { sources }: Pick<PolicyReport, 'sources'>,
): boolean {
  return (
    status === 'invalid' &&
    sources.some((read) => read.place === source && read.status === 'unreadable')
  );
}

/** Whether a policy is decided by the rules of the workspace. */
export function isSetByCloud({
  sources,
  policies,
}: Pick<PolicyReport, 'sources' | 'policies'>): boolean {
  return sources.some(
    ({ kind, place }) => kind === 'cloud' && policies.some(({ source }) => source === place),
  );
}

/** Whether a blank decides, which takes weaker values away. */
export function isBlank({ value, layers }: Policy): boolean {
  return value === null && layers.some(({ outcome }) => outcome === 'applied');
}

/** Whether a sign-in cannot be judged only because the proof of its workspace is to come. */
export function isPending({ accounts }: Pick<PolicyReport, 'accounts'>): boolean {
  return accounts.some(({ result, evidence }) => result === 'unknown' && evidence === 'pending');
}

/** Who manages the machine; null where its user does. */
export function managementOf({ managedBy, policies }: PolicyReport): Management | null {
  if (managedBy.length === 0) return null;
  const name = policies.find(({ key }) => key === 'gatehouse.organization')?.value;
  return { organization: typeof name === 'string' ? name : null };
}

/** A larger file of settings is not read; the Codex CLI has no limit. */
export const maxConfigBytes = 8 * 1024 * 1024;

export const candidateKindSchema = z.enum(['requirements', 'managedConfig']);
export type CandidateKind = z.infer<typeof candidateKindSchema>;

export const policyCandidateSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  /** As they are in the file; of one that is too large, one byte more than is allowed. */
  bytes: z.instanceof(Uint8Array).check(z.refine(({ length }) => length <= maxConfigBytes + 1)),
  /** What the person takes it for; null leaves that to its name and keys. */
  as: z.nullable(candidateKindSchema),
});
export type PolicyCandidate = z.infer<typeof policyCandidateSchema>;

export const policyPreviewSchema = z.strictObject({
  name: z.string(),
  kind: candidateKindSchema,
  /** What the kind follows from: the person's choice, the name, or keys that one kind alone has. */
  because: z.enum(['asked', 'name', 'keys', 'assumed']),
  report: policyReportSchema,
});
export type PolicyPreview = z.infer<typeof policyPreviewSchema>;
