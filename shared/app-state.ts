import * as z from 'zod/mini';

import { appErrorSchema } from './app-error.ts';
import { codexCredentialsSchema } from './codex-programs.ts';
import { keptSignInSchema } from './kept-sign-ins.ts';
import { eachPermission } from './permissions.ts';
import { problemCodeSchema, tokenCodeSchema, unusableCodeSchema } from './problem-code.ts';
import { runningCodexSchema } from './running-codex.ts';
import { savedAccountsSchema, signInPurposeSchema } from './saved-accounts.ts';
import { eachSetting, settingStateSchema } from './settings.ts';
import { shownUsageSchema } from './usage.ts';

// The one snapshot of the application that the renderer sees. No member of it holds a token, a key
// or a JWT, but only facts about them. All times are milliseconds since the Unix epoch.

const signInMethodSchema = z.enum(['browser', 'device', 'apiKey']);
export type SignInMethod = z.infer<typeof signInMethodSchema>;

export const credentialSources = ['file', 'keyring', 'ephemeral'] as const;
export const credentialSourceSchema = z.enum(credentialSources);

/** Facts of the current access token; `expiresAt` is null where the token is opaque. */
const tokenFactsSchema = z.strictObject({
  expiresAt: z.nullable(z.number()),
  lastRefresh: z.nullable(z.number()),
  stale: z.boolean(),
});
export type TokenFacts = z.infer<typeof tokenFactsSchema>;

export const accountFactsSchema = z.strictObject({
  email: z.nullable(z.string()),
  /** Upstream's wire name of the plan; `unknown` for other names and without a claim. */
  plan: z.nullable(z.string()),
  /** As it is shown to people: "Pro", "Pro Lite", or the raw claim. */
  planLabel: z.nullable(z.string()),
  planRaw: z.nullable(z.string()),
  /** `chatgpt_account_id` of the ID token: what workspace rules are checked against. */
  workspaceId: z.nullable(z.string()),
  /** `tokens.account_id` of the record: what requests are sent for. */
  accountId: z.nullable(z.string()),
  userId: z.nullable(z.string()),
});
export type AccountFacts = z.infer<typeof accountFactsSchema>;

/** A problem that a person should know of; `message` says what to do. */
export const problemSchema = z.strictObject({ code: problemCodeSchema, message: z.string() });
export type Problem = z.infer<typeof problemSchema>;

const tokenProblemSchema = z.extend(problemSchema, { code: tokenCodeSchema });
export type TokenProblem = z.infer<typeof tokenProblemSchema>;

/** Whether only a new sign-in helps: a token is missing, or of no use any more. */
export function needsSignIn(problem: Problem | null): boolean {
  return (
    problem?.code === 'token-refused' ||
    problem?.code === 'refresh-failed' ||
    problem?.code === 'refresh-token-missing'
  );
}

const bedrockKindSchema = z.enum(['bedrockApiKey', 'bedrockAccessKeys']);

/** Whom Codex asks for a model, by its settings (`model_provider`). */
export const modelProviderSchema = z.strictObject({
  id: z.string(),
  /** Whether it takes the sign-in: others have credentials of their own, or need none. */
  needsSignIn: z.boolean(),
});
export type ModelProvider = z.infer<typeof modelProviderSchema>;

export const accountStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('loading') }),
  z.strictObject({ kind: z.literal('signedOut') }),
  z.strictObject({
    kind: z.literal('chatgpt'),
    source: credentialSourceSchema,
    account: accountFactsSchema,
    token: tokenFactsSchema,
    /** `supplied`: another program refreshes it. */
    refresh: z.enum(['possible', 'refused', 'noRefreshToken', 'supplied']),
    problem: z.nullable(tokenProblemSchema),
  }),
  z.strictObject({
    kind: z.literal('apiKey'),
    source: credentialSourceSchema,
    problem: z.nullable(problemSchema),
  }),
  z.strictObject({
    kind: z.literal('personalAccessToken'),
    source: credentialSourceSchema,
    /** What the sign-in service said of it, and when; null where it was not asked, or refused. */
    lookUp: z.nullable(z.strictObject({ account: accountFactsSchema, at: z.number() })),
    problem: z.nullable(problemSchema),
  }),
  z.strictObject({
    kind: bedrockKindSchema,
    source: credentialSourceSchema,
    /** Of AWS; null for access keys, which name none. */
    region: z.nullable(z.string()),
    problem: z.nullable(problemSchema),
  }),
  z.strictObject({
    kind: z.literal('unusable'),
    problem: z.extend(problemSchema, { code: unusableCodeSchema }),
  }),
]);
export type AccountState = z.infer<typeof accountStateSchema>;

