import { z } from 'zod';

import { appErrorSchema } from './app-error.ts';
import { keptSignInSchema } from './kept-sign-ins.ts';
import {
  problemCodeSchema,
  tokenCodeSchema,
  unusableCodeSchema,
  type ProblemCode,
} from './problem-code.ts';

/**
 * The one snapshot of the application that the renderer sees. No member of it
 * can hold a token, a key or a JWT: where a credential is described, only facts
 * about it (an address, a plan, a time) are.
 *
 * All times are milliseconds since the Unix epoch.
 */

const signInMethodSchema = z.enum(['browser', 'device', 'apiKey']);
export type SignInMethod = z.infer<typeof signInMethodSchema>;

export const credentialSourceSchema = z.enum(['environment', 'file', 'keyring', 'ephemeral']);
export type CredentialSource = z.infer<typeof credentialSourceSchema>;

/** Facts of the current access token; `expiresAt` is null where the token is opaque. */
const tokenFactsSchema = z.strictObject({
  expiresAt: z.number().nullable(),
  lastRefresh: z.number().nullable(),
  stale: z.boolean(),
});
export type TokenFacts = z.infer<typeof tokenFactsSchema>;

/** What the ID token and the record say about a ChatGPT account. */
export const accountFactsSchema = z.strictObject({
  email: z.string().nullable(),
  /** Upstream's wire name of the plan; `unknown` for other names and without a claim. */
  plan: z.string().nullable(),
  /** How the plan is shown to people ("Pro", "Pro Lite", or the raw claim). */
  planLabel: z.string().nullable(),
  /** The claim as it stands in the ID token. */
  planRaw: z.string().nullable(),
  /** `chatgpt_account_id` of the ID token: what workspace rules are checked against. */
  workspaceId: z.string().nullable(),
  /** `tokens.account_id` of the record: what requests are sent for. */
  accountId: z.string().nullable(),
  userId: z.string().nullable(),
});
export type AccountFacts = z.infer<typeof accountFactsSchema>;

/** A problem that a person should know of; `code` is stable, `message` says what to do. */
export const problemSchema = z.strictObject({ code: problemCodeSchema, message: z.string() });
export type Problem = z.infer<typeof problemSchema>;

/** A problem of the tokens of a sign-in that is otherwise there. */
const tokenProblemSchema = problemSchema.extend({ code: tokenCodeSchema });
export type TokenProblem = z.infer<typeof tokenProblemSchema>;

/** Whether only a new sign-in helps: the refresh token is missing, or of no use any more. */
export function needsSignIn(problem: Problem | null): boolean {
  return problem !== null && endedProblems.includes(problem.code);
}

const endedProblems: readonly ProblemCode[] = ['refresh-failed', 'refresh-token-missing'];

export const accountStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('loading') }),
  z.strictObject({ kind: z.literal('signedOut') }),
  z.strictObject({
    kind: z.literal('chatgpt'),
    source: credentialSourceSchema,
    account: accountFactsSchema,
    token: tokenFactsSchema,
    /** Whether a refresh can help, and why not; see `refreshObstacle`. */
    refresh: z.enum(['possible', 'refused', 'noRefreshToken', 'supplied']),
    /** Set while the credential needs attention although it can be used or refreshed. */
    problem: tokenProblemSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('apiKey'),
    source: credentialSourceSchema,
    /** Name of the environment variable the key comes from, else null. */
    variable: z.string().nullable(),
    problem: problemSchema.nullable(),
  }),
  /** A credential is there but cannot be used; it is left as it is. */
  z.strictObject({
    kind: z.literal('unusable'),
    problem: problemSchema.extend({ code: unusableCodeSchema }),
  }),
]);
export type AccountState = z.infer<typeof accountStateSchema>;

export const signInStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  /** Asking the rules, opening ports, or asking for a device code. */
  z.strictObject({ kind: z.literal('starting'), method: signInMethodSchema }),
  z.strictObject({
    kind: z.literal('waitingForBrowser'),
    link: z.string(),
    port: z.number().int(),
    /** Says that the first port was busy and the second is used, else null. */
    portNote: z.string().nullable(),
    /** False where no browser could be opened here, so that the link must be copied. */
    browserOpened: z.boolean(),
    expiresAt: z.number(),
    /** Another user of this machine whose browser tried to take part and was turned away, else null. */
    turnedAway: z.strictObject({ uid: z.number().int(), name: z.string().nullable() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('waitingForDevice'),
    verificationUrl: z.string(),
    userCode: z.string(),
    expiresAt: z.number(),
  }),
  /** The person has answered; tokens are being fetched, checked and saved. */
  z.strictObject({ kind: z.literal('finishing'), method: signInMethodSchema }),
  z.strictObject({ kind: z.literal('failed'), method: signInMethodSchema, error: appErrorSchema }),
]);
export type SignInState = z.infer<typeof signInStateSchema>;

