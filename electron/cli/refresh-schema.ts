import { z } from 'zod';

import { version1 } from './output-schema.ts';

/** What `gatehouse refresh --json` prints. */
export const refreshOutputSchema = z.strictObject({
  ...version1,
  outcome: z.enum(['refreshed', 'adopted', 'fresh', 'notApplicable', 'failed']),
  permanent: z.boolean(),
  reason: z
    .enum(['expired', 'reused', 'revoked', 'other', 'offline', 'unsaved', 'locked'])
    .nullable(),
  message: z.string(),
});
export type RefreshReport = z.infer<typeof refreshOutputSchema>;
