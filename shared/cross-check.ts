import * as z from 'zod/mini';

/** What Codex itself says of this home, beside what Gatehouse says. All texts are for people. */
export const crossCheckSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('asked'),
    /** Of the Codex CLI that was asked. */
    version: z.string(),
    /** Whether both say the same; null where one of them cannot tell. */
    agrees: z.nullable(z.boolean()),
    /** In the same order, the first about the account. */
    facts: z.array(
      z.strictObject({
        about: z.enum(['account', 'loginMethods']),
        codex: z.string(),
        gatehouse: z.string(),
        agrees: z.nullable(z.boolean()),
      }),
    ),
    /** What to do about a difference; null where there is nothing to do. */
    advice: z.nullable(z.string()),
  }),
  /** The message says why, and what to do. */
  z.strictObject({ kind: z.literal('notAsked'), message: z.string() }),
]);
export type CrossCheckResult = z.infer<typeof crossCheckSchema>;
