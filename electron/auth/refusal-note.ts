import { z } from 'zod';

import { parseJson } from '../base/json.ts';
import { isNewerVersion } from './note-version.ts';
import { refusalCodes, type RefusalCode } from './refresh-failure.ts';

/** That the issuer refused a refresh token for good, as it outlives the program that met it. */
export interface RefusalNote {
  /** SHA-256 of the refresh token in hexadecimal digits, from which it cannot be had again. */
  readonly tokenDigest: string;
  /** Origin of the token endpoint that answered. */
  readonly issuer: string;
  readonly code: RefusalCode;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Where the last refusal is noted: one slot beside the credential, for every program of
 * Gatehouse on this folder. A note is there to spare the issuer and to tell the person; no
 * sign-in depends on it, so that one that cannot be read or written is no failure and
 * nothing here throws.
 */
export interface RefusalNotes {
  /** SHA-256 of a text in hexadecimal digits. */
  digestOf(text: string): string;
  read(): Promise<RefusalNote | null>;
  /** @returns whether it is noted. A note of a newer version of Gatehouse is left alone. */
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

/** One line of JSON that {@link parseRefusalNote} reads. It holds no secret. */
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

/** @returns `newer` for a note of a later version; null for a text that is none. */
export function parseRefusalNote(text: string): RefusalNote | 'newer' | null {
  const document = parseJson(text);
  const shaped = noteSchema.safeParse(document);
  if (!shaped.success) return isNewerVersion(document) ? 'newer' : null;
  const { token_sha256: tokenDigest, issuer, code, refused_at } = shaped.data;
  return { tokenDigest, issuer, code, at: Date.parse(refused_at) };
}
