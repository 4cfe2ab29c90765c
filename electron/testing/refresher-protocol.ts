import { z } from 'zod';

/** What `refresher.ts` is asked, one line each. */
export type RefresherCommand =
  /** Read the store again. */
  | 'load'
  /** Refresh, whether that is due or not. */
  | 'refresh';

/** Its answer, one line each; and once, unasked, when it has loaded what is stored. */
export const refresherAnswerSchema = z.object({
  /** Kind of the credential that it holds then. */
  credential: z.string(),
  /** What became of the refresh; null where none was asked for. */
  outcome: z.string().nullable(),
  /** Whether the refresh failed in a way that only a new sign-in can mend. */
  failedForGood: z.boolean(),
  /** SHA-256 of the access token that it holds then, in hex; null without one. */
  tokenDigest: z.string().nullable(),
});
export type RefresherAnswer = z.infer<typeof refresherAnswerSchema>;
