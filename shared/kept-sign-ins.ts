import { z } from 'zod';

/**
 * Why a sign-in was kept instead of being in use. The names are stored: a new one needs a
 * new version of the file.
 */
export const keptReasonSchema = z.enum([
  /** A refresh was answered with tokens of another account. */
  'another-account',
  /** While a refresh was under way, another program put another account in its place. */
  'account-replaced',
  /** While a refresh was under way, the account was signed out. */
  'signed-out',
  /** While a refresh was under way, another program stored newer tokens of the account. */
  'newer-tokens',
  /** While a refresh was under way, the stored record became unreadable. */
  'record-damaged',
  /** Refreshed tokens were not saved yet when a new sign-in took their place. */
  'unsaved-tokens',
  /** A new sign-in took its place. */
  'sign-in-replaced',
  /** A kept sign-in took its place. */
  'kept-one-used',
  /** A new sign-in that could not be saved. */
  'sign-in-unsaved',
]);
export type KeptReason = z.infer<typeof keptReasonSchema>;

/** Name of a kept sign-in: when it was kept, in UTC, and six hexadecimal digits. */
export const keptIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);

/** What may be told of a kept sign-in. No member of it can hold a token or a key. */
export const keptSignInSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('usable'),
    id: keptIdSchema,
    keptAt: z.number(),
    reason: keptReasonSchema,
    method: z.enum(['chatgpt', 'apiKey', 'other']),
    email: z.string().nullable(),
    planLabel: z.string().nullable(),
    workspaceId: z.string().nullable(),
    /** Whether the stored tokens are spent, and these came for them. */
    isSuccessor: z.boolean(),
    /** When the stored access token ends, where these are its successors; null where that is not known. */
    endsAt: z.number().nullable(),
  }),
  /** Its key is in a keyring that does not answer. */
  z.strictObject({
    kind: z.literal('locked'),
    id: keptIdSchema,
    keptAt: z.number(),
    reason: keptReasonSchema,
    isSuccessor: z.boolean(),
    endsAt: z.number().nullable(),
  }),
  /** Written by a newer version of Gatehouse. */
  z.strictObject({ kind: z.literal('newer'), id: keptIdSchema }),
  z.strictObject({ kind: z.literal('unreadable'), id: keptIdSchema, message: z.string() }),
]);
export type KeptSignIn = z.infer<typeof keptSignInSchema>;
