import * as z from 'zod/mini';

import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import { keptIdSchema, keptMethodSchema, keptReasonSchema } from '../../shared/kept-sign-ins.ts';
import { bothVersions2, time } from './output-schema.ts';

export const keptOutputSchema = z.strictObject({
  id: keptIdSchema,
  state: z.enum(['usable', 'locked', 'newer', 'unreadable']),
  keptAt: time,
  reason: z.nullable(keptReasonSchema),
  method: z.nullable(keptMethodSchema),
  email: z.nullable(z.string()),
  workspaceId: z.nullable(z.string()),
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
  problem: z.nullable(
    z.strictObject({
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
    }),
  ),
});
