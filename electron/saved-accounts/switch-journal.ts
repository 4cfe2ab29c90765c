import * as z from 'zod/mini';

import { accountIdSchema } from '../../shared/saved-accounts.ts';
import { parseJson } from '../base/json.ts';

const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const partySchema = z.looseObject({
  /** Of its saved account; null for what is no account, such as nobody. */
  id: z.nullable(accountIdSchema),
  userId: z.nullable(z.string()),
  workspaceId: z.nullable(z.string()),
  kind: z.string(),
  /** SHA-256, in hexadecimal, of the whole record, and of what can be redeemed in it. */
  recordDigest: z.nullable(digest),
  secretDigest: z.nullable(digest),
});
export type SwitchParty = z.infer<typeof partySchema>;

/** A switch that was begun in a Codex home: `switch-DIGEST.json`, version 1. It holds no secret. */
const journalSchema = z.looseObject({
  version: z.literal(1),
  /** The real path. */
  home: z.string(),
  mode: z.enum(['file', 'keyring', 'auto', 'ephemeral']),
  outgoing: partySchema,
  incoming: partySchema,
  /** Milliseconds since the epoch. */
  startedAt: z.int().check(z.nonnegative()),
});
export type SwitchJournal = z.infer<typeof journalSchema>;

export function serializeSwitch(journal: SwitchJournal): string {
  return JSON.stringify(journal, null, 2);
}

/** `unknown` for a damaged one, and one of a newer version: nothing may be done about either. */
export function parseSwitch(text: string): SwitchJournal | 'unknown' {
  return journalSchema.safeParse(parseJson(text)).data ?? 'unknown';
}