/** What the button of a notice does. */
const noticeActionSchema = z.enum([
  'dismiss',
  'refresh',
  'reload',
  'signIn',
  'signOut',
  /** Takes the rights of others from a store that they can read. */
  'protect',
]);

/** What a notice is about. Where that is a problem of the sign-in, the id is its code. */
export const noticeIdSchema = z.enum([
  ...problemCodeSchema.options,
  'environment-key',
  'removal-withheld',
  'enforced',
  'kept-aside',
  'kept-sign-in',
  'not-kept',
  'kept-failed',
  'kept-removed',
  'sign-out-failed',
  'store-exposed',
  'storage-failed',
  'unreached',
  'revocation',
  'refresh-failed-for-now',
  'keyring-wait',
  'kept-by-keyring',
]);
export type NoticeId = z.infer<typeof noticeIdSchema>;

/** One thing to tell the person, with exactly one action. */
export const noticeSchema = z.strictObject({
  /** One notice stands per id; what `notice.dismiss` takes. */
  id: noticeIdSchema,
  severity: z.enum(['info', 'warning', 'error']),
  title: z.string(),
  message: z.string(),
  action: noticeActionSchema,
  actionLabel: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Whether a way to sign in is open here; where it is not, the rule that says so. */
const methodRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('allowed') }),
  z.strictObject({ kind: z.literal('forbidden'), reason: z.string() }),
]);
export type MethodRule = z.infer<typeof methodRuleSchema>;

/** Where a person finds a rule. */
const rulePositionSchema = z.strictObject({
  /** The key of the rule, such as `forced_login_method`. */
  rule: z.string(),
  /** The file that sets it. */
  source: z.string(),
  /** Both count from 1; null where they are not known. */
  line: z.number().int().positive().nullable(),
  column: z.number().int().positive().nullable(),
});
export type RulePosition = z.infer<typeof rulePositionSchema>;

const restrictionsViewSchema = z.strictObject({
  verdict: z.enum(['allowed', 'violated', 'unknown']),
  /** What an unknown verdict is for want of; null where it is known. */
  unknownBecause: z.enum(['rules', 'credential', 'evidence', 'environment', 'owner']).nullable(),
  /** False where no login rule is set; true also where that cannot be read. */
  hasRules: z.boolean(),
  message: z.string().nullable(),
  /** The rule that is violated; null where none is. */
  violated: rulePositionSchema.nullable(),
  methods: z.strictObject({
    browser: methodRuleSchema,
    device: methodRuleSchema,
    apiKey: methodRuleSchema,
  }),
});

/** A login rule is about to remove the stored sign-in, and the person is told before. */
const announcedRemovalSchema = z.strictObject({
  /** The sentence of the Codex CLI. */
  message: z.string(),
  ...rulePositionSchema.shape,
  /** When it is removed, whether or not anybody has answered. */
  at: z.number(),
});
export type AnnouncedRemoval = z.infer<typeof announcedRemovalSchema>;

const storeModeSchema = z.enum(['file', 'keyring', 'auto', 'ephemeral']);

/** One place that can hold the credential, as it was found when it was looked at. */
export const storagePlaceSchema = z.strictObject({
  kind: z.enum(['file', 'keyringItem', 'encryptedFile']),
  location: z.string(),
  holds: z.enum(['credential', 'nothing', 'unreadable']),
  /** Why it is unreadable, else null. */
  problem: problemSchema.nullable(),
  /** When the credential there was written, as far as that is known. */
  writtenAt: z.number().nullable(),
  /** Told truthfully: a file is never called a keyring, and one that others can read says so. */
  protection: z.enum([
    'keyring',
    'encrypted',
    'userOnly',
    'readableByOthers',
    /** Plain text, and who may read it cannot be told here. */
    'unknown',
    /** It would be up to a keyring, and none is running. */
    'noKeyring',
  ]),
});
export type StoragePlace = z.infer<typeof storagePlaceSchema>;

/** Where the credential really is, and why. */
export const storageReportSchema = z.strictObject({
  mode: storeModeSchema,
  /** The place of the setting that decides the mode; null for the default. */
  source: z.string().nullable(),
  reason: z.enum(['default', 'setting', 'managed', 'fallBack']),
  /** Where the credential in use is; null where there is none, or it is in memory. */
  active: storagePlaceSchema.nullable(),
  /** Other places that hold a credential, which is not used. */
  copies: z.array(storagePlaceSchema),
  /** Where copies are kept of what could not be read, in words; those in a keyring only once it was asked. */
  keptCopies: z.array(z.string()),
  /**
   * Whether copies were looked for in the keyring too: only on the person's word,
   * since it may prompt. Unanswered by one that is locked or not there.
   */
  keyring: z.enum(['notAsked', 'asked', 'unanswered']),
  /** Where the credential can be moved to: not where a move is known to fail. */
  movableTo: z.array(z.enum(['file', 'keyring'])),
  /** Why it cannot be moved, else null. */
  fixedBecause: z.string().nullable(),
  /** Why it cannot be moved to a file where it could be otherwise, else null. */
  noFileBecause: z.string().nullable(),
  /** The same of the keyring. */
  noKeyringBecause: z.string().nullable(),
});
export type StorageReport = z.infer<typeof storageReportSchema>;

