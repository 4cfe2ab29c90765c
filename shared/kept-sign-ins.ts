import * as z from 'zod/mini';

/** Why a sign-in was kept. The names are stored: a new one needs a new version of the file. */
export const keptReasonSchema = z.enum([
  /** A refresh was answered with tokens of another account. */
  'another-account',
  // What another program did while a refresh was under way.
  'account-replaced',
  'signed-out',
  'newer-tokens',
  'record-damaged',
  /** Refreshed tokens were not saved yet when a new sign-in took their place. */
  'unsaved-tokens',
  'sign-in-replaced',
  'kept-one-used',
  'sign-in-unsaved',
]);
export type KeptReason = z.infer<typeof keptReasonSchema>;

/** Name of a kept sign-in: when it was kept, in UTC, and six hexadecimal digits. */
export const keptIdSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));

/** What is known of one even while the keyring with its key is locked. */
const keptFacts = {
  id: keptIdSchema,
  keptAt: z.number(),
  reason: keptReasonSchema,
  /** Whether the stored tokens are spent, and these came for them. */
  isSuccessor: z.boolean(),
  /** When the access token that these replace ends; null where that is not known. */
  endsAt: z.nullable(z.number()),
};

export const usableMethodSchema = z.enum([
  'chatgpt',
  'apiKey',
  'personalAccessToken',
  'bedrockApiKey',
  'bedrockAccessKeys',
]);
/** `other`: of a kind that cannot be put into use. */
export const keptMethodSchema = z.enum([...usableMethodSchema.options, 'other']);

/** A kept sign-in, without any token or key. */
export const keptSignInSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('usable'),
    ...keptFacts,
    method: keptMethodSchema,
    email: z.nullable(z.string()),
    planLabel: z.nullable(z.string()),
    workspaceId: z.nullable(z.string()),
  }),
  z.strictObject({ kind: z.literal('locked'), ...keptFacts }),
  /** Written by a newer version of Gatehouse. */
  z.strictObject({ kind: z.literal('newer'), id: keptIdSchema }),
  z.strictObject({ kind: z.literal('unreadable'), id: keptIdSchema, message: z.string() }),
]);
export type KeptSignIn = z.infer<typeof keptSignInSchema>;
