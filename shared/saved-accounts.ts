import * as z from 'zod/mini';

/** Name of a saved account: the beginning of a digest of whose it is; it is no secret. */
export const accountIdSchema = z.string().check(z.regex(/^[0-9a-f]{12}$/));

/** What becomes of a new sign-in. */
export const signInPurposeSchema = z.discriminatedUnion('purpose', [
  /** Codex uses it; the account that it used is saved. */
  z.strictObject({ purpose: z.literal('use') }),
  /** It is saved, and what Codex uses stays as it is. */
  z.strictObject({ purpose: z.literal('keep') }),
  /** It takes the place of what is saved of this account, and has to be of the same one. */
  z.strictObject({ purpose: z.literal('renew'), account: accountIdSchema }),
]);
export type SignInPurpose = z.infer<typeof signInPurposeSchema>;

/** Longer names are refused. */
export const maxLabelLength = 80;
/** What a person calls an account: one line, null for none. */
export const accountLabelSchema = z.nullable(
  z
    .string()
    .check(
      z.trim(),
      z.minLength(1),
      z.maxLength(maxLabelLength),
      z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u),
    ),
);

export const accountKindSchema = z.enum(['chatgpt', 'apiKey', 'personalAccessToken']);
export type AccountKind = z.infer<typeof accountKindSchema>;

/** Why only a new sign-in helps. */
export const signInReasonSchema = z.enum([
  /** The sign-in service refused to renew it. */
  'refused',
  /** It ended while it was not in use. */
  'expired',
  /** Its file is gone, damaged, or cannot be opened with the key that is there. */
  'unreadable',
]);

/** Why the tokens of a saved copy may have been used up by another program. */
export const spentReasonSchema = z.enum([
  /** A Codex program of the home ran while another account took its place. */
  'codex-was-running',
  /** The system does not show whether one ran. */
  'codex-may-have-run',
  /** Another program replaced or removed it in its home. */
  'replaced',
  'signed-out',
  /** A switch ended halfway, and the home held neither account. */
  'switch-interrupted',
  /** A program ended before the answer to its refresh was saved. */
  'refresh-interrupted',
]);
export type SpentReason = z.infer<typeof spentReasonSchema>;

const savedAccountStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('inUse') }),
  z.strictObject({ kind: z.literal('ready') }),
  /** It is tried only where a person asks for it. */
  z.strictObject({ kind: z.literal('maySpent'), reason: spentReasonSchema, at: z.number() }),
  z.strictObject({ kind: z.literal('needsSignIn'), reason: signInReasonSchema, at: z.number() }),
  z.strictObject({
    kind: z.literal('notAllowed'),
    /** The key of the rule, and where it is set. */
    rule: z.string(),
    source: z.string(),
    message: z.string(),
  }),
  /** The Codex home that uses it, with ~ for the person's. */
  z.strictObject({ kind: z.literal('inUseElsewhere'), home: z.string() }),
]);
export type SavedAccountState = z.infer<typeof savedAccountStateSchema>;

/** An account of the list, without any token or key. Times are milliseconds since the epoch. */
const savedAccountSchema = z.strictObject({
  id: accountIdSchema,
  kind: accountKindSchema,
  /** What the person calls it. */
  label: z.nullable(z.string()),
  email: z.nullable(z.string()),
  userId: z.nullable(z.string()),
  workspaceId: z.nullable(z.string()),
  workspaceName: z.nullable(z.string()),
  planLabel: z.nullable(z.string()),
  state: savedAccountStateSchema,
  /** `none`: it is in use and not saved yet. */
  protection: z.enum(['sealed', 'plain', 'none']),
  addedAt: z.nullable(z.number()),
  lastUsedAt: z.nullable(z.number()),
});
export type SavedAccount = z.infer<typeof savedAccountSchema>;

/** Why saved accounts cannot be opened, or new ones not be saved. */
const savedAccountsProblemSchema = z.strictObject({
  code: z.enum([
    'list-unreadable',
    'list-newer',
    'key-locked',
    'key-unreachable',
    'key-gone',
    'key-swapped',
    'no-keyring',
    'forbidden-by-rule',
    'switch-open',
  ]),
  message: z.string(),
});
export type SavedAccountsProblem = z.infer<typeof savedAccountsProblemSchema>;

export const savedAccountsSchema = z.strictObject({
  /** The one in use first, then by when they were last used. */
  accounts: z.array(savedAccountSchema),
  problem: z.nullable(savedAccountsProblemSchema),
  /** Whether plain files were agreed to, since there is no keyring. */
  inPlainFiles: z.boolean(),
  /** Whether a person could agree to that. */
  mayUsePlainFiles: z.boolean(),
});
export type SavedAccounts = z.infer<typeof savedAccountsSchema>;
