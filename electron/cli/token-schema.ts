import { z } from 'zod';

import { time, version1 } from './output-schema.ts';

/** What `gatehouse token --json` prints. */
export const tokenOutputSchema = z.strictObject({
  ...version1,
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  /** Null for an opaque token. */
  expires_at: time,
  account_id: z.string().nullable(),
});
export type TokenReport = z.infer<typeof tokenOutputSchema>;
