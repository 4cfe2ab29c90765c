import * as z from 'zod/mini';

// Codex programs that run with this Codex home, and whom each of them signs in as.

export const codexIdentityKinds = [
  'nobody',
  'chatgpt',
  'apiKey',
  'personalAccessToken',
  'bedrock',
  'other',
] as const;

/** As whom a program of Codex is signed in: a person in a workspace, a kind of key, or nobody. */
const codexIdentitySchema = z.strictObject({
  kind: z.enum(codexIdentityKinds),
  email: z.nullable(z.string()),
  /** `tokens.account_id`: the workspace that requests are sent for. */
  accountId: z.nullable(z.string()),
  /** What that workspace is called; null where it is not known. */
  workspaceName: z.nullable(z.string()),
});
export type CodexIdentity = z.infer<typeof codexIdentitySchema>;

/** Whom a running program uses, and how that is known. */
export const programUseSchema = z.discriminatedUnion('how', [
  /** It said so itself. */
  z.strictObject({ how: z.literal('asked'), who: codexIdentitySchema }),
  /** Told from its start. `next`: whom it turns into at its next refresh; null for nobody else. */
  z.strictObject({
    how: z.literal('told'),
    who: codexIdentitySchema,
    next: z.nullable(codexIdentitySchema),
  }),
  /** One of these. */
  z.strictObject({ how: z.literal('oneOf'), who: z.array(codexIdentitySchema) }),
  /**
   * `startedBefore`: what the home held then is not known. `noStartTime`: nor is when it started.
   */
  z.strictObject({
    how: z.literal('unknown'),
    because: z.enum(['startedBefore', 'noStartTime']),
  }),
]);
export type ProgramUse = z.infer<typeof programUseSchema>;

const programKinds = [
  'terminal',
  'exec',
  'editor',
  'desktopApp',
  'appServer',
  'backgroundServer',
  'other',
] as const;
export type ProgramKind = (typeof programKinds)[number];

export const runningProgramSchema = z.strictObject({
  pid: z.int(),
  kind: z.enum(programKinds),
  startedAt: z.nullable(z.number()),
  /** `unknown`: the system does not say with which Codex home it runs. */
  home: z.enum(['this', 'unknown']),
  /** Whether it works through the background server, whose account it has. */
  isServed: z.boolean(),
  uses: programUseSchema,
  /** Whether it uses another account than the stored one; null where that is not known. */
  differs: z.nullable(z.boolean()),
});
export type RunningProgram = z.infer<typeof runningProgramSchema>;

/** What runs, as last looked at. */
export const runningCodexSchema = z.strictObject({
  /** Whether this system shows programs at all. */
  areShown: z.boolean(),
  /** Of what is stored now; null where it cannot be told. */
  stored: z.nullable(codexIdentitySchema),
  /** With the background server among them. */
  programs: z.array(runningProgramSchema),
  /** Whether the background server works on something at this moment; null where it did not say. */
  isServerBusy: z.nullable(z.boolean()),
  /** Names of the variables with a credential that it was started with; null where nobody asked. */
  serverVariables: z.nullable(z.array(z.string())),
  /** Whether the person is asked whether to restart the background server. */
  asksForRestart: z.boolean(),
  /** Whether the background server is being restarted at this moment. */
  isRestarting: z.boolean(),
});
export type RunningCodex = z.infer<typeof runningCodexSchema>;

export const nothingRuns: RunningCodex = {
  areShown: false,
  stored: null,
  programs: [],
  isServerBusy: null,
  serverVariables: null,
  asksForRestart: false,
  isRestarting: false,
};

/** The background server (`codex app-server --managed-daemon`); null where none runs. */
export function backgroundServerOf({ programs }: RunningCodex): RunningProgram | null {
  return programs.find(({ kind }) => kind === 'backgroundServer') ?? null;
}
