import { z } from 'zod';

import { parseJson } from '../base/json.ts';

/** Plain text of the encrypted file: named texts. */
export type SecretsDocument = z.infer<typeof secretsDocument>;

const secretsDocument = z.looseObject({
  version: z.literal(1),
  secrets: z.record(z.string(), z.string()),
});

/** As Codex CLI 0.169.0 writes it. */
export const credentialName = 'global/CODEX_AUTH';

export const emptySecrets: SecretsDocument = { version: 1, secrets: {} };

/** Null where it is of another version or shape. */
export function parseSecrets(text: string): SecretsDocument | null {
  return secretsDocument.safeParse(parseJson(text)).data ?? null;
}

/** The document with another credential, or without one (null). */
export function withCredential(document: SecretsDocument, value: string | null): SecretsDocument {
  const secrets = { ...document.secrets };
  if (value === null) delete secrets[credentialName];
  else secrets[credentialName] = value;
  return { ...document, secrets };
}
