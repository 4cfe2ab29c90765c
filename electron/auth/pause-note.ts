import { z } from 'zod';

import { parseJson } from '../base/json.ts';
import { isNewerVersion } from './note-version.ts';
import { maxRetryAfterMs } from './refresh-schedule.ts';

/** That an issuer asked to be left alone (`Retry-After`, RFC 9110 section 10.2.3). */
export interface PauseNote {
  /** Origin of the token endpoint. */
  readonly issuer: string;
  /** Milliseconds since the epoch, as `until`. */
  readonly from: number;
  readonly until: number;
}

/** A slot beside the credential. Never throws: a lost note costs no more than a request. */
export interface PauseNotes {
  read(): Promise<PauseNote | null>;
  /** Returns whether it is noted; a note of a newer version is left alone. */
  write(note: PauseNote): Promise<boolean>;
  clear(): Promise<void>;
}

export function pauseFrom(issuer: string, retryAfterMs: number, now: number): PauseNote {
  return { issuer, from: now, until: now + Math.min(retryAfterMs, maxRetryAfterMs) };
}

/** Milliseconds left, 0 where it is over. A clock that was set back or forth ends the pause. */
export function pauseLeftMs({ from, until }: PauseNote, now: number): number {
  const isUnderThisClock = from <= now && until - from <= maxRetryAfterMs;
  return isUnderThisClock ? Math.max(until - now, 0) : 0;
}

const noteSchema = z.object({
  version: z.literal(1),
  issuer: z.string().max(2048),
  asked_at: z.iso.datetime(),
  until: z.iso.datetime(),
});

/** One line of JSON, without secrets. */
export function serializePauseNote({ issuer, from, until }: PauseNote): string {
  const document: z.infer<typeof noteSchema> = {
    version: 1,
    issuer,
    asked_at: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
  };
  return `${JSON.stringify(document)}\n`;
}

export function parsePauseNote(text: string): PauseNote | 'newer' | null {
  const document = parseJson(text);
  const shaped = noteSchema.safeParse(document);
  if (!shaped.success) return isNewerVersion(document) ? 'newer' : null;
  const { issuer, asked_at, until } = shaped.data;
  return { issuer, from: Date.parse(asked_at), until: Date.parse(until) };
}
