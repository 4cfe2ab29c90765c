import { z } from 'zod';

import { codexCredentialsSchema } from '../../shared/codex-programs.ts';

/** What a look at the sign-in found, from the owners that window and command share. */
const lookSchema = z.strictObject({
  credential: z.enum([
    'signedOut',
    'apiKey',
    'chatgpt',
    'personalAccessToken',
    'bedrockApiKey',
    'bedrockAccessKeys',
    'unusable',
  ]),
  /** `allowed` and `unknown`, or what becomes of a violation: its remedy. */
  verdict: z.enum(['allowed', 'unknown', 'signOut', 'hide', 'unsetVariable']),
  /** Why a removal is withheld; null where it is not, or none is due. */
  withheld: z.string().nullable(),
  message: z.string().nullable(),
  /** Why nothing is judged; null where it is. */
  unjudged: z.string().nullable(),
  /** Exit code of `gatehouse status`. */
  status: z.number().int(),
  /** Code of the problem that it names; null for none. */
  problem: z.string().nullable(),
  /** State and first result of `gatehouse policy`. */
  policy: z.string(),
  result: z.string().nullable(),
  /** What is known of the rules of the workspace. */
  cloud: z.string(),
  /** Why they are expected, or passed over; else null. */
  cloudBecause: z.string().nullable(),
  /** What each kind of Codex program signs in with, as `gatehouse status` says it. */
  codex: codexCredentialsSchema,
});
export type EnforcerLook = z.infer<typeof lookSchema>;

/** What a process that enforces prints: what it saw, and what it did in the minute after. */
export const enforcerAnswerSchema = z.strictObject({
  before: lookSchema,
  /** Whether a person was told of a removal before it was due. */
  announced: z.boolean(),
  after: lookSchema,
});
export type EnforcerAnswer = z.infer<typeof enforcerAnswerSchema>;