export const signInStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({ kind: z.literal('starting'), method: signInMethodSchema }),
  z.strictObject({
    kind: z.literal('waitingForBrowser'),
    link: z.string(),
    port: z.int(),
    /** Says that the first port was busy and the second is used, else null. */
    portNote: z.nullable(z.string()),
    /** False where no browser could be opened, so that the link must be copied. */
    browserOpened: z.boolean(),
    expiresAt: z.number(),
    /** Another user of this machine whose browser was turned away, else null. */
    turnedAway: z.nullable(z.strictObject({ uid: z.int(), name: z.nullable(z.string()) })),
  }),
  z.strictObject({
    kind: z.literal('waitingForDevice'),
    verificationUrl: z.string(),
    userCode: z.string(),
    expiresAt: z.number(),
  }),
  z.strictObject({ kind: z.literal('finishing'), method: signInMethodSchema }),
  z.strictObject({
    kind: z.literal('failed'),
    method: signInMethodSchema,
    error: appErrorSchema,
    /** Who signed in to a workspace that a rule does not allow. */
    tried: z.optional(
      z.strictObject({ email: z.nullable(z.string()), workspaceId: z.nullable(z.string()) }),
    ),
  }),
]);
export type SignInState = z.infer<typeof signInStateSchema>;

/** What a notice is about. Where that is a problem of the sign-in, the id is its code. */
export const noticeIdSchema = z.enum([
  ...problemCodeSchema.options,
  'environment-key',
  'removal-withheld',
  'enforced',
  'signed-out-elsewhere',
  'kept-copy',
  'kept-sign-in',
  'not-kept',
  'kept-failed',
  'look-up-failed',
  'kept-removed',
  'sign-out-failed',
  'store-exposed',
  'storage-failed',
  'unreached',
  'revocation',
  'refresh-failed-for-now',
  'keyring-wait',
  'left-in-keyring',
  'codex-outdated',
  'codex-restarted',
  'codex-not-restarted',
  'accounts-failed',
  'accounts-done',
  'accounts-removal',
  'switch-refused',
  'switched',
]);
export type NoticeId = z.infer<typeof noticeIdSchema>;

/** One thing to tell the person, with exactly one action. There is one notice for each id. */
export const noticeSchema = z.strictObject({
  id: noticeIdSchema,
  /** Of a `success`, the message alone is told, for a moment. */
  severity: z.enum(['success', 'info', 'warning', 'error']),
  title: z.string(),
  message: z.string(),
  /** What Codex says of it, for those who know its words. */
  details: z.optional(z.string()),
  /**
   * What the button does; `protect` takes the rights of others from a store that they can read, and
   * `restartCodex` asks before it restarts the background server.
   */
  action: z.enum(['dismiss', 'refresh', 'reload', 'signIn', 'signOut', 'protect', 'restartCodex']),
  actionLabel: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

const methodRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('allowed') }),
  z.strictObject({ kind: z.literal('forbidden'), reason: z.string() }),
]);
export type MethodRule = z.infer<typeof methodRuleSchema>;

const rulePositionSchema = z.strictObject({
  /** The key of the rule, such as `forced_login_method`. */
  rule: z.string(),
  source: z.string(),
  line: z.nullable(z.int().check(z.positive())),
  column: z.nullable(z.int().check(z.positive())),
});
export type RulePosition = z.infer<typeof rulePositionSchema>;

