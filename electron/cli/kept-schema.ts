import { z } from 'zod';

import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { keptIdSchema, keptMethodSchema, keptReasonSchema } from '../../shared/kept-sign-ins.ts';
import { bothVersions2, time } from './output-schema.ts';

export const keptOutputSchema = z.strictObject({
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

/** What `gatehouse kept --json` prints. */
export const keptListSchema = z.strictObject({
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
