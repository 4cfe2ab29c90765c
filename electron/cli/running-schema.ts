import * as z from 'zod/mini';

import {
  programUseSchema,
  runningCodexSchema,
  runningProgramSchema,
} from '../../shared/running-codex.ts';
import { time } from './output-schema.ts';

/** As `status` and `codex` print it. */
export const runningOutputSchema = z.strictObject({
  /** Whether this system shows other programs. */
  areShown: z.boolean(),
  stored: runningCodexSchema.shape.stored,
  programs: z.array(
    z.strictObject({
      ...z.omit(runningProgramSchema, { startedAt: true, uses: true }).shape,
      startedAt: time,
      uses: programUseSchema,
    }),
  ),
  isServerBusy: runningCodexSchema.shape.isServerBusy,
  /** Names of the variables with a credential that the background server was started with. */
  serverVariables: runningCodexSchema.shape.serverVariables,
  /** What goes on with another account than the stored one, in sentences. */
  stillUsed: z.array(z.string()),
});
export type RunningOutput = z.infer<typeof runningOutputSchema>;