const restrictionsViewSchema = z.strictObject({
  verdict: z.enum(['allowed', 'violated', 'unknown']),
  /** What is missing for a verdict; null where it is known. */
  unknownBecause: z.nullable(z.enum(['rules', 'credential', 'evidence', 'environment', 'owner'])),
  /** False where no login rule is set; true also where that cannot be read. */
  hasRules: z.boolean(),
  /** Why it is not allowed, for people; null where it is. */
  message: z.nullable(z.string()),
  /** What Codex says of it, where that is something else. */
  details: z.nullable(z.string()),
  /** Whether the rules of the workspace are not known, and why. */
  cloudUnknown: z.nullable(z.enum(['expected', 'otherVersion'])),
  violated: z.nullable(rulePositionSchema),
  /** Rules that leave no way to sign in: which, what helps, the one to show, what Codex says. */
  deadlock: z.nullable(
    z.strictObject({
      message: z.string(),
      step: z.string(),
      rule: z.string(),
      details: z.string(),
    }),
  ),
  /** The workspaces that a new sign-in may be of, and the key of the rule; null for any. */
  workspaces: z.nullable(z.strictObject({ ids: z.array(z.string()), rule: z.string() })),
  methods: z.strictObject({
    browser: methodRuleSchema,
    device: methodRuleSchema,
    apiKey: methodRuleSchema,
  }),
});

/** Whether a verdict may come later, while the rules themselves are known. */
export function isOpen(because: z.infer<typeof restrictionsViewSchema>['unknownBecause']): boolean {
  return because === 'evidence' || because === 'environment' || because === 'owner';
}

const announcedRemovalSchema = z.strictObject({
  message: z.string(),
  /** What Codex says of it, where that is something else. */
  details: z.nullable(z.string()),
  ...rulePositionSchema.shape,
  at: z.number(),
});
export type AnnouncedRemoval = z.infer<typeof announcedRemovalSchema>;

const storeModeSchema = z.enum(['file', 'keyring', 'auto', 'ephemeral']);

export const storagePlaceSchema = z.strictObject({
  kind: z.enum(['file', 'keyringItem', 'encryptedFile']),
  location: z.string(),
  holds: z.enum(['credential', 'nothing', 'unreadable']),
  problem: z.nullable(problemSchema),
  writtenAt: z.nullable(z.number()),
  /** `unknown`: plain text, and it is not known who may read it. `noKeyring`: none is running. */
  protection: z.enum([
    'keyring',
    'encrypted',
    'userOnly',
    'readableByOthers',
    'unknown',
    'noKeyring',
  ]),
  /** With `readableByOthers`, on Windows: who they are, such as "Everyone, Users". */
  sharedWith: z.optional(z.string()),
});
export type StoragePlace = z.infer<typeof storagePlaceSchema>;

export const storageReportSchema = z.strictObject({
  mode: storeModeSchema,
  /** The place of the setting that decides; null for the default. */
  source: z.nullable(z.string()),
  reason: z.enum(['default', 'setting', 'managed', 'fallBack']),
  /** Where the credential in use is; null where there is none, or it is in memory. */
  active: z.nullable(storagePlaceSchema),
  copies: z.array(storagePlaceSchema),
  /** Where copies of what could not be read are kept, in words; in a keyring once it was asked. */
  keptCopies: z.array(z.string()),
  /**
   * Whether copies were looked for in the keyring: only when asked to, because it may prompt.
   * `absent`: there is none.
   */
  keyring: z.enum(['notAsked', 'asked', 'unanswered', 'absent']),
  movableTo: z.array(z.enum(['file', 'keyring'])),
  /** Why it cannot be moved anywhere, else null. */
  fixedBecause: z.nullable(z.string()),
  /** Why a file or the keyring alone is ruled out, else null. */
  noFileBecause: z.nullable(z.string()),
  noKeyringBecause: z.nullable(z.string()),
  /**
   * The config.toml in which a file can be chosen though nothing can be moved there, because the
   * sign-in in use is out of reach without a keyring; else null.
   */
  fileSettingIn: z.nullable(z.string()),
});
export type StorageReport = z.infer<typeof storageReportSchema>;

/** One of several entries of the keyring that match where there should be one. */
const keyringEntrySchema = z.strictObject({
  /** Valid as long as the service runs. */
  id: z.string(),
  label: z.string(),
  purpose: z.enum(['signIn', 'passphrase', 'keptSignIns', 'journal']),
  createdAt: z.nullable(z.number()),
  modifiedAt: z.nullable(z.number()),
});
export type KeyringEntryView = z.infer<typeof keyringEntrySchema>;