/** An entry of the keyring of which several match where one is meant. */
const keyringEntrySchema = z.strictObject({
  /** Means something as long as the service runs. */
  id: z.string(),
  label: z.string(),
  purpose: z.enum(['signIn', 'passphrase', 'keptSignIns', 'journal']),
  /** Milliseconds since the epoch; null where the keyring does not say. */
  createdAt: z.number().nullable(),
  modifiedAt: z.number().nullable(),
});
export type KeyringEntryView = z.infer<typeof keyringEntrySchema>;

/** What is being done to keep the credential fresh, without anybody asking. */
const backgroundRefreshStateSchema = z.discriminatedUnion('kind', [
  /** Nothing is ever due: signed out, an API key, or a sign-in that has ended. */
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({ kind: z.literal('scheduled'), at: z.number() }),
  /** `isRetry`: since the last one did not succeed. */
  z.strictObject({ kind: z.literal('refreshing'), isRetry: z.boolean() }),
  /** Nobody answered; tried again then, or when the machine wakes up. */
  z.strictObject({ kind: z.literal('offline'), at: z.number() }),
  /** The issuer, the store or another program stood in the way; tried again then. */
  z.strictObject({ kind: z.literal('retrying'), at: z.number() }),
]);
export type BackgroundRefreshState = z.infer<typeof backgroundRefreshStateSchema>;

/** Whether the app starts at login, as the operating system says, and who decides it. */
const startAtLoginSchema = z.discriminatedUnion('kind', [
  /** The operating system was not asked yet. */
  z.strictObject({ kind: z.literal('reading') }),
  /** This installation cannot be started at login. */
  z.strictObject({ kind: z.literal('unavailable'), reason: z.string() }),
  z.strictObject({
    kind: z.literal('known'),
    /** `requiresApproval`: entered, and not started before the person allows it to macOS. */
    state: z.enum(['on', 'off', 'requiresApproval', 'unknown']),
    /** The rule that takes the choice from the person; null where the choice is theirs. */
    lock: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('set'), value: z.boolean(), source: z.string() }),
        /** A rule that cannot be read or understood. */
        z.strictObject({ kind: z.literal('unknown'), source: z.string(), message: z.string() }),
      ])
      .nullable(),
    /** Why it cannot be read, or is not what was asked for; null where all is well. */
    problem: z.string().nullable(),
  }),
]);
export type StartAtLogin = z.infer<typeof startAtLoginSchema>;

/** Who manages this machine. */
const managementSchema = z.strictObject({ organization: z.string().nullable() });
export type Management = z.infer<typeof managementSchema>;

/** Why a rule of the `[gatehouse]` table does not allow something; null where none is in the way. */
const refusalsSchema = z.strictObject({
  signOutEverywhere: z.string().nullable(),
  /** To a file and to the clipboard. */
  export: z.string().nullable(),
});

export const appStateSchema = z.strictObject({
  /** Grows with every change; a mirror ignores a state older than the one it holds. */
  revision: z.number().int().nonnegative(),
  account: accountStateSchema,
  signIn: signInStateSchema,
  backgroundRefresh: backgroundRefreshStateSchema,
  /** Sign-ins that are not in use and cannot be had again, the oldest first. */
  kept: z.array(keptSignInSchema),
  /** The command that is under way besides a sign-in. */
  busy: z.enum(['refreshing', 'signingOut', 'changingKept']).nullable(),
  notices: z.array(noticeSchema),
  restrictions: restrictionsViewSchema,
  store: z.strictObject({
    mode: storeModeSchema,
    location: z.string(),
    /** Null until the places were looked at for the first time. */
    report: storageReportSchema.nullable(),
    /** Entries of the keyring of which several match, the last changed one first, so that none is used. */
    severalEntries: z.array(keyringEntrySchema),
    busy: z.enum(['inspecting', 'moving']).nullable(),
  }),
  /** Null while no rule is about to remove anything. */
  removal: announcedRemovalSchema.nullable(),
  policy: z.strictObject({
    /** Grows whenever `policy.get` may answer otherwise. */
    changes: z.number().int().nonnegative(),
    /** Set where rules apply that the user cannot change; with the name that they give, if any. */
    management: managementSchema.nullable(),
    refusals: refusalsSchema,
  }),
  activity: z.strictObject({
    /** Grows whenever there may be something new to read with `activity.read`. */
    changes: z.number().int().nonnegative(),
  }),
  settings: z.strictObject({ startAtLogin: startAtLoginSchema }),
  app: z.strictObject({
    version: z.string(),
    /** Origin of the issuer where it is not the provider's own, else null. */
    customIssuer: z.string().nullable(),
    /** Which variable sends tokens where instead of to their issuer, a sentence each. */
    tokenOverrides: z.array(z.string()),
  }),
});
export type AppState = z.infer<typeof appStateSchema>;
