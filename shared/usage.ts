import * as z from 'zod/mini';

// How much of a plan is used up, as Codex says it. Times are milliseconds since the Unix epoch.

const usageWindowSchema = z.strictObject({
  /** Of what it is the limit where there are several, such as a model; null for Codex itself. */
  of: z.nullable(z.string()),
  /** How long the window is; null where that is not said. */
  minutes: z.nullable(z.number().check(z.positive())),
  /** From 0 to 100. */
  usedPercent: z.number().check(z.minimum(0), z.maximum(100)),
  resetsAt: z.nullable(z.number()),
});
export type UsageWindow = z.infer<typeof usageWindowSchema>;

export const usageReadingSchema = z.strictObject({
  readAt: z.number(),
  windows: z.array(usageWindowSchema),
  credits: z.nullable(
    z.strictObject({
      isUnlimited: z.boolean(),
      /** As the service writes it; null where it says none. */
      balance: z.nullable(z.string()),
    }),
  ),
});
export type UsageReading = z.infer<typeof usageReadingSchema>;

/** Why usage limits could not be read. */
export const usageProblemCodeSchema = z.enum([
  'no-chatgpt-sign-in',
  'not-allowed',
  'no-workspace',
  'token-ended',
  'other-service',
  'offline',
  'no-codex',
  'untested-codex',
  'unsupported',
  /** The service answered 401 or 403, or 429. */
  'refused',
  'too-many-requests',
  'failed',
]);

export const usageProblemSchema = z.strictObject({
  code: usageProblemCodeSchema,
  /** Of the Codex that was found, where it is the problem; null for any other. */
  codexVersion: z.nullable(z.string()),
  /** Nothing is asked before; null where it is asked as soon as something has changed. */
  nextAt: z.nullable(z.number()),
});
export type UsageProblem = z.infer<typeof usageProblemSchema>;

/** What is known of the usage of the account in use. */
export interface Usage {
  /** The last one; null for none. */
  readonly reading: UsageReading | null;
  /** Why there is no later one; null where all is well. */
  readonly problem: UsageProblem | null;
}

const shownWindowSchema = z.extend(usageWindowSchema, {
  /** It has been reset since: what was read of it does not count any more. */
  isPast: z.boolean(),
});
export type ShownUsageWindow = z.infer<typeof shownWindowSchema>;

export const shownUsageSchema = z.strictObject({
  reading: z.nullable(z.extend(usageReadingSchema, { windows: z.array(shownWindowSchema) })),
  problem: z.nullable(usageProblemSchema),
});
export type ShownUsage = z.infer<typeof shownUsageSchema>;