/** What is done to keep the credential fresh; `at` is the next try. */
const backgroundRefreshStateSchema = z.discriminatedUnion('kind', [
  /** Nothing is ever due: signed out, an API key, or a sign-in that has ended. */
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({ kind: z.literal('scheduled'), at: z.number() }),
  z.strictObject({ kind: z.literal('refreshing'), isRetry: z.boolean() }),
  /** The computer has no network; the next try comes earlier when it wakes up. */
  z.strictObject({ kind: z.literal('offline'), at: z.number() }),
  /** The sign-in service does not answer. */
  z.strictObject({ kind: z.literal('unreachable'), at: z.number() }),
  z.strictObject({ kind: z.literal('retrying'), at: z.number() }),
]);
export type BackgroundRefreshState = z.infer<typeof backgroundRefreshStateSchema>;

/** When it is tried again after a failure; null where the last try did not fail. */
export function nextTryAt(state: BackgroundRefreshState): number | null {
  switch (state.kind) {
    case 'offline':
    case 'unreachable':
    case 'retrying':
      return state.at;
    case 'idle':
    case 'scheduled':
    case 'refreshing':
      return null;
  }
}

const managementSchema = z.strictObject({ organization: z.nullable(z.string()) });
export type Management = z.infer<typeof managementSchema>;

export const appStateSchema = z.strictObject({
  /** Grows with every change; a mirror ignores a state older than the one it holds. */
  revision: z.int().check(z.nonnegative()),
  account: accountStateSchema,
  codex: codexCredentialsSchema,
  running: runningCodexSchema,
  signIn: signInStateSchema,
  /** What becomes of the sign-in that runs, or of the last one. */
  signInFor: signInPurposeSchema,
  backgroundRefresh: backgroundRefreshStateSchema,
  accounts: savedAccountsSchema,
  kept: z.array(keptSignInSchema),
  /** The command that is under way besides a sign-in. */
  busy: z.nullable(
    z.enum([
      'refreshing',
      'signingOut',
      'switchingAccount',
      'changingAccount',
      'changingKept',
      'lookingUp',
    ]),
  ),
  notices: z.array(noticeSchema),
  restrictions: restrictionsViewSchema,
  store: z.strictObject({
    mode: storeModeSchema,
    location: z.string(),
    /** Null until the places were looked at for the first time. */
    report: z.nullable(storageReportSchema),
    /** Several entries of the keyring that match, the last changed one first; none is used. */
    severalEntries: z.array(keyringEntrySchema),
    busy: z.nullable(z.enum(['inspecting', 'moving', 'choosing'])),
  }),
  removal: z.nullable(announcedRemovalSchema),
  policy: z.strictObject({
    /** Grows whenever `policy.get` may have another answer. */
    changes: z.int().check(z.nonnegative()),
    management: z.nullable(managementSchema),
    /** Whether a value of `[gatehouse]` cannot be understood, whatever the login rules say. */
    isFaulty: z.boolean(),
    /** Why a rule refuses what a permission is for; null where none does. */
    forbidden: z.strictObject(eachPermission(() => z.nullable(z.string()))),
  }),
  activity: z.strictObject({
    /** Grows whenever there may be something new to read with `activity.read`. */
    changes: z.int().check(z.nonnegative()),
  }),
  settings: z.strictObject(eachSetting(() => settingStateSchema)),
  /** Of the account in use; null where nobody wants to see them, or a rule forbids it. */
  usage: z.nullable(z.extend(shownUsageSchema, { isAsking: z.boolean() })),
  /** Names of workspaces by their ids, as far as they are known; for people alone. */
  workspaceNames: z.record(z.string(), z.string()),
  /** Null where the settings cannot be read. */
  provider: z.nullable(modelProviderSchema),
  app: z.strictObject({
    version: z.string(),
    /** Origin of the issuer where it is not the provider's own, else null. */
    customIssuer: z.nullable(z.string()),
    /** Of the system, in BCP 47: how dates and times are written. */
    locale: z.string(),
    /** For each variable that sends tokens elsewhere than to their issuer, a sentence. */
    tokenOverrides: z.array(z.string()),
  }),
});
export type AppState = z.infer<typeof appStateSchema>;
