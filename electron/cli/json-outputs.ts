import { z } from 'zod';

import { activityPageSchema } from '../../shared/activity.ts';
import { appErrorSchema } from '../../shared/app-error.ts';
import {
  accountFactsSchema,
  credentialSourceSchema,
  modelProviderSchema,
  problemSchema,
  storagePlaceSchema,
  storageReportSchema,
} from '../../shared/app-state.ts';
import { codexCredentialsSchema } from '../../shared/codex-programs.ts';
import { doctorReportSchema } from '../../shared/doctor.ts';
import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { keptIdSchema, keptMethodSchema, keptReasonSchema } from '../../shared/kept-sign-ins.ts';
import {
  accountIdSchema,
  accountKindSchema,
  savedAccountsSchema,
  signInReasonSchema,
  spentReasonSchema,
} from '../../shared/saved-accounts.ts';
import { cloudReportSchema, policyReportSchema } from '../../shared/policy.ts';
import type { CommandName } from './commands.ts';
import type { Terminal } from './terminal.ts';

// What each command prints with `--json`, as docs/schemas publishes it: every member is there,
// absent values are null, and only `token` holds a secret. Every change but a new member raises
// the version.

const version1 = { schemaVersion: z.literal(1) };
/** The former name of the version stays with the outputs that had it. */
const bothVersions1 = { schema: z.literal(1), ...version1 };
const bothVersions2 = { schema: z.literal(2), schemaVersion: z.literal(2) };

/** ISO 8601 in UTC; null for a time that is not known. */
const time = z.iso.datetime().nullable();

const keptOutputSchema = z.strictObject({
  id: keptIdSchema,
  state: z.enum(['usable', 'locked', 'newer', 'unreadable']),
  keptAt: time,
  reason: keptReasonSchema.nullable(),
  method: keptMethodSchema.nullable(),
  email: z.string().nullable(),
  workspaceId: z.string().nullable(),
  /** Whether the stored tokens are spent, and these came for them. */
  isSuccessor: z.boolean(),
  /** When Codex stops working without it. */
  endsAt: time,
});
export type KeptOutput = z.infer<typeof keptOutputSchema>;

export const statusReportSchema = z.strictObject({
  ...bothVersions2,
  /** Of the stored sign-in, as method, source, account and token. */
  signedIn: z.boolean(),
  method: keptMethodSchema.exclude(['other']).nullable(),
  source: credentialSourceSchema.nullable(),
  account: accountFactsSchema.omit({ planLabel: true }).nullable(),
  token: z.strictObject({ expiresAt: time, lastRefresh: time, stale: z.boolean() }).nullable(),
  /** Whom Codex asks for a model, and whether that takes the sign-in; null where it is not known. */
  provider: modelProviderSchema.nullable(),
  /** What each kind of Codex program uses that starts with this environment. */
  codex: codexCredentialsSchema,
  /** Whose `CODEX_ACCESS_TOKEN` is; null where it was not looked up. */
  environmentAccount: accountFactsSchema.omit({ planLabel: true }).nullable(),
  store: z.strictObject({
    mode: z.enum(['file', 'keyring', 'auto', 'ephemeral']),
    location: z.string(),
  }),
  restrictions: z.strictObject({
    verdict: z.enum(['allowed', 'violated', 'unknown']),
    message: z.string().nullable(),
  }),
  /** What is known of the rules of the workspace; the message is null where there is nothing. */
  cloudRules: cloudReportSchema
    .pick({ kind: true, because: true })
    .extend({ message: z.string().nullable() }),
  problem: problemSchema.nullable(),
  tokenOverrides: z.array(
    z.strictObject({ variable: z.string(), origin: z.string(), message: z.string() }),
  ),
  kept: z.array(keptOutputSchema),
  /** How many accounts are saved, and what the one in use is called; null for none. */
  accounts: z.strictObject({ saved: z.int().nonnegative(), inUse: z.string().nullable() }),
});
export type StatusReport = z.infer<typeof statusReportSchema>;

const placeOutputSchema = storagePlaceSchema.extend({ writtenAt: time });
export type PlaceOutput = z.infer<typeof placeOutputSchema>;

const entryOutputSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  purpose: z.enum(['signIn', 'passphrase', 'keptSignIns', 'journal']),
  isOneOfSeveral: z.boolean(),
  createdAt: time,
  modifiedAt: time,
});
export type EntryOutput = z.infer<typeof entryOutputSchema>;

export const storeOutputSchema = z.strictObject({
  ...bothVersions1,
  ...storageReportSchema.shape,
  active: placeOutputSchema.nullable(),
  copies: z.array(placeOutputSchema),
  /** Of `gatehouse store entries` alone. */
  entries: z.array(entryOutputSchema).optional(),
  problem: problemSchema.nullable(),
});
export type StoreOutput = z.infer<typeof storeOutputSchema>;

const loginOutputSchema = z.strictObject({
  schemaVersion: z.literal(2),
  outcome: z.enum(['signedIn', 'failed']),
  problem: appErrorSchema.nullable(),
  /** What was done with the account where it was not put into use; else null. */
  message: z.string().nullable(),
  status: statusReportSchema,
});

const logoutOutputSchema = z.strictObject({
  ...version1,
  /** `refused`: by a rule. `changed`: another sign-in was stored meanwhile, and stays. */
  outcome: z.enum(['signedOut', 'notSignedIn', 'refused', 'failed', 'changed']),
  /** Null where no revocation was asked for or needed. */
  revoked: z.boolean().nullable(),
  unreached: z.array(z.string()),
  /** Copies of what could not be read, now or earlier. */
  keptCopies: z.array(z.string()),
  message: z.string(),
});

