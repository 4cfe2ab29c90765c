import { z } from 'zod';

import { parseJson } from '../base/json.ts';
import { isNewerVersion } from './note-version.ts';
import { refusalCodes, type RefusalCode } from './refresh-failure.ts';

/** That the issuer refused a refresh token for good. */
export interface RefusalNote {
  /** SHA-256 of the refresh token, in hexadecimal. */
  readonly tokenDigest: string;
  /** Origin of the token endpoint. */
  readonly issuer: string;
  readonly code: RefusalCode;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A slot beside the credential. Never throws: no sign-in depends on it. */
export interface RefusalNotes {
  digestOf(text: string): string;
  read(): Promise<RefusalNote | null>;
  /** Returns whether it is noted; a note of a newer version is left alone. */
  write(note: RefusalNote): Promise<boolean>;
  clear(): Promise<void>;
}

const noteSchema = z.object({
  version: z.literal(1),
  token_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  issuer: z.string().max(2048),
  code: z.enum(refusalCodes),
  refused_at: z.iso.datetime(),
});

/** One line of JSON, without secrets. */
export function serializeRefusalNote(note: RefusalNote): string {
  const document: z.infer<typeof noteSchema> = {
    version: 1,
    token_sha256: note.tokenDigest,
    issuer: note.issuer,
    code: note.code,
    refused_at: new Date(note.at).toISOString(),
  };
  return `${JSON.stringify(document)}\n`;
}

export function parseRefusalNote(text: string): RefusalNote | 'newer' | null {
  const document = parseJson(text);
  const shaped = noteSchema.safeParse(document);
  if (!shaped.success) return isNewerVersion(document) ? 'newer' : null;
  const { token_sha256: tokenDigest, issuer, code, refused_at } = shaped.data;
  return { tokenDigest, issuer, code, at: Date.parse(refused_at) };
}
