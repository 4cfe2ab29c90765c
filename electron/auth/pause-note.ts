import { z } from 'zod';

import { parseJson } from '../base/json.ts';
import { isNewerVersion } from './note-version.ts';
import { maxRetryAfterMs } from './refresh-schedule.ts';

/**
 * That an issuer has asked to be left alone (`Retry-After`, RFC 9110 section 10.2.3), for
 * every program of Gatehouse on this folder.
 */
export interface PauseNote {
  /** Origin of the token endpoint that asked. */
  readonly issuer: string;
  /** When it asked, in milliseconds since the epoch. */
  readonly from: number;
  /** In milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Where the last pause is noted: one slot beside the credential. It is there to spare the
 * issuer; one that cannot be read or written is no failure, and nothing here throws.
 */
export interface PauseNotes {
  read(): Promise<PauseNote | null>;
  /** @returns whether it is noted. A note of a newer version of Gatehouse is left alone. */
  write(note: PauseNote): Promise<boolean>;
  clear(): Promise<void>;
}

/**
 * The pause that an issuer asks for now. No issuer is left alone for more than an hour.
 *
 * @param retryAfterMs milliseconds, as it was asked for.
 */
export function pauseFrom(issuer: string, retryAfterMs: number, now: number): PauseNote {
  return { issuer, from: now, until: now + Math.min(retryAfterMs, maxRetryAfterMs) };
}

/**
 * For how many milliseconds the pause still stands; 0 where it is over. A clock that was set
 * back or forth ends it, so that none lasts for longer than it was asked for, whatever the
 * clock does: at worst the issuer is asked once more, and says so again.
 */
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

/** One line of JSON that {@link parsePauseNote} reads. It holds no secret. */
export function serializePauseNote({ issuer, from, until }: PauseNote): string {
  const document: z.infer<typeof noteSchema> = {
    version: 1,
    issuer,
    asked_at: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
  };
  return `${JSON.stringify(document)}\n`;
}

/** @returns `newer` for a note of a later version; null for a text that is none. */
export function parsePauseNote(text: string): PauseNote | 'newer' | null {
  const document = parseJson(text);
  const shaped = noteSchema.safeParse(document);
  if (!shaped.success) return isNewerVersion(document) ? 'newer' : null;
  const { issuer, asked_at, until } = shaped.data;
  return { issuer, from: Date.parse(asked_at), until: Date.parse(until) };
}
