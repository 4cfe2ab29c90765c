import * as z from 'zod/mini';

// What the schemas of outputs with `--json` have in common. Every member is there, absent values
// are null, and only `token` holds a secret. Every change but a new member raises the version.

export const version1 = { schemaVersion: z.literal(1) };
/** The former name of the version stays with the outputs that had it. */
export const bothVersions1 = { schema: z.literal(1), ...version1 };
export const bothVersions2 = { schema: z.literal(2), schemaVersion: z.literal(2) };

/** ISO 8601 in UTC; null for a time that is not known. */
export const time = z.nullable(z.iso.datetime());
