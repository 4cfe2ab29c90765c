import * as z from 'zod/mini';

/** The kinds of Codex programs, which look for a credential in different places. */
export const codexPrograms = ['exec', 'terminal', 'apps'] as const;
export type CodexProgram = (typeof codexPrograms)[number];

const environmentCredentialSchema = z.strictObject({
  kind: z.enum(['workloadIdentity', 'apiKey', 'accessToken']),
  variable: z.string(),
  /** `dotenv` is `.env` of the Codex home, which goes before the environment. */
  setIn: z.enum(['environment', 'dotenv']),
});
export type NamedCredential = z.infer<typeof environmentCredentialSchema>;

/** What a Codex program that starts here signs in with. Messages are sentences. */
const credentialInUseSchema = z.discriminatedUnion('uses', [
  z.strictObject({ uses: z.literal('stored') }),
  z.strictObject({
    uses: z.literal('environment'),
    credential: environmentCredentialSchema,
    /** Under which condition alone, as only the issuer knows whose it is; null for none. */
    condition: z.nullable(z.string()),
  }),
  /** It starts without a sign-in. The message is null where nothing is stored. */
  z.strictObject({ uses: z.literal('nothing'), message: z.nullable(z.string()) }),
  z.strictObject({ uses: z.literal('stops'), message: z.string() }),
  z.strictObject({ uses: z.literal('unknown'), message: z.string() }),
]);
export type CredentialInUse = z.infer<typeof credentialInUseSchema>;

/** Of the environment that Gatehouse was started with, and of the stored sign-in. */
export const codexCredentialsSchema = z.strictObject({
  exec: credentialInUseSchema,
  /** The terminal interface. */
  terminal: credentialInUseSchema,
  /** Editors and the desktop app, by way of the app-server. */
  apps: credentialInUseSchema,
});
export type CodexCredentials = z.infer<typeof codexCredentialsSchema>;

/** Whether no Codex program starts. */
export function isStopped(codex: CodexCredentials): boolean {
  return codexPrograms.every((program) => codex[program].uses === 'stops');
}
