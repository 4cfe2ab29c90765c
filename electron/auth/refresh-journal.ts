import * as z from 'zod/mini';

import {
  hasTokens,
  parseAuthRecord,
  serializeAuthRecord,
  type RefreshedTokens,
  type TokenRecord,
} from './auth-record.ts';
import { parseJson } from '../base/json.ts';

/** A slot of a store, as protected as the credential. Every method may throw a `StoreError`. */
export interface RefreshJournal {
  read(): Promise<string | null>;
  /** Durable when it resolves. */
  write(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** For stores that end with the program. */
export const noJournal: RefreshJournal = {
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(),
  clear: () => Promise.resolve(),
};

export interface UnsavedRefresh {
  readonly redeemed: TokenRecord;
  readonly tokens: RefreshedTokens;
}

/** `tokens` is null until there is an answer. */
export interface JournalEntry {
  readonly redeemed: TokenRecord;
  readonly tokens: RefreshedTokens | null;
}

const journalSchema = z.object({
  version: z.literal(1),
  redeemed: z.string(),
  tokens: z.nullable(
    z.object({
      id_token: z.nullable(z.string()),
      access_token: z.nullable(z.string()),
      refresh_token: z.nullable(z.string()),
    }),
  ),
});

export function serializeJournal({ redeemed, tokens }: JournalEntry): string {
  const document: z.infer<typeof journalSchema> = {
    version: 1,
    // As text, since numbers of a record keep their exact digits.
    redeemed: serializeAuthRecord(redeemed, 'compact'),
    tokens: tokens && {
      id_token: tokens.idToken,
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
    },
  };
  return JSON.stringify(document);
}

/** Whether a text is a document of a later version than 1, which alone may replace it. */
export function isOfNewerVersion(text: string): boolean {
  return z.looseObject({ version: z.number().check(z.gt(1)) }).safeParse(parseJson(text)).success;
}

/** Null where this version does not understand it. */
export function parseJournal(text: string): JournalEntry | null {
  const shaped = journalSchema.safeParse(parseJson(text));
  if (!shaped.success) return null;
  const parsed = parseAuthRecord(shaped.data.redeemed);
  if (!parsed.ok || !hasTokens(parsed.record)) return null;
  const { tokens } = shaped.data;
  return {
    redeemed: parsed.record,
    tokens: tokens && {
      idToken: tokens.id_token,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
    },
  };
}
