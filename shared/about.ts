import * as z from 'zod/mini';

/** What this installation is, and what it trusts; without secrets. */
export const aboutSchema = z.strictObject({
  /** Programs and their versions, Gatehouse first. */
  versions: z.array(z.strictObject({ name: z.string(), version: z.string() })),
  license: z.string(),
  /** The notices of what is in the package, as text; null where they are not there. */
  notices: z.nullable(z.string()),
  /** Who signs people in, as an origin. */
  issuer: z.string(),
  /** Whose keys verify a workspace, as an origin. */
  trustedIssuer: z.string(),
  /** Files of certificate authorities that are trusted besides those of the system. */
  authorities: z.array(z.strictObject({ file: z.string(), setBy: z.string() })),
  /** What keeps keys and sign-ins that are not in a file. */
  keyring: z.string(),
  logFolder: z.string(),
});
export type About = z.infer<typeof aboutSchema>;
