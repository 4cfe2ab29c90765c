import * as z from 'zod/mini';

import {
  accountFactsSchema,
  credentialSourceSchema,
  modelProviderSchema,
  problemSchema,
} from '../../shared/app-state.ts';
import { codexCredentialsSchema } from '../../shared/codex-programs.ts';
import { usableMethodSchema } from '../../shared/kept-sign-ins.ts';
import { cloudReportSchema } from '../../shared/policy.ts';
import { keptOutputSchema } from './kept-schema.ts';
import { bothVersions2, time } from './output-schema.ts';
import { runningOutputSchema } from './running-schema.ts';

/** The name of the workspace is as Codex told it last; null where it is not known. */
const whoseSchema = z.extend(z.omit(accountFactsSchema, { planLabel: true }), {
  workspaceName: z.nullable(z.string()),
});

/** What `gatehouse status --json` prints. */
export const statusReportSchema = z.strictObject({
  ...bothVersions2,
  /** Of the stored sign-in, as method, source, account and token. */
  signedIn: z.boolean(),
  method: z.nullable(usableMethodSchema),
  source: z.nullable(credentialSourceSchema),
  account: z.nullable(whoseSchema),
  token: z.nullable(z.strictObject({ expiresAt: time, lastRefresh: time, stale: z.boolean() })),
  /** Whom Codex asks for a model, and whether that takes the sign-in; null where it is not known. */
  provider: z.nullable(modelProviderSchema),
  /** What each kind of Codex program uses that starts with this environment. */
  codex: codexCredentialsSchema,
  /** Whose `CODEX_ACCESS_TOKEN` is; null where it was not looked up. */
  environmentAccount: z.nullable(whoseSchema),
  store: z.strictObject({
    mode: z.enum(['file', 'keyring', 'auto', 'ephemeral']),
    location: z.string(),
  }),
  restrictions: z.strictObject({
    verdict: z.enum(['allowed', 'violated', 'unknown']),
    /** In the words of Codex, where it has any. */
    message: z.nullable(z.string()),
    /** The same for people. */
    explanation: z.nullable(z.string()),
  }),
  /** What is known of the rules of the workspace; the message is null where there is nothing. */
  cloudRules: z.extend(z.pick(cloudReportSchema, { kind: true, because: true }), {
    message: z.nullable(z.string()),
  }),
  problem: z.nullable(problemSchema),
  tokenOverrides: z.array(
    z.strictObject({ variable: z.string(), origin: z.string(), message: z.string() }),
  ),
  kept: z.array(keptOutputSchema),
  /** How many accounts are saved, and what the one in use is called; null for none. */
  accounts: z.strictObject({
    saved: z.int().check(z.nonnegative()),
    inUse: z.nullable(z.string()),
  }),
  /** The Codex programs that run with this home. */
  running: runningOutputSchema,
});
export type StatusReport = z.infer<typeof statusReportSchema>;
