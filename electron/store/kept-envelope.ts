import { z } from 'zod';

import { keptReasonSchema, type KeptReason } from '../../shared/kept-sign-ins.ts';
import { parseJson } from '../base/json.ts';
import type { StoredSource } from '../auth/credential-store.ts';

/** A kept sign-in as it is in its file, version 1; see docs/stores.md. */
export interface KeptEnvelope {
  /** Milliseconds since the epoch. */
  readonly keptAt: number;
  readonly reason: KeptReason;
  readonly store: StoredSource;
  /** SHA-256 of the refresh token spent for it, in hexadecimal digits; null for none. */
  readonly successorOf: string | null;
  readonly record: KeptRecord;
}

type KeptRecord =
  | { readonly kind: 'plain'; readonly text: string }
  /** A JWE (RFC 7516) whose key is in the keyring. */
  | { readonly kind: 'sealed'; readonly jwe: string };

export type ParsedEnvelope =
  | { readonly kind: 'known'; readonly envelope: KeptEnvelope }
  | { readonly kind: 'newer' }
  | { readonly kind: 'unreadable' };

const currentVersion = 1;

const envelopeSchema = z.looseObject({
  version: z.literal(currentVersion),
  keptAt: z.iso.datetime(),
  reason: keptReasonSchema,
  store: z.enum(['file', 'keyring', 'ephemeral']),
  successorOf: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  record: z.string().optional(),
  sealed: z.string().optional(),
});
type EnvelopeDocument = z.infer<typeof envelopeSchema>;

const anyVersion = z.looseObject({ version: z.number() });

export function serializeEnvelope(envelope: KeptEnvelope): string {
  const { keptAt, record, ...members } = envelope;
  const document: EnvelopeDocument = {
    version: currentVersion,
    keptAt: new Date(keptAt).toISOString(),
    ...members,
    // As text, since numbers of a record keep their exact digits.
    ...(record.kind === 'plain' ? { record: record.text } : { sealed: record.jwe }),
  };
  return JSON.stringify(document, null, 2);
}

export function parseEnvelope(text: string): ParsedEnvelope {
  const document = parseJson(text);
  const versioned = anyVersion.safeParse(document);
  if (versioned.success && versioned.data.version > currentVersion) return { kind: 'newer' };
  const shaped = envelopeSchema.safeParse(document);
  const record = shaped.success ? recordOf(shaped.data) : null;
  if (!shaped.success || record === null) return { kind: 'unreadable' };
  const { keptAt, reason, store, successorOf } = shaped.data;
  const envelope = { keptAt: Date.parse(keptAt), reason, store, successorOf, record };
  return { kind: 'known', envelope };
}

function recordOf({ record, sealed }: EnvelopeDocument): KeptRecord | null {
  if (record !== undefined && sealed === undefined) return { kind: 'plain', text: record };
  return sealed !== undefined && record === undefined ? { kind: 'sealed', jwe: sealed } : null;
}