const refreshOutputSchema = z.strictObject({
  ...version1,
  outcome: z.enum(['refreshed', 'adopted', 'fresh', 'notApplicable', 'failed']),
  permanent: z.boolean(),
  reason: z
    .enum(['expired', 'reused', 'revoked', 'other', 'offline', 'unsaved', 'locked'])
    .nullable(),
  message: z.string(),
});
export type RefreshReport = z.infer<typeof refreshOutputSchema>;

const tokenOutputSchema = z.strictObject({
  ...version1,
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  /** Null for an opaque token. */
  expires_at: time,
  account_id: z.string().nullable(),
});
export type TokenReport = z.infer<typeof tokenOutputSchema>;

const keptListSchema = z.strictObject({
  ...bothVersions2,
  kept: z.array(keptOutputSchema),
  problem: z
    .strictObject({
      code: z.enum([
        'not-found',
        'not-usable',
        'forbidden-by-rule',
        'rules-unknown',
        'unreadable',
        'unwritable',
        'busy',
        ...keyringProblemCodes,
      ]),
      message: z.string(),
    })
    .nullable(),
});

const accountOutputSchema = z.strictObject({
  id: accountIdSchema,
  kind: accountKindSchema,
  /** What the person calls it. */
  label: z.string().nullable(),
  email: z.string().nullable(),
  workspaceId: z.string().nullable(),
  workspaceName: z.string().nullable(),
  planLabel: z.string().nullable(),
  state: z.enum(['inUse', 'ready', 'maySpent', 'needsSignIn', 'notAllowed', 'inUseElsewhere']),
  /** Why its tokens may be spent, or it needs a sign-in, and since when. */
  reason: z.union([spentReasonSchema, signInReasonSchema]).nullable(),
  since: time,
  /** The rule that forbids it. */
  rule: z.strictObject({ name: z.string(), source: z.string(), message: z.string() }).nullable(),
  /** The other Codex home that uses it, with ~ for the person's. */
  home: z.string().nullable(),
  /** `none`: it is in use and not saved yet. */
  protection: z.enum(['sealed', 'plain', 'none']),
  addedAt: time,
  lastUsedAt: time,
});
export type AccountOutput = z.infer<typeof accountOutputSchema>;

const accountsFailureSchema = z
  .strictObject({
    code: z.enum([
      'not-found',
      'ambiguous',
      'in-use',
      'in-use-elsewhere',
      'needs-sign-in',
      'forbidden-by-rule',
      'rules-unknown',
      'sign-in-waits',
      'switch-open',
      'too-slow',
      'cannot-refresh',
      'key-shut',
      'another-account',
      'bad-label',
      'unreadable',
      'unwritable',
      'busy',
      ...keyringProblemCodes,
    ]),
    message: z.string(),
  })
  .nullable();

/** Of `accounts` and `switch`: the list as it is afterwards. */
const accountsOutputSchema = z.strictObject({
  ...version1,
  accounts: z.array(accountOutputSchema),
  /** Why saved accounts cannot be opened, or new ones not be saved. */
  listProblem: savedAccountsSchema.shape.problem,
  inPlainFiles: z.boolean(),
  mayUsePlainFiles: z.boolean(),
  /** What was done; null for nothing. */
  message: z.string().nullable(),
  problem: accountsFailureSchema,
});
export type AccountsOutput = JsonOutputs['accounts'];

const leaveOutputSchema = z.strictObject({
  ...version1,
  items: z.array(
    z.strictObject({
      kind: z.enum(['folder', 'file', 'keyringItem']),
      place: z.string(),
      what: z.string(),
      /** Whether a sign-in, or the only key to some, is in it. */
      holdsSignIns: z.boolean(),
      isRemoved: z.boolean(),
    }),
  ),
  /** What cannot be had again without a new sign-in, by name. */
  signIns: z.array(z.string()),
  messages: z.array(z.string()),
});

const activityOutputSchema = z.strictObject({
  ...bothVersions1,
  ...activityPageSchema.shape,
});

export const jsonOutputs = {
  status: statusReportSchema,
  login: loginOutputSchema,
  logout: logoutOutputSchema,
  refresh: refreshOutputSchema,
  token: tokenOutputSchema,
  store: storeOutputSchema,
  accounts: accountsOutputSchema,
  switch: accountsOutputSchema,
  kept: keptListSchema,
  activity: activityOutputSchema,
  policy: policyReportSchema,
  leave: leaveOutputSchema,
  doctor: doctorReportSchema,
} as const satisfies Record<CommandName, z.ZodType>;

export type JsonOutputs = {
  readonly [N in keyof typeof jsonOutputs]: Printable<z.infer<(typeof jsonOutputs)[N]>>;
};
type Printable<T> = {
  readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? readonly Item[] : T[K];
};

export function printJson<N extends keyof JsonOutputs>(
  terminal: Pick<Terminal, 'out'>,
  _command: N,
  output: JsonOutputs[N],
): void {
  terminal.out(JSON.stringify(output));
}

/** A time in milliseconds since the epoch as the outputs have it: ISO 8601 in UTC. */
export function isoTime(timeMs: number): string;
export function isoTime(timeMs: number | null): string | null;
export function isoTime(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
