import * as z from 'zod/mini';

import { parseJson } from '../base/json.ts';
import { refusalCodes, type RefusalCode } from './refresh-failure.ts';
import { isOfNewerVersion } from './refresh-journal.ts';
import { maxRetryAfterMs } from './refresh-schedule.ts';

/** A slot beside the credential. Never throws: no sign-in depends on a note. */
interface NoteSlot<Note> {
  read(): Promise<Note | null>;
  /** Returns whether it is noted; a note of a newer version is left alone. */
  write(note: Note): Promise<boolean>;
  clear(): Promise<void>;
}

/** That an issuer asked to be left alone (`Retry-After`, RFC 9110 section 10.2.3). */
export interface PauseNote {
  readonly issuer: string;
  /** Milliseconds since the epoch, as `until`. */
  readonly from: number;
  readonly until: number;
}

export type PauseNotes = NoteSlot<PauseNote>;

export function pauseFrom(issuer: string, retryAfterMs: number, now: number): PauseNote {
  return { issuer, from: now, until: now + Math.min(retryAfterMs, maxRetryAfterMs) };
}

/** Milliseconds left, 0 where it is over. A clock that was set back or forth ends the pause. */
export function pauseLeftMs({ from, until }: PauseNote, now: number): number {
  const isUnderThisClock = from <= now && until - from <= maxRetryAfterMs;
  return isUnderThisClock ? Math.max(until - now, 0) : 0;
}

/** That the issuer refused a refresh token for good. */
export interface RefusalNote {
  /** SHA-256 of the refresh token, in hexadecimal. */
  readonly tokenDigest: string;
  /** Origin of the token endpoint, as in {@link PauseNote}. */
  readonly issuer: string;
  readonly code: RefusalCode;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface RefusalNotes extends NoteSlot<RefusalNote> {
  digestOf(text: string): string;
}

const pauseSchema = z.object({
  version: z.literal(1),
  issuer: z.string().check(z.maxLength(2048)),
  asked_at: z.iso.datetime(),
  until: z.iso.datetime(),
});

const refusalSchema = z.object({
  version: z.literal(1),
  token_sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  issuer: z.string().check(z.maxLength(2048)),
  code: z.enum(refusalCodes),
  refused_at: z.iso.datetime(),
});

/** One line of JSON, without secrets. */
export function serializePauseNote({ issuer, from, until }: PauseNote): string {
  return lineOf<z.infer<typeof pauseSchema>>({
    version: 1,
    issuer,
    asked_at: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
  });
}

export function serializeRefusalNote(note: RefusalNote): string {
  return lineOf<z.infer<typeof refusalSchema>>({
    version: 1,
    token_sha256: note.tokenDigest,
    issuer: note.issuer,
    code: note.code,
    refused_at: new Date(note.at).toISOString(),
  });
}

export function parsePauseNote(text: string): PauseNote | 'newer' | null {
  const note = parseNote(text, pauseSchema);
  if (note === null || note === 'newer') return note;
  return { issuer: note.issuer, from: Date.parse(note.asked_at), until: Date.parse(note.until) };
}

export function parseRefusalNote(text: string): RefusalNote | 'newer' | null {
  const note = parseNote(text, refusalSchema);
  if (note === null || note === 'newer') return note;
  const { token_sha256: tokenDigest, issuer, code, refused_at } = note;
  return { tokenDigest, issuer, code, at: Date.parse(refused_at) };
}

function lineOf<Document>(document: Document): string {
  return `${JSON.stringify(document)}\n`;
}

function parseNote<Document>(
  text: string,
  schema: z.ZodMiniType<Document>,
): Document | 'newer' | null {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  return isOfNewerVersion(text) ? 'newer' : null;
}
