import { z } from 'zod/mini';

import {
  accountIdSchema,
  accountKindSchema,
  signInReasonSchema,
  spentReasonSchema,
} from '../../shared/saved-accounts.ts';
import { parseJson } from '../base/json.ts';

const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const time = z.int().check(z.nonnegative());

const healthSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('good') }),
  z.strictObject({ kind: z.literal('maySpent'), reason: spentReasonSchema, at: time }),
  z.strictObject({ kind: z.literal('needsSignIn'), reason: signInReasonSchema, at: time }),
]);
export type AccountHealth = z.infer<typeof healthSchema>;

/** A Codex home (its real path) in which the account is in use, with the secret seen there. */
const homeSchema = z.looseObject({
  path: z.string(),
  secretDigest: digest,
  /** Whether it is another sign-in than the file's, made by another program. */
  isOwn: z.boolean(),
});
export type HomeOfAccount = z.infer<typeof homeSchema>;

/** What is known of an account, without a secret; times are milliseconds since the epoch. */
const entrySchema = z.looseObject({
  id: accountIdSchema,
  kind: accountKindSchema,
  label: z.nullable(z.string().check(z.maxLength(200))),
  email: z.nullable(z.string()),
  userId: z.nullable(z.string()),
  workspaceId: z.nullable(z.string()),
  workspaceName: z.nullable(z.string()),
  planRaw: z.nullable(z.string()),
  /** Of what the saved file would redeem. */
  secretDigest: digest,
  /** How its file is protected. */
  file: z.enum(['sealed', 'plain']),
  homes: z.array(homeSchema),
  health: healthSchema,
  addedAt: time,
  lastUsedAt: z.nullable(time),
});
export type AccountEntry = z.infer<typeof entrySchema>;

/** `accounts.json`, version 1. Members that this version does not know survive. */
const documentSchema = z.looseObject({
  version: z.literal(1),
  /** The age recipient to which files are sealed; null until a key was made. */
  recipient: z.nullable(z.string().check(z.regex(/^age1[0-9a-z]+$/))),
  /** What the person chose where there is no keyring. */
  protection: z.enum(['sealed', 'plain']),
  accounts: z.array(entrySchema),
});
export type AccountsDocument = z.infer<typeof documentSchema>;

export type ParsedAccounts =
  | { readonly kind: 'known'; readonly document: AccountsDocument }
  /** Written by a newer version, which alone may change it. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

const anyVersion = z.looseObject({ version: z.number() });

export function parseAccounts(text: string): ParsedAccounts {
  const json = parseJson(text);
  const versioned = anyVersion.safeParse(json);
  if (versioned.success && versioned.data.version > 1) return { kind: 'newer' };
  const shaped = documentSchema.safeParse(json);
  return shaped.success ? { kind: 'known', document: shaped.data } : { kind: 'damaged' };
}

export function serializeAccounts(document: AccountsDocument): string {
  return JSON.stringify(document, null, 2);
}
